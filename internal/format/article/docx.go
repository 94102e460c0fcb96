package article

import (
	"errors"
	"path"
	"regexp"
	"strconv"
	"strings"

	"verbatim/internal/format/kit"
)

// docx reads a document of Word (Office Open XML, ECMA-376).
type docx struct {
	*flow
	archive *kit.Archive
	part    string            // the part that is read, such as word/document.xml
	links   map[string]string // of the part, by their id
	styles  docxStyles
	lists   docxLists
	notes   map[string]map[string]*kit.Element // by kind (footnote, endnote) and id
	fields  []field                            // that are open, the outermost first
	boxes   []*kit.Element                     // text boxes of the paragraph that is read
	inNote  bool
}

// field is a field of Word that is being read: first its code, then its words.
type field struct {
	code  string
	words bool
}

func readDOCX(in kit.Input, archive *kit.Archive) (*Article, error) {
	d := &docx{flow: newFlow(in), archive: archive, notes: map[string]map[string]*kit.Element{}}
	d.part = "word/document.xml"
	for _, rel := range d.relations("") {
		if strings.HasSuffix(rel.kind, "/officeDocument") {
			d.part = rel.target
		}
	}
	doc, err := d.parse(d.part)
	if err != nil {
		return nil, err
	}
	body := doc.Child("body")
	if body == nil {
		return nil, errors.New("the document has no text")
	}
	d.links = map[string]string{}
	for id, rel := range d.relations(d.part) {
		d.links[id] = rel.target
		switch kind := path.Base(rel.kind); kind {
		case "styles", "numbering", "footnotes", "endnotes", "comments":
			root, err := d.parse(rel.target)
			if err != nil {
				return nil, err
			}
			d.aside(kind, root)
		}
	}
	d.blocks(body)
	return d.article(), nil
}

// aside takes what the text refers to.
func (d *docx) aside(kind string, root *kit.Element) {
	switch kind {
	case "styles":
		d.styles = newDOCXStyles(root)
	case "numbering":
		d.lists = newDOCXLists(root)
	case "comments":
		if root.Child("comment") != nil {
			d.lose("comments of reviewers")
		}
	default:
		name := strings.TrimSuffix(kind, "s")
		d.notes[name] = map[string]*kit.Element{}
		for note := range root.Children(name) {
			d.notes[name][note.Attr("id")] = note
		}
	}
}

func (d *docx) parse(name string) (*kit.Element, error) {
	src, err := d.archive.Read(name)
	if err != nil {
		return nil, err
	}
	return kit.ParseXML(src, name)
}

// relation is a tie of a part to another or to an address.
type relation struct{ kind, target string }

// relations are the ties of a part by their ids; those of the whole where it is "".
func (d *docx) relations(part string) map[string]relation {
	out := map[string]relation{}
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if part == "" {
		name = "_rels/.rels"
	}
	root, err := d.parse(name)
	if err != nil {
		return out // a part may have none
	}
	for r := range root.Children("Relationship") {
		target := r.Attr("Target")
		switch {
		case r.Attr("TargetMode") == "External":
		case strings.HasPrefix(target, "/"):
			target = target[1:]
		default:
			target = path.Join(path.Dir(part), target)
		}
		out[r.Attr("Id")] = relation{r.Attr("Type"), target}
	}
	return out
}

// blocks reads the paragraphs and tables of an element.
func (d *docx) blocks(parent *kit.Element) {
	for e := range parent.Children("") {
		switch e.Name {
		case "p":
			d.block(e)
		case "tbl":
			d.grid(e)
		case "sdt":
			if gallery := e.Child("sdtPr").Child("docPartObj").Child("docPartGallery"); gallery == nil || gallery.Attr("val") != "Table of Contents" {
				d.blocks(e.Child("sdtContent"))
			}
		case "customXml", "ins", "moveTo", "smartTag":
			d.blocks(e)
		case "AlternateContent":
			d.blocks(choice(e))
		}
	}
}

// choice is the part of an element with alternatives that is read.
func choice(e *kit.Element) *kit.Element {
	if c := e.Child("Choice"); c != nil {
		return c
	}
	return e.Child("Fallback")
}

func (d *docx) block(p *kit.Element) {
	props := p.Child("pPr")
	style := d.styles.paragraph(props)
	var pieces []piece
	d.runs(p, "", &pieces)
	content := inline(pieces)
	list, level, listed := d.lists.of(props, style)
	switch {
	case style.contents:
	case style.title:
		d.heading(0, inline(plain(pieces)))
	case style.heading > 0:
		d.heading(style.heading, inline(plain(pieces)))
	case listed && len(content) > 0:
		d.item(level, list.ordered(level), list.next(level), content)
	case style.code && strings.TrimSpace(words(pieces)) != "":
		for line := range strings.Lines(words(pieces)) {
			d.codeLine(strings.TrimSuffix(line, "\n"))
		}
	case style.quote:
		d.quotation(content)
	default:
		d.paragraph(content)
	}
	boxes := d.boxes
	d.boxes = nil
	for _, box := range boxes {
		d.blocks(box)
	}
}

// grid reads a table. Cells that reach over several columns or rows are
// followed by empty ones.
func (d *docx) grid(tbl *kit.Element) {
	var rows [][][]kit.Node
	for _, tr := range outermost(tbl, "tr") {
		var row [][]kit.Node
		for _, tc := range outermost(tr, "tc") {
			props := tc.Child("tcPr")
			var content []kit.Node
			if merged := props.Child("vMerge"); merged == nil || merged.Attr("val") == "restart" {
				content = inline(d.cell(tc))
			}
			row = append(row, content)
			if span, err := strconv.Atoi(value(props.Child("gridSpan"))); err == nil {
				row = append(row, make([][]kit.Node, min(max(span-1, 0), maxColumns))...)
			}
		}
		rows = append(rows, row)
	}
	d.table(rows)
}

// maxColumns is beyond any table that can be read on a page.
const maxColumns = 64

func (d *docx) cell(tc *kit.Element) []piece {
	var all [][]piece
	for _, p := range outermost(tc, "p") {
		var pieces []piece
		d.runs(p, "", &pieces)
		all = append(all, pieces)
		boxes := d.boxes
		d.boxes = nil
		for _, box := range boxes {
			all = append(all, d.cell(box))
		}
	}
	return joined(all)
}

// runs reads the words of a paragraph.
func (d *docx) runs(parent *kit.Element, href string, out *[]piece) {
	for e := range parent.Children("") {
		switch e.Name {
		case "r":
			d.run(e, href, out)
		case "hyperlink":
			to := d.links[e.Attr("id")]
			d.runs(e, to, out)
		case "sdt":
			d.runs(e.Child("sdtContent"), href, out)
		case "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo":
			d.runs(e, href, out)
		case "AlternateContent":
			d.runs(choice(e), href, out)
		case "oMath", "oMathPara":
			d.lose("a formula's layout")
			for t := range e.All("t") {
				*out = append(*out, piece{text: t.Text(), href: href})
			}
		}
	}
}

var hyperlink = regexp.MustCompile(`^\s*HYPERLINK\s+"([^"]+)"`)

func (d *docx) run(r *kit.Element, href string, out *[]piece) {
	props := r.Child("rPr")
	if on(props.Child("vanish")) {
		return
	}
	for _, f := range d.fields {
		if !f.words {
			href = "-" // the code of a field is no text
		} else if m := hyperlink.FindStringSubmatch(f.code); m != nil && href == "" {
			href = m[1]
		}
	}
	d.pieces(r, d.styles.look(props), href, out)
}

func (d *docx) pieces(r *kit.Element, look look, href string, out *[]piece) {
	coded := href == "-"
	for e := range r.Children("") {
		text := ""
		switch e.Name {
		case "fldChar":
			d.field(e.Attr("fldCharType"))
		case "instrText":
			if n := len(d.fields); n > 0 {
				d.fields[n-1].code += e.Text()
			}
		case "t":
			text = e.Text()
		case "tab":
			text = " "
		case "noBreakHyphen":
			text = "‑"
		case "sym":
			d.lose("a sign of the font %s", e.Attr("font"))
		case "br", "cr":
			if kind := e.Attr("type"); (kind == "" || kind == "textWrapping") && !coded {
				*out = append(*out, piece{element: kit.El("br")})
			}
		case "footnoteReference", "endnoteReference":
			if note := d.notes[strings.TrimSuffix(e.Name, "Reference")][e.Attr("id")]; note != nil && !d.inNote && !coded {
				*out = append(*out, d.footnote(note, strings.TrimSuffix(e.Name, "Reference")))
			}
		case "drawing", "pict", "object":
			*out = append(*out, d.drawing(e)...)
		case "AlternateContent":
			d.pieces(choice(e), look, href, out)
		}
		if text != "" && !coded {
			*out = append(*out, piece{text: text, look: look, href: href})
		}
	}
}

func (d *docx) field(kind string) {
	switch n := len(d.fields); {
	case kind == "begin" && n < maxColumns:
		d.fields = append(d.fields, field{})
	case kind == "separate" && n > 0:
		d.fields[n-1].words = true
	case kind == "end" && n > 0:
		d.fields = d.fields[:n-1]
	}
}

// footnote reads a note, whose links are those of its own part.
func (d *docx) footnote(note *kit.Element, kind string) piece {
	links, fields := d.links, d.fields
	defer func() { d.links, d.fields, d.inNote = links, fields, false }()
	d.inNote, d.fields = true, nil
	return d.note(func() []kit.Node {
		d.links = map[string]string{}
		for id, rel := range d.relations(path.Join(path.Dir(d.part), kind+"s.xml")) {
			d.links[id] = rel.target
		}
		return inline(d.cell(note))
	})
}

// drawing reads a picture, or the words of a text box, which follow their paragraph.
func (d *docx) drawing(e *kit.Element) []piece {
	found := false
	for box := range e.All("txbxContent") {
		if !d.inNote {
			d.boxes = append(d.boxes, box)
		}
		found = true
	}
	if found {
		return nil
	}
	alt := ""
	for props := range e.All("docPr") {
		alt = props.Attr("descr")
	}
	for blip := range e.All("blip") {
		if target := d.links[blip.Attr("embed")]; target != "" {
			return []piece{d.image(d.archive, target, alt)}
		}
		d.lose("the image %s, which is not in the file", d.links[blip.Attr("link")])
		return []piece{{text: alt}}
	}
	for data := range e.All("imagedata") {
		return []piece{d.image(d.archive, d.links[data.Attr("id")], data.Attr("title"))}
	}
	d.lose("a drawing")
	return []piece{{text: alt}}
}
