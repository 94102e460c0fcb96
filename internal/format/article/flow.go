package article

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
)

// A flow is a document on its way to HTML, from which its Markdown is made: its
// blocks in their order, with the items of lists nested by their level.
type flow struct {
	body     *kit.Element
	lists    []*kit.Element // that are open, the outermost first
	headings []*kit.Element
	titled   bool           // the document's title is its first heading
	code     *kit.Element   // the last block, where it is code
	notes    []*kit.Element // footnotes
	keep     *kit.Import    // holds the images
	lost     []string
}

func newFlow(in kit.Input) *flow { return &flow{body: kit.El("body"), keep: kit.NewImport(in)} }

// add appends a block, after which no list is open.
func (f *flow) add(e *kit.Element) {
	f.lists, f.code = nil, nil
	f.body.Add(e)
}

func (f *flow) paragraph(content []kit.Node) {
	if len(content) > 0 {
		f.add(&kit.Element{Name: "p", Nodes: content})
	}
}

// heading adds a heading of a level from 1; level 0 is the title of the document.
func (f *flow) heading(level int, content []kit.Node) {
	if len(content) == 0 {
		return
	}
	f.titled = f.titled || level == 0
	e := &kit.Element{Name: "h" + strconv.Itoa(min(max(level, 1), 6)), Nodes: content}
	if level > 0 {
		f.headings = append(f.headings, e)
	}
	f.add(e)
}

func (f *flow) quotation(content []kit.Node) {
	if len(content) > 0 {
		f.add(kit.El("blockquote").Add(&kit.Element{Name: "p", Nodes: content}))
	}
}

// codeLine adds a line of code, to the block before it where that is code.
func (f *flow) codeLine(line string) {
	if f.code == nil {
		code := kit.El("code")
		f.add(kit.El("pre").Add(code))
		f.code = code
	}
	f.code.AddText(line + "\n")
}

// deepest is the level of the deepest list that is kept.
const deepest = 9

// item adds an item of a list; level counts from 0, and number is that of the
// item in a numbered list.
func (f *flow) item(level int, ordered bool, number int, content []kit.Node) {
	if len(content) == 0 {
		return
	}
	name := "ul"
	if ordered {
		name = "ol"
	}
	level = min(max(level, 0), deepest, len(f.lists))
	f.lists, f.code = f.lists[:min(len(f.lists), level+1)], nil
	if len(f.lists) == level+1 && f.lists[level].Name != name {
		f.lists = f.lists[:level]
	}
	if len(f.lists) == level {
		list := kit.El(name)
		if ordered && number > 1 {
			list = kit.El(name, "start", strconv.Itoa(number))
		}
		if level == 0 {
			f.body.Add(list)
		} else {
			f.lastItem(level - 1).Add(list)
		}
		f.lists = append(f.lists, list)
	}
	f.lists[level].Add(&kit.Element{Name: "li", Nodes: content})
}

// more adds a paragraph to the item added last.
func (f *flow) more(content []kit.Node) {
	if len(f.lists) == 0 {
		f.paragraph(content)
	} else if len(content) > 0 {
		f.lastItem(len(f.lists) - 1).Add(&kit.Element{Name: "p", Nodes: content})
	}
}

func (f *flow) lastItem(level int) *kit.Element {
	nodes := f.lists[level].Nodes
	return nodes[len(nodes)-1].Element
}

// table adds a table, whose first row names its columns. What is laid out in a
// single column is no table, and becomes paragraphs.
func (f *flow) table(rows [][][]kit.Node) {
	columns := 0
	for _, row := range rows {
		columns = max(columns, len(row))
	}
	if columns < 2 {
		for _, row := range rows {
			for _, cell := range row {
				f.paragraph(cell)
			}
		}
		return
	}
	table := kit.El("table")
	for i, row := range rows {
		name := "td"
		if i == 0 {
			name = "th"
		}
		tr := kit.El("tr")
		for n := range columns {
			cell := kit.El(name)
			if n < len(row) {
				cell.Nodes = row[n]
			}
			tr.Add(cell)
		}
		table.Add(tr)
	}
	f.add(table)
}

// note adds a footnote and gives the piece that refers to it.
func (f *flow) note(content func() []kit.Node) piece {
	li := kit.El("li")
	f.notes = append(f.notes, li)
	number := strconv.Itoa(len(f.notes))
	li.Nodes = content()
	return piece{text: number, look: raised}
}

// image keeps an image of the archive and gives the piece that shows it: the
// words alone where it is of no kind that pages show.
func (f *flow) image(archive *kit.Archive, name, alt string) piece {
	alt = strings.Join(strings.Fields(alt), " ")
	data, err := archive.Read(name)
	if err != nil {
		f.lose("the image %s, which is not in the file", path.Base(name))
		return piece{text: alt}
	}
	at, ok := f.keep.Image(f.own(name), data)
	if !ok {
		f.lose("the image %s, which is of no kind that pages show", path.Base(name))
		return piece{text: alt}
	}
	return piece{element: kit.El("img", "src", at, "alt", alt)}
}

// own is the name under which an image of the archive is kept: it tells of which
// document it is, since word processors call the images of all alike.
func (f *flow) own(name string) string { return f.keep.Set.ID + "-" + path.Base(name) }

// lose tells once of what has no place in a reading.
func (f *flow) lose(format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	if !slices.Contains(f.lost, what) {
		f.lost = append(f.lost, what)
	}
}

// article makes the Markdown.
func (f *flow) article() *Article {
	if f.titled {
		for _, h := range f.headings { // those of chapters stand below the title
			h.Name = "h" + strconv.Itoa(min(int(h.Name[1]-'0')+1, 6))
		}
	}
	if len(f.notes) > 0 {
		list := kit.El("ol").Add(f.notes...)
		f.add(kit.El("hr"))
		f.add(list)
	}
	md, lost := kit.HTML(f.body.Inner(), f.kept)
	return &Article{Markdown: md, Lost: append(f.lost, lost...), Media: f.keep.Media}
}

func (f *flow) kept(src string) (string, bool) {
	for _, file := range f.keep.Media {
		if file.Name == src {
			return src, true
		}
	}
	return "", false
}

// outermost lists the descendants of that name which are not in one another.
func outermost(e *kit.Element, name string) []*kit.Element {
	var out []*kit.Element
	for c := range e.Children("") {
		if c.Name == name {
			out = append(out, c)
		} else {
			out = append(out, outermost(c, name)...)
		}
	}
	return out
}
