package reading

import (
	"errors"
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TeX as texts use it becomes MathML Core. What is not known is an error, so
// that nobody reads a formula that lacks a part.

// Bounds of a formula.
const (
	longestTeX = 2000 // bytes
	deepestTeX = 40   // levels of groups
)

// mathML gives a formula's MathML, with its TeX for those who copy it. The error
// says what cannot be read.
func mathML(tex string, display bool) (string, error) {
	if len(tex) > longestTeX {
		return "", fmt.Errorf("it is longer than %d bytes", longestTeX)
	}
	tex = oneLine(tex)
	p := &texParser{src: tex, limits: display}
	body, err := p.row()
	if err == nil && p.at < len(p.src) {
		err = fmt.Errorf("%q has no beginning", p.next())
	}
	if err != nil {
		return "", err
	}
	block := ""
	if display {
		block = ` display="block" tabindex="0"` // it scrolls where it is wide
	}
	return "<math" + block + "><semantics><mrow>" + body + `</mrow><annotation encoding="application/x-tex">` + html.EscapeString(tex) + "</annotation></semantics></math>", nil
}

// A texParser reads a formula from the left.
type texParser struct {
	src    string
	at     int
	depth  int
	limits bool                // sums have their limits above and below
	shape  func(string) string // of letters; nil for the usual one
}

// next is what comes next: a command with its backslash, or a character.
func (p *texParser) next() string {
	rest := p.src[p.at:]
	if !strings.HasPrefix(rest, `\`) {
		_, n := utf8.DecodeRuneInString(rest)
		return rest[:n]
	}
	n := 1
	for n < len(rest) && isLetter(rest[n]) {
		n++
	}
	if n == 1 && len(rest) > 1 {
		_, size := utf8.DecodeRuneInString(rest[1:])
		n += size
	}
	return rest[:n]
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// take moves on past what comes next, if it is this.
func (p *texParser) take(token string) bool {
	p.spaces()
	if p.at == len(p.src) || p.next() != token {
		return false
	}
	p.at += len(token)
	return true
}

func (p *texParser) spaces() {
	for p.at < len(p.src) && blank(p.src[p.at]) {
		p.at++
	}
}

// rowEnds are what a row cannot go beyond.
var rowEnds = map[string]bool{"}": true, "&": true, `\\`: true, `\right`: true, `\end`: true}

// row reads until something ends it.
func (p *texParser) row() (string, error) {
	if p.depth++; p.depth > deepestTeX {
		return "", fmt.Errorf("it is nested more than %d deep", deepestTeX)
	}
	defer func() { p.depth-- }()
	var out strings.Builder
	for {
		if p.spaces(); p.at == len(p.src) || rowEnds[p.next()] {
			return out.String(), nil
		}
		part, err := p.scripted()
		if err != nil {
			return "", err
		}
		out.WriteString(part)
	}
}

// scripted reads one thing with what stands above and below it.
func (p *texParser) scripted() (string, error) {
	base, under := "<mrow></mrow>", false
	var err error
	if next := p.next(); next != "^" && next != "_" && next != "'" {
		under = p.limits && (bigOperators[next] || limitNames[next]) || braces[next]
		if base, err = p.one(false); err != nil {
			return "", err
		}
	}
	var sub, sup string
	for {
		p.spaces()
		switch {
		case p.take("'"):
			primes := "′"
			for p.take("'") {
				primes += "′"
			}
			sup += "<mo>" + primes + "</mo>"
		case p.take("^"):
			part, err := p.one(true)
			if err != nil {
				return "", err
			}
			sup += part
		case p.take("_"):
			if sub != "" {
				return "", fmt.Errorf("two subscripts stand on one thing")
			}
			if sub, err = p.one(true); err != nil {
				return "", err
			}
		default:
			return withScripts(base, sub, sup, under), nil
		}
	}
}

func withScripts(base, sub, sup string, under bool) string {
	sup = group(sup)
	switch {
	case sub == "" && sup == "":
		return base
	case under && sup == "":
		return "<munder>" + base + sub + "</munder>"
	case under && sub == "":
		return "<mover>" + base + sup + "</mover>"
	case under:
		return "<munderover>" + base + sub + sup + "</munderover>"
	case sup == "":
		return "<msub>" + base + sub + "</msub>"
	case sub == "":
		return "<msup>" + base + sup + "</msup>"
	}
	return "<msubsup>" + base + sub + sup + "</msubsup>"
}

// group makes one element of several.
func group(parts string) string {
	if parts == "" {
		return ""
	}
	return "<mrow>" + parts + "</mrow>"
}

// one reads one thing. As an argument, a number is its first digit.
func (p *texParser) one(argument bool) (string, error) {
	p.spaces()
	if p.at == len(p.src) {
		return "", fmt.Errorf("something is missing at the end")
	}
	next := p.next()
	switch r, _ := utf8.DecodeRuneInString(next); {
	case next == "{":
		p.at++
		inner, err := p.row()
		if err == nil && !p.take("}") {
			err = fmt.Errorf("a brace is not closed")
		}
		return "<mrow>" + inner + "</mrow>", err
	case rowEnds[next], next == "^", next == "_":
		return "", fmt.Errorf("something is missing before %q", next)
	case r == '\\':
		p.at += len(next)
		return p.command(next)
	case '0' <= r && r <= '9':
		return "<mn>" + p.number(argument) + "</mn>", nil
	}
	p.at += len(next)
	if r, _ := utf8.DecodeRuneInString(next); unicode.IsLetter(r) {
		return p.letter(next), nil
	}
	return character(next)
}

// letter writes a letter in the shape that letters have here.
func (p *texParser) letter(c string) string {
	if p.shape != nil {
		return p.shape(c)
	}
	return identifier(c)
}

func (p *texParser) number(oneDigit bool) string {
	from := p.at
	p.at++
	for !oneDigit && p.at < len(p.src) {
		c := p.src[p.at]
		point := c == '.' && p.at+1 < len(p.src) && '0' <= p.src[p.at+1] && p.src[p.at+1] <= '9'
		if !point && (c < '0' || c > '9') {
			break
		}
		p.at++
	}
	return p.src[from:p.at]
}

// character writes a character that is no letter and stands for itself.
func character(c string) (string, error) {
	r, _ := utf8.DecodeRuneInString(c)
	switch {
	case unicode.IsDigit(r):
		return "<mn>" + c + "</mn>", nil
	case c == "-":
		return "<mo>−</mo>", nil
	case c == "*":
		return "<mo>∗</mo>", nil
	case c == "~":
		return space("0.3333em"), nil
	case strings.Contains("()[]|", c):
		return `<mo stretchy="false">` + c + "</mo>", nil
	case strings.Contains("$#%", c):
		return "", fmt.Errorf(`%s has a meaning of its own: write \%s`, c, c)
	case r == utf8.RuneError || !unicode.IsGraphic(r):
		return "", errNoCharacter
	}
	return "<mo>" + html.EscapeString(c) + "</mo>", nil
}

var errNoCharacter = errors.New("it holds a character that no formula has")

func space(width string) string { return `<mspace width="` + width + `"></mspace>` }

// command reads what a command stands for, and what belongs to it.
func (p *texParser) command(name string) (string, error) {
	if c, is := letters[name]; is {
		return p.letter(c), nil
	}
	if c, is := operators[name]; is {
		return "<mo>" + html.EscapeString(c) + "</mo>", nil
	}
	if width, is := spacings[name]; is {
		return space(width), nil
	}
	if functions[name] || limitNames[name] {
		return "<mi>" + name[1:] + "</mi>", nil
	}
	if a, is := accents[name]; is {
		arg, err := p.one(true)
		if a.below {
			return "<munder>" + arg + "<mo>" + a.mark + "</mo></munder>", err
		}
		return `<mover accent="true">` + arg + "<mo" + a.attrs() + ">" + a.mark + "</mo></mover>", err
	}
	switch name {
	case `\frac`, `\dfrac`, `\tfrac`:
		parts, err := p.two()
		return "<mfrac>" + parts + "</mfrac>", err
	case `\binom`:
		parts, err := p.two()
		return `<mrow><mo>(</mo><mfrac linethickness="0">` + parts + "</mfrac><mo>)</mo></mrow>", err
	case `\sqrt`:
		return p.root()
	case `\left`:
		return p.fenced()
	case `\begin`:
		return p.environment()
	case `\overset`, `\stackrel`, `\underset`:
		return p.stacked(name)
	case `\text`, `\textrm`, `\textit`, `\textbf`, `\mbox`:
		words, err := p.raw()
		// Spaces at its ends count, and MathML drops them.
		return "<mtext>" + html.EscapeString(strings.ReplaceAll(words, " ", "\u00a0")) + "</mtext>", err
	case `\displaystyle`, `\textstyle`, `\limits`, `\nolimits`, `\nonumber`:
		return "", nil
	}
	if shape, is := shapes[name]; is {
		return p.shaped(shape)
	}
	if sizes[name] {
		return p.delimiter()
	}
	return "", fmt.Errorf("%s is not known here", name)
}

// two reads two arguments.
func (p *texParser) two() (string, error) {
	first, err := p.one(true)
	if err != nil {
		return "", err
	}
	second, err := p.one(true)
	return first + second, err
}

func (p *texParser) root() (string, error) {
	degree := ""
	if p.take("[") {
		end := strings.IndexByte(p.src[p.at:], ']')
		if end < 0 {
			return "", fmt.Errorf("a bracket is not closed")
		}
		inner := &texParser{src: p.src[p.at : p.at+end], depth: p.depth}
		var err error
		if degree, err = inner.row(); err != nil {
			return "", err
		}
		if inner.at < len(inner.src) {
			return "", fmt.Errorf("%q has no beginning", inner.next())
		}
		p.at += end + 1
	}
	arg, err := p.one(true)
	if degree != "" {
		return "<mroot>" + arg + group(degree) + "</mroot>", err
	}
	return "<msqrt>" + arg + "</msqrt>", err
}

// delimiter reads what a fence is made of; "." is none.
func (p *texParser) delimiter() (string, error) {
	p.spaces()
	if p.at == len(p.src) {
		return "", fmt.Errorf("a fence is missing at the end")
	}
	next := p.next()
	p.at += len(next)
	switch {
	case next == ".":
		return "", nil
	case strings.Contains("()[]|/", next):
		return "<mo>" + next + "</mo>", nil
	case fences[next] != "":
		return "<mo>" + fences[next] + "</mo>", nil
	}
	return "", fmt.Errorf("%q is no fence", next)
}

func (p *texParser) fenced() (string, error) {
	left, err := p.delimiter()
	if err != nil {
		return "", err
	}
	inner, err := p.row()
	if err != nil {
		return "", err
	}
	if !p.take(`\right`) {
		return "", fmt.Errorf(`\left has no \right`)
	}
	right, err := p.delimiter()
	return "<mrow>" + left + inner + right + "</mrow>", err
}

// raw reads the braces of an argument whose words are no TeX.
func (p *texParser) raw() (string, error) {
	if !p.take("{") {
		return "", fmt.Errorf("a brace is missing")
	}
	end := strings.IndexByte(p.src[p.at:], '}')
	if end < 0 {
		return "", fmt.Errorf("a brace is not closed")
	}
	words := p.src[p.at : p.at+end]
	if strings.ContainsAny(words, `\{`) {
		return "", fmt.Errorf("words within a formula hold neither commands nor braces")
	}
	if strings.ContainsFunc(words, func(r rune) bool { return r == utf8.RuneError || !unicode.IsGraphic(r) }) {
		return "", errNoCharacter
	}
	p.at += end + 1
	return words, nil
}

// environment reads rows of cells.
func (p *texParser) environment() (string, error) {
	name, err := p.raw()
	if err != nil {
		return "", err
	}
	around, known := environments[name]
	if !known {
		return "", fmt.Errorf(`\begin{%s} is not known here`, name)
	}
	var table strings.Builder
	table.WriteString("<mtable><mtr><mtd>")
	for {
		cell, err := p.row()
		if err != nil {
			return "", err
		}
		table.WriteString(cell)
		switch {
		case p.take("&"):
			table.WriteString("</mtd><mtd>")
		case p.take(`\\`):
			table.WriteString("</mtd></mtr><mtr><mtd>")
		case p.take(`\end`):
			end, err := p.raw()
			if err == nil && end != name {
				err = fmt.Errorf(`\begin{%s} ends with \end{%s}`, name, end)
			}
			table.WriteString("</mtd></mtr></mtable>")
			return "<mrow>" + around[0] + table.String() + around[1] + "</mrow>", err
		default:
			return "", fmt.Errorf(`\begin{%s} has no \end`, name)
		}
	}
}

// stacked reads what stands above or below a thing, and the thing.
func (p *texParser) stacked(name string) (string, error) {
	mark, err := p.one(true)
	if err != nil {
		return "", err
	}
	base, err := p.one(true)
	if name == `\underset` {
		return "<munder>" + base + mark + "</munder>", err
	}
	return "<mover>" + base + mark + "</mover>", err
}

// shaped reads letters in another shape: a word of letters alone as one name.
func (p *texParser) shaped(shape func(string) string) (string, error) {
	from := p.at
	if words, err := p.raw(); err == nil && !strings.ContainsAny(words, "^_&'~") {
		return shape(words), nil
	}
	p.at = from
	before := p.shape
	p.shape = shape
	defer func() { p.shape = before }()
	return p.one(true)
}
