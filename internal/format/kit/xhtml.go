package kit

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/internal/reading"
)

// ToHTML gives an inline Markdown text as safe HTML, without a block around it.
func ToHTML(md string) string { return reading.Inline(md) }

var emptyLine = regexp.MustCompile(`\n[ \t\r]*\n`)

// Stem gives a stem as HTML. Its first paragraph is a line of words, which may
// begin with "1." or "#"; what follows may be tables, lists, images and code.
// A stem of one paragraph has no block around it.
func Stem(md string) string {
	md = strings.TrimSpace(md)
	at := emptyLine.FindStringIndex(md)
	if at == nil {
		return ToHTML(md)
	}
	return "<p>" + ToHTML(md[:at[0]]) + "</p>" + reading.Block(md[at[1]:])
}

// Prose gives an explanation as HTML: one paragraph without a block around it,
// or several blocks.
func Prose(md string) string {
	md = strings.TrimSpace(md)
	if !emptyLine.MatchString(md) {
		return ToHTML(md)
	}
	return reading.Block(md)
}

// Blocks gives HTML that this program wrote as elements of an XML document; text
// without a block around it becomes a paragraph.
func Blocks(markup string) []*Element {
	all := nodes(markup)
	for _, n := range all {
		if n.Element == nil && strings.TrimSpace(n.Chars) != "" || n.Element != nil && !blockNames[n.Name] {
			return []*Element{{Name: "p", Nodes: all}}
		}
	}
	var blocks []*Element
	for _, n := range all {
		if n.Element != nil {
			blocks = append(blocks, n.Element)
		}
	}
	return blocks
}

var blockNames = map[string]bool{"p": true, "div": true, "ul": true, "ol": true, "table": true, "pre": true, "blockquote": true, "hr": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true}

// ToXHTML gives an inline Markdown text as elements and text of an XML document.
func ToXHTML(md string) []Node { return nodes(reading.Inline(md)) }

// ReadingXHTML gives a reading as elements and text of an XML document.
func ReadingXHTML(doc *reading.Document) []Node { return nodes(doc.HTML(reading.Render{})) }

// nodes parses HTML that this program wrote.
func nodes(markup string) []Node {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(markup), body)
	if err != nil {
		return []Node{{Chars: markup}}
	}
	var out []Node
	for _, n := range nodes {
		out = append(out, xhtml(n)...)
	}
	return out
}

func xhtml(n *html.Node) []Node {
	switch n.Type {
	case html.TextNode:
		return []Node{{Chars: n.Data}}
	case html.ElementNode:
		e := El(n.Data)
		if n.Data == "math" {
			e = El(n.Data, "xmlns", "http://www.w3.org/1998/Math/MathML")
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "href", "src", "alt", "title", "display", "encoding", "mathvariant", "stretchy", "accent", "width", "linethickness":
				e.Attrs = append(e.Attrs, El("", a.Key, a.Val).Attrs...)
			}
		}
		for c := range n.ChildNodes() {
			e.Nodes = append(e.Nodes, xhtml(c)...)
		}
		return []Node{{Element: e}}
	}
	return nil
}
