package kit

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Media gives the path beside set.yaml of an image that a text names, where the
// file that is read brings it along.
type Media func(src string) (path string, ok bool)

// HTML makes Markdown of a piece of HTML. Only the elements that Markdown has
// are kept, by a sanitiser; nothing is fetched. lost says in words what had no
// place, such as an image on another server. media may be nil.
func HTML(src string, media Media) (md string, lost []string) {
	src = strings.ToValidUTF8(src, "\ufffd")
	if !strings.ContainsAny(src, "<&") && !typedTeX.MatchString(src) {
		return Markdown(strings.TrimSpace(src)), nil
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(src), body)
	if err != nil {
		return Markdown(strings.TrimSpace(src)), []string{"markup that cannot be read"}
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	c := &cleaner{media: media}
	c.children(body)
	if onlyText(body) {
		return c.withFormulas(Markdown(oneLine(words(body)))), slices.Compact(c.lost)
	}
	var b strings.Builder
	for n := range body.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return Markdown(strings.TrimSpace(words(body))), append(c.lost, "markup that cannot be read")
		}
	}
	md, err = toMarkdown().ConvertString(policy().Sanitize(b.String()))
	if err != nil {
		return Markdown(strings.TrimSpace(words(body))), append(c.lost, "markup that cannot be read")
	}
	return c.withFormulas(strings.TrimSpace(md)), slices.Compact(c.lost)
}

// policy lets through what Markdown can say. It is strict: whatever it does not
// name is dropped, and its text kept.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.StrictPolicy()
	p.AllowElements("p", "br", "hr", "strong", "b", "em", "i", "s", "del", "strike", "code", "pre", "kbd", "samp", "tt",
		"ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6",
		"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "div", "dl", "dt", "dd")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	return p
})

var toMarkdown = sync.OnceValue(func() *converter.Converter {
	return converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(),
		commonmark.NewCommonmarkPlugin(commonmark.WithListEndComment(false)),
		strikethrough.NewStrikethroughPlugin(),
		table.NewTablePlugin(),
	))
})

// cleaner makes of a tree one that Markdown can say, and notes what it cannot.
type cleaner struct {
	media    Media
	lost     []string
	formulas []string // in Markdown
	code     int      // how many elements of code it is in
}

// What cannot come in, as people call it. Its fallback text, if any, is kept
// where keep says so.
var foreign = map[string]struct {
	name string
	keep bool
}{
	"script": {"a script", false}, "style": {"a style sheet", false}, "iframe": {"an embedded page", false},
	"object": {"an embedded object", true}, "embed": {"an embedded object", false}, "applet": {"an embedded object", true},
	"audio": {"a sound", true}, "video": {"a film", true}, "canvas": {"a drawing", true}, "svg": {"a drawing", false},
	"form": {"a form", true}, "input": {"a form's field", false},
	"textarea": {"a form's field", false}, "select": {"a form's field", true}, "template": {"a template", false},
}

func (c *cleaner) children(n *html.Node) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		switch {
		case child.Type == html.ElementNode:
			c.element(child)
		case child.Type != html.TextNode:
			n.RemoveChild(child) // a comment
		default:
			child.Data = strings.ReplaceAll(child.Data, formulaSign, "")
			if c.code == 0 {
				child.Data = c.typed(child.Data)
			}
		}
		child = next
	}
}

// verbatim are the elements whose words are code.
var verbatim = map[string]bool{"code": true, "pre": true, "kbd": true, "samp": true, "tt": true}

func (c *cleaner) element(n *html.Node) {
	if f, ok := foreign[n.Data]; ok {
		c.lost = append(c.lost, f.name)
		text := ""
		if f.keep {
			text = oneLine(words(n))
		}
		replace(n, text)
		return
	}
	if verbatim[n.Data] {
		c.code++
		defer func() { c.code-- }()
	}
	c.children(n)
	switch n.Data {
	case "img":
		c.image(n)
	case "u", "ins", "cite", "dfn", "var":
		n.Data, n.DataAtom = "em", atom.Em
	case "sub", "sup":
		c.script(n)
	case "math":
		c.formula(n)
	}
}

func (c *cleaner) image(n *html.Node) {
	src, alt := attr(n, "src"), attr(n, "alt")
	if c.media != nil {
		if path, ok := c.media(src); ok {
			n.Attr = []html.Attribute{{Key: "src", Val: path}, {Key: "alt", Val: alt}}
			return
		}
	}
	switch {
	case strings.HasPrefix(src, "data:"):
		c.lost = append(c.lost, "an image written into the text")
	case src == "":
		c.lost = append(c.lost, "an image without an address")
	default:
		c.lost = append(c.lost, fmt.Sprintf("the image %s, which is not in the file", shorten(src)))
	}
	replace(n, alt)
}

// The characters that can be raised and lowered without markup.
const (
	level   = "0123456789+-=()n"
	raised  = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"
	lowered = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ"
)

// script writes x<sup>2</sup> as x², and as x^(a/b) what has no such letter.
func (c *cleaner) script(n *html.Node) {
	to, mark := []rune(raised), "^"
	if n.Data == "sub" {
		to, mark = []rune(lowered), "_"
	}
	text := oneLine(words(n))
	var b strings.Builder
	for _, r := range strings.ReplaceAll(text, "−", "-") {
		i := strings.IndexRune(level, r)
		if i < 0 {
			replace(n, mark+"("+text+")")
			return
		}
		b.WriteRune(to[i])
	}
	replace(n, b.String())
}

// replace puts a text in the place of an element.
func replace(n *html.Node, text string) {
	if n.Parent == nil {
		return
	}
	if text != "" {
		n.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: text}, n)
	}
	n.Parent.RemoveChild(n)
}

// onlyText says whether there is no markup but, at most, one paragraph.
func onlyText(n *html.Node) bool {
	if n.FirstChild != nil && n.FirstChild == n.LastChild && n.FirstChild.DataAtom == atom.P {
		n = n.FirstChild
	}
	for child := range n.ChildNodes() {
		if child.Type != html.TextNode {
			return false
		}
	}
	return true
}

// words are the text of a tree.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}
