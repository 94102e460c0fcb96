package article

import (
	"errors"
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/internal/format/kit"
)

// epub reads an electronic book: its chapters in their order.
type epub struct {
	*flow
	archive *kit.Archive
	html    strings.Builder
	looks   map[string]look // of the classes of its style sheets
}

// maxChapters is beyond any book.
const maxChapters = 2000

func readEPUB(in kit.Input, archive *kit.Archive) (*Article, error) {
	b := &epub{flow: newFlow(in), archive: archive, looks: map[string]look{}}
	container, err := b.parse("META-INF/container.xml")
	if err != nil {
		return nil, err
	}
	if archive.Has("META-INF/rights.xml") {
		return nil, errors.New("the book is encrypted, so that only its shop's programs can read it")
	}
	main := ""
	for root := range container.All("rootfile") {
		main = root.Attr("full-path")
		break
	}
	pkg, err := b.parse(main)
	if err != nil {
		return nil, err
	}
	items := map[string]*kit.Element{}
	for item := range pkg.Child("manifest").Children("item") {
		items[item.Attr("id")] = item
		if item.Attr("media-type") == "text/css" {
			b.classes(resolved(main, item.Attr("href")))
		}
	}
	n := 0
	for ref := range pkg.Child("spine").Children("itemref") {
		item := items[ref.Attr("idref")]
		if item == nil || ref.Attr("linear") == "no" || strings.Contains(" "+item.Attr("properties")+" ", " nav ") {
			continue
		}
		if n++; n > maxChapters {
			return nil, errors.New("the book has more chapters than are read")
		}
		if err := b.chapter(resolved(main, item.Attr("href"))); err != nil {
			return nil, err
		}
	}
	md, lost := kit.HTML(b.html.String(), b.kept)
	a := &Article{Markdown: md, Lost: append(b.lost, lost...), Media: b.keep.Media}
	a.Title = strings.Join(strings.Fields(pkg.Child("metadata").Child("title").Text()), " ")
	a.headed()
	return a, nil
}

func (b *epub) parse(name string) (*kit.Element, error) {
	src, err := b.archive.Read(name)
	if err != nil {
		return nil, err
	}
	return kit.ParseXML(src, name)
}

// resolved is the entry that an address in another entry names.
func resolved(from, href string) string {
	href, _, _ = strings.Cut(href, "#")
	if plain, err := url.PathUnescape(href); err == nil {
		href = plain
	}
	return path.Join(path.Dir(from), href)
}

// chapter adds the text of a chapter, with its images taken from the archive.
func (b *epub) chapter(name string) error {
	src, err := b.archive.Read(name)
	if err != nil {
		return err
	}
	doc, err := html.Parse(strings.NewReader(string(src)))
	if err != nil {
		return err
	}
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Body {
			b.clean(n, name)
			for c := range n.ChildNodes() {
				if err := html.Render(&b.html, c); err != nil {
					return err
				}
			}
			b.html.WriteByte('\n')
		}
	}
	return nil
}

// clean removes links to other places in the book, whose words stay, and brings
// its images along.
func (b *epub) clean(parent *html.Node, chapter string) {
	for n := parent.FirstChild; n != nil; n = n.NextSibling {
		for i, a := range n.Attr {
			switch inside := !strings.Contains(a.Val, ":"); {
			case n.DataAtom == atom.A && a.Key == "href" && inside:
				n.Attr[i].Key = "data-href"
			case n.DataAtom == atom.Img && a.Key == "src" && inside:
				n.Attr[i].Val = b.picture(resolved(chapter, a.Val))
			}
		}
		if n.DataAtom == atom.Nav {
			for n.FirstChild != nil {
				n.RemoveChild(n.FirstChild)
			}
		}
		b.clean(n, chapter)
		b.style(n)
		if n.DataAtom == atom.Table {
			columnNames(n)
		}
	}
}

// columnNames makes the first row of a table its head, which tables of Markdown
// need and word processors do not write.
func columnNames(table *html.Node) {
	for n := range table.Descendants() {
		if n.DataAtom != atom.Tr {
			continue
		}
		for c := range n.ChildNodes() {
			if c.DataAtom == atom.Td {
				c.Data, c.DataAtom = "th", atom.Th
			}
		}
		return
	}
}

// picture keeps an image of the book and gives its path beside the reading, or
// else the name that it has in the book.
func (b *epub) picture(name string) string {
	if data, err := b.archive.Read(name); err == nil {
		if at, ok := b.keep.Image(b.own(name), data); ok {
			return at
		}
	}
	return name
}

// rule is a rule of a style sheet for one class of words.
var rule = regexp.MustCompile(`\.([A-Za-z][\w-]*)\s*\{([^}]*)\}`)

// classes reads from a style sheet how the words of a class look. Books that
// word processors write say in no other way what is raised or emphasised.
func (b *epub) classes(name string) {
	src, err := b.archive.Read(name)
	if err != nil {
		return // the book says enough without
	}
	for _, m := range rule.FindAllSubmatch(src, -1) {
		var l look
		for declaration := range strings.SplitSeq(string(m[2]), ";") {
			property, value, _ := strings.Cut(declaration, ":")
			property, value = strings.TrimSpace(property), strings.TrimSpace(value)
			switch {
			case property == "font-weight" && value == "bold":
				l |= bold
			case property == "font-style" && value == "italic":
				l |= italic
			case property == "text-decoration" && value == "line-through":
				l |= struck
			case property == "vertical-align" && value == "super", property == "top" && strings.HasPrefix(value, "-"):
				l |= raised
			case property == "vertical-align" && value == "sub", property == "top" && value != "0":
				l |= lowered
			}
		}
		b.looks[string(m[1])] = l
	}
}

// style puts the words of a span into the elements that its class stands for.
func (b *epub) style(n *html.Node) {
	if n.DataAtom != atom.Span {
		return
	}
	for _, a := range n.Attr {
		if a.Key != "class" {
			continue
		}
		for _, e := range elements {
			if b.looks[a.Val]&e.look == 0 {
				continue
			}
			inner := &html.Node{Type: html.ElementNode, Data: e.name, DataAtom: atom.Lookup([]byte(e.name))}
			for n.FirstChild != nil {
				c := n.FirstChild
				n.RemoveChild(c)
				inner.AppendChild(c)
			}
			n.AppendChild(inner)
		}
	}
}
