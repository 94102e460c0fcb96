package kit

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/internal/reading"
)

// ToHTML gives an inline Markdown text as safe HTML, without a block around it.
func ToHTML(md string) string { return reading.Inline(md) }

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
		for _, a := range n.Attr {
			switch a.Key {
			case "href", "src", "alt", "title":
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
