package reading

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Maths stands between dollars, as pandoc has it: $a^2$ within a line of words,
// $$a^2$$ by itself. A dollar that a space follows, or that a digit follows
// where one would end, is money; \$ always is. The words of a formula are its
// source, dollars and all, so that a quote can hold it.

// A Formula is maths in a text.
type Formula struct {
	TeX     string
	Display bool  // it stands by itself
	Start   int   // its place in the text, in bytes
	Err     error // why it cannot be shown; nil where it can

	html string
}

// Formulas gives the maths of the reading, in its order.
func (d *Document) Formulas() []Formula {
	var out []Formula
	for _, s := range d.formulas() {
		out = append(out, *s.formula)
	}
	return out
}

func (d *Document) formulas() []span {
	var out []span
	var walk func([]block)
	walk = func(bs []block) {
		for i := range bs {
			for _, s := range bs[i].spans {
				if s.form == maths {
					out = append(out, s)
				}
			}
			walk(bs[i].kids)
		}
	}
	walk(d.blocks)
	return out
}

// Formulas gives the maths of a short text, which is valid UTF-8.
func Formulas(md string) []Formula { return fragment(md, blockParser).Formulas() }

// newFormula makes ready what is written of a formula each time.
func newFormula(tex string, display bool, start int) *Formula {
	f := &Formula{TeX: tex, Display: display, Start: start}
	if f.html, f.Err = mathML(tex, display); f.Err != nil {
		dollars := "$"
		if display {
			dollars = "$$"
		}
		f.html = "<code>" + html.EscapeString(dollars+tex+dollars) + "</code>"
	}
	return f
}

// Typeset gives words of the reading, such as those of a passage, as HTML with
// their maths set and without other markup.
func (d *Document) Typeset(words string) string {
	if d.typeset == nil {
		return html.EscapeString(words)
	}
	return d.typeset.Replace(html.EscapeString(words))
}

// typesetter replaces the source of formulas, escaped; nil where there are none.
func (d *Document) typesetter() *strings.Replacer {
	var pairs []string
	for _, f := range d.formulas() {
		pairs = append(pairs, html.EscapeString(d.words[f.from:f.to]), f.formula.html)
	}
	if pairs == nil {
		return nil
	}
	return strings.NewReplacer(pairs...)
}

// formulaNode is maths in goldmark's tree.
type formulaNode struct {
	ast.BaseInline
	lines   []text.Segment // the source with its dollars
	tex     string
	display bool
}

var formulaKind = ast.NewNodeKind("Formula")

func (*formulaNode) Kind() ast.NodeKind { return formulaKind }

func (n *formulaNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// formulaParser finds maths.
type formulaParser struct{}

func (formulaParser) Trigger() []byte { return []byte{'$'} }

func (formulaParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	dollars := 1
	if bytes.HasPrefix(line, []byte("$$")) {
		dollars = 2
	}
	if len(line) <= dollars || dollars == 1 && blank(line[1]) {
		return nil
	}
	row, at := block.Position()
	n := &formulaNode{display: dollars == 2}
	var tex strings.Builder
	for skip := dollars; ; skip = 0 {
		line, first := block.PeekLine()
		if line == nil {
			block.SetPosition(row, at)
			return nil
		}
		if end := formulaEnd(line, skip, dollars); end >= 0 {
			tex.Write(line[skip:end])
			n.lines = append(n.lines, text.NewSegment(first.Start, first.Start+end+dollars))
			block.Advance(end + dollars)
			n.tex = strings.TrimSpace(tex.String())
			if n.tex == "" {
				block.SetPosition(row, at)
				return nil
			}
			return n
		}
		if dollars == 1 { // it ends on its line, so that a lone dollar takes no more with it
			block.SetPosition(row, at)
			return nil
		}
		tex.Write(line[skip:])
		n.lines = append(n.lines, first)
		block.AdvanceLine()
	}
}

// formulaEnd is where the dollars stand that end a formula, or -1.
func formulaEnd(line []byte, from, dollars int) int {
	for i := from; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case line[i] != '$':
		case dollars == 2:
			if i+1 < len(line) && line[i+1] == '$' {
				return i
			}
		case blank(line[i-1]) || i+1 < len(line) && '0' <= line[i+1] && line[i+1] <= '9':
			return -1 // it is another dollar of money
		default:
			return i
		}
	}
	return -1
}

// formula gathers maths: its words are its source.
func (b *builder) formula(n *formulaNode) {
	from := len(b.words)
	for i, line := range n.lines {
		if i > 0 {
			b.space(line.Start)
		}
		b.verbatim(b.text[line.Start:line.Stop], line.Start)
	}
	b.codes = append(b.codes, [2]int{from, len(b.words)})
	b.spans = append(b.spans, span{form: maths, from: from, to: len(b.words),
		formula: newFormula(n.tex, n.display, b.original(n.lines[0].Start))})
}

// widened is a range of words that cuts through no formula.
func (d *Document) widened(from, to int) (int, int) {
	for _, f := range d.maths {
		if f[0] < to && from < f[1] {
			from, to = min(from, f[0]), max(to, f[1])
		}
	}
	return from, to
}
