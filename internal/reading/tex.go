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
			primes := 1
			for p.take("'") {
				primes++
			}
			sup += "<mo>" + strings.Repeat("′", primes) + "</mo>"
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
	case strings.ContainsRune("()[]|", r):
		return `<mo stretchy="false">` + c + "</mo>", nil
	case strings.ContainsRune("$#%", r):
		return "", fmt.Errorf(`%s has a meaning of its own: write \%s`, c, c)
	case r == utf8.RuneError || !unicode.IsGraphic(r):
		return "", errNoCharacter
	}
	return "<mo>" + html.EscapeString(c) + "</mo>", nil
}

var errNoCharacter = errors.New("it holds a character that no formula has")
