package article

import (
	"errors"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
)

// odt reads a text in the OpenDocument format (ISO/IEC 26300), as LibreOffice
// writes it.
type odt struct {
	*flow
	archive *kit.Archive
	styles  odtStyles
	boxes   []*kit.Element // text boxes of the paragraph that is read
	inNote  bool
}

func readODT(in kit.Input, archive *kit.Archive) (*Article, error) {
	o := &odt{flow: newFlow(in), archive: archive, styles: odtStyles{}}
	for _, name := range []string{"styles.xml", "content.xml"} {
		src, err := archive.Read(name)
		if err != nil && name == "styles.xml" {
			continue // a text can do without
		}
		if err != nil {
			return nil, err
		}
		root, err := kit.ParseXML(src, name)
		if err != nil {
			return nil, err
		}
		o.styles.add(root)
		if name == "styles.xml" {
			continue
		}
		body := root.Child("body").Child("text")
		if body == nil {
			return nil, errors.New("the document has no text")
		}
		o.blocks(body)
	}
	return o.article(), nil
}

// blocks reads the paragraphs, lists and tables of an element.
func (o *odt) blocks(parent *kit.Element) {
	for e := range parent.Children("") {
		switch e.Name {
		case "h", "p":
			o.block(e)
		case "list":
			o.list(e, e.Attr("style-name"), 0)
		case "table":
			o.grid(e)
		case "section", "numbered-paragraph":
			o.blocks(e)
		case "frame", "custom-shape", "g":
			for _, p := range o.drawing(e) {
				o.paragraph(inline([]piece{p}))
			}
			o.flushBoxes()
		}
	}
}

func (o *odt) flushBoxes() {
	boxes := o.boxes
	o.boxes = nil
	for _, box := range boxes {
		o.blocks(box)
	}
}

func (o *odt) block(e *kit.Element) {
	style := o.styles[e.Attr("style-name")]
	pieces := o.words(e)
	switch {
	case style.title:
		o.heading(0, inline(plain(pieces)))
	case e.Name == "h":
		level, err := strconv.Atoi(e.Attr("outline-level"))
		if err != nil {
			level = 1
		}
		o.heading(max(level, 1), inline(plain(pieces)))
	case style.code && strings.TrimSpace(words(pieces)) != "":
		for line := range strings.Lines(words(pieces)) {
			o.codeLine(strings.TrimSuffix(line, "\n"))
		}
	case style.quote:
		o.quotation(inline(pieces))
	default:
		o.paragraph(inline(pieces))
	}
	o.flushBoxes()
}

// list reads a list; those within it have its style where they name none.
func (o *odt) list(e *kit.Element, style string, level int) {
	number := 0
	for item := range e.Children("") {
		if item.Name != "list-item" && item.Name != "list-header" {
			continue
		}
		number++
		if start, err := strconv.Atoi(item.Attr("start-value")); err == nil {
			number = start
		}
		begun := false
		for c := range item.Children("") {
			switch c.Name {
			case "h": // chapters that are numbered are items of a list
				o.block(c)
			case "p":
				content := inline(o.words(c))
				if begun {
					o.more(content)
				} else if len(content) > 0 {
					o.item(level, o.styles.ordered(style, level), number, content)
					begun = true
				}
			case "list":
				inner := c.Attr("style-name")
				if inner == "" {
					inner = style
				}
				o.list(c, inner, level+1)
			}
		}
		o.flushBoxes()
	}
}

func (o *odt) grid(table *kit.Element) {
	var rows [][][]kit.Node
	for _, tr := range outermost(table, "table-row") {
		var row [][]kit.Node
		for c := range tr.Children("") {
			if c.Name != "table-cell" && c.Name != "covered-table-cell" {
				continue
			}
			content := inline(o.cell(c))
			repeat, err := strconv.Atoi(c.Attr("number-columns-repeated"))
			if err != nil {
				repeat = 1
			}
			for range min(max(repeat, 1), maxColumns) {
				row = append(row, content)
			}
		}
		rows = append(rows, row)
	}
	o.table(rows)
}

func (o *odt) cell(parent *kit.Element) []piece {
	var all [][]piece
	for c := range parent.Children("") {
		switch c.Name {
		case "p", "h":
			all = append(all, o.words(c))
			boxes := o.boxes
			o.boxes = nil
			for _, box := range boxes {
				all = append(all, o.cell(box))
			}
		default: // lists and tables in the cell, and what is in them
			all = append(all, o.cell(c))
		}
	}
	return joined(all)
}

// words reads the words of a paragraph.
func (o *odt) words(e *kit.Element) []piece {
	var out []piece
	o.inlines(e, 0, "", &out)
	return out
}

func (o *odt) inlines(parent *kit.Element, look look, href string, out *[]piece) {
	for _, n := range parent.Nodes {
		if n.Element == nil {
			if text := spaces(n.Chars); text != "" {
				*out = append(*out, piece{text: text, look: look, href: href})
			}
			continue
		}
		switch n.Name {
		case "span":
			o.inlines(n.Element, o.styles.changed(look, n.Attr("style-name")), href, out)
		case "a":
			to := n.Attr("href")
			if strings.HasPrefix(to, "#") {
				to = href
			}
			o.inlines(n.Element, look, to, out)
		case "s":
			count, err := strconv.Atoi(n.Attr("c"))
			if err != nil {
				count = 1
			}
			*out = append(*out, piece{text: strings.Repeat(" ", min(max(count, 1), maxSpaces)), look: look, href: href})
		case "tab":
			*out = append(*out, piece{text: " ", look: look, href: href})
		case "line-break":
			*out = append(*out, piece{element: kit.El("br")})
		case "note":
			o.footnote(n.Element, out)
		case "annotation":
			o.lose("comments of reviewers")
		case "frame", "custom-shape", "g":
			*out = append(*out, o.drawing(n.Element)...)
		case "ruby":
			o.inlines(n.Child("ruby-base"), look, href, out)
		case "tracked-changes", "soft-page-break", "annotation-end":
		default:
			o.inlines(n.Element, look, href, out)
		}
	}
}

// maxSpaces is the longest run of spaces that is kept; only code shows them.
const maxSpaces = 200

// spaces makes one space of all white space in a row, as the format says.
func spaces(text string) string {
	var b strings.Builder
	before := false
	for _, r := range text {
		blank := r == ' ' || r == '\t' || r == '\n' || r == '\r'
		switch {
		case !blank:
			b.WriteRune(r)
		case !before:
			b.WriteByte(' ')
		}
		before = blank
	}
	return b.String()
}

func (o *odt) footnote(note *kit.Element, out *[]piece) {
	body := note.Child("note-body")
	if body == nil || o.inNote {
		return
	}
	o.inNote = true
	*out = append(*out, o.note(func() []kit.Node { return inline(o.cell(body)) }))
	o.inNote = false
}

// drawing reads a picture, or the words of a text box, which follow their paragraph.
func (o *odt) drawing(e *kit.Element) []piece {
	alt := e.Child("desc").Text()
	if alt == "" {
		alt = e.Child("title").Text()
	}
	if box := e.Child("text-box"); box != nil {
		o.boxes = append(o.boxes, box)
		return nil
	}
	for _, inner := range outermost(e, "frame") { // of a group
		return o.drawing(inner)
	}
	if image := e.Child("image"); image != nil {
		if e.Child("object") != nil {
			o.lose("a formula or a chart, kept as an image where it has one")
		}
		return []piece{o.image(o.archive, strings.TrimPrefix(image.Attr("href"), "./"), alt)}
	}
	o.lose("a drawing")
	return []piece{{text: alt}}
}
