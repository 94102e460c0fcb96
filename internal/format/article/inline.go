package article

import (
	"slices"
	"strings"
	"unicode"

	"verbatim/internal/format/kit"
)

// look is how words are set off from others.
type look uint8

const (
	bold look = 1 << iota
	italic
	struck
	raised
	lowered
	mono
)

// The elements of the looks, the outermost first.
var elements = []struct {
	look look
	name string
}{{bold, "strong"}, {italic, "em"}, {struck, "del"}, {raised, "sup"}, {lowered, "sub"}, {mono, "code"}}

// piece is a stretch of words that look alike, or an element such as an image.
type piece struct {
	text    string
	look    look
	href    string
	element *kit.Element
}

// inline makes HTML of the pieces of a paragraph; nil where it has no words.
// Word processors divide words anywhere, so neighbours that look alike are one.
func inline(pieces []piece) []kit.Node {
	merged := merge(pieces)
	var out []kit.Node
	for i := 0; i < len(merged); {
		href := merged[i].href
		to := i + 1
		for href != "" && to < len(merged) && merged[to].href == href {
			to++
		}
		nodes := make([]kit.Node, 0, to-i)
		for _, p := range merged[i:to] {
			nodes = append(nodes, p.node())
		}
		if href != "" {
			a := kit.El("a", "href", href)
			a.Nodes = nodes
			nodes = []kit.Node{{Element: a}}
		}
		out = append(out, nodes...)
		i = to
	}
	return out
}

func (p piece) node() kit.Node {
	if p.element != nil {
		return kit.Node{Element: p.element}
	}
	n := kit.Node{Chars: p.text}
	for _, e := range slices.Backward(elements) {
		if p.look&e.look != 0 {
			n = kit.Node{Element: &kit.Element{Name: e.name, Nodes: []kit.Node{n}}}
		}
	}
	return n
}

// merge joins neighbours that look alike and drops white space at both ends.
// White space looks as what is on both sides of it, or plain.
func merge(pieces []piece) []piece {
	var out []piece
	for i, p := range pieces {
		if p.element == nil && strings.TrimSpace(p.text) == "" {
			if p.text == "" {
				continue
			}
			p.look = 0
			if len(out) > 0 && i+1 < len(pieces) && out[len(out)-1].look == pieces[i+1].look && out[len(out)-1].href == pieces[i+1].href {
				p.look, p.href = pieces[i+1].look, pieces[i+1].href
			}
		}
		if n := len(out); n > 0 && out[n-1].element == nil && p.element == nil && out[n-1].look == p.look && out[n-1].href == p.href {
			out[n-1].text += p.text
			continue
		}
		out = append(out, p)
	}
	for len(out) > 0 && out[0].blank() {
		out = out[1:]
	}
	for len(out) > 0 && out[len(out)-1].blank() {
		out = out[:len(out)-1]
	}
	if len(out) > 0 {
		out[0].text = strings.TrimLeftFunc(out[0].text, unicode.IsSpace)
		last := &out[len(out)-1]
		last.text = strings.TrimRightFunc(last.text, unicode.IsSpace)
	}
	return out
}

func (p piece) blank() bool {
	return p.element == nil && strings.TrimSpace(p.text) == "" || p.element != nil && p.element.Name == "br"
}

// words are the text of pieces without its looks.
func words(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.element != nil && p.element.Name == "br" {
			b.WriteByte('\n')
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// plain gives the pieces without bold, as headings, which are bold anyway.
func plain(pieces []piece) []piece {
	out := slices.Clone(pieces)
	for i := range out {
		out[i].look &^= bold
	}
	return out
}

// joined puts the pieces of several paragraphs into one, as a table's cell has.
func joined(paragraphs [][]piece) []piece {
	var out []piece
	for _, p := range paragraphs {
		if len(merge(p)) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, piece{text: " "})
		}
		out = append(out, p...)
	}
	return out
}
