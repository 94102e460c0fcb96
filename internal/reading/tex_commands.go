package reading

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

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

// plainFences stand for themselves after \left and \right.
const plainFences = "()[]|/"

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
	case strings.Contains(plainFences, next):
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

func space(width string) string { return `<mspace width="` + width + `"></mspace>` }
