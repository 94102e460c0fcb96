package reading

import (
	"html"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// Render says how a document becomes HTML. The zero value is the plain reading.
type Render struct {
	Marks []Mark
	// IDPrefix stands before every id, so that two readings fit in one page.
	IDPrefix string
	// HeadingShift is added to the level of each heading: 1 makes an h1 an h2.
	// The result stays within 1 and 6.
	HeadingShift int
	// ImagePrefix stands before the relative path of each image.
	ImagePrefix string
}

// A Mark paints words of the reading. Marks may overlap.
type Mark struct {
	// Start and End are offsets in Source, as a Match has them. Both 0 mean the
	// whole of Passage.
	Start, End int
	Passage    int
	Class      string // added to the passage (or its row), or to the span around the words
	ID         string // of the first element of the mark; used as it is, without IDPrefix
	Label      string // visible words put before the text, in a <span class="mark-label">
	TabIndex   bool   // the element with the ID can be focused by script (tabindex=-1)
	Href       string // where a link after the text leads: http, https, a path or a #fragment
	BackText   string // the words of that link
}

// HTML gives the reading as safe HTML. Each passage is in an element of class
// "passage" with the id "p" and its number: the <tr> of a table's row, a <span>
// for others. A section's heading has the id "s-" and the section's ID. Raw HTML
// of the source is left out; links lead to http, https, mailto and sections
// only, images to relative paths. The same document and options give the same
// bytes.
func (d *Document) HTML(opts Render) string {
	w := newWriter(d, opts)
	w.blocks(d.blocks)
	return w.String()
}

// SectionHTML gives the HTML of Sections[i], its heading included.
func (d *Document) SectionHTML(i int, opts Render) string {
	w := newWriter(d, opts)
	w.blocks(d.blocks[d.Sections[i].first:d.Sections[i].last])
	return w.String()
}

// A writer writes blocks as HTML.
type writer struct {
	strings.Builder
	doc   *Document
	opts  Render
	marks []*stretch

	cutting bool // Tiles is asked for
	tiles   []Tile
	begun   int // where the next tile begins
}

func newWriter(d *Document, opts Render) *writer {
	w := &writer{doc: d, opts: opts, marks: d.stretches(opts.Marks)}
	w.Grow(len(d.Source)*2 + len(opts.Marks)*128)
	return w
}

func (w *writer) put(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
}

func (w *writer) blocks(bs []block) {
	for i := range bs {
		w.block(&bs[i])
	}
}

func (w *writer) block(b *block) {
	switch b.kind {
	case paragraph:
		w.put("<p>")
		w.tile(b)
		w.put("</p>\n")
	case tight:
		w.tile(b)
		w.put("\n")
	case heading:
		w.heading(b)
	case quoted:
		w.around("blockquote", b.kids)
	case list:
		w.list(b)
	case item:
		w.put("<li>")
		w.blocks(b.kids)
		w.put("</li>\n")
	case table:
		w.table(b)
	case code:
		w.put(`<pre tabindex="0"><code`)
		if b.info != "" {
			w.put(` class="language-`, html.EscapeString(b.info), `"`)
		}
		w.put(">", html.EscapeString(b.code), "</code></pre>\n")
	case rule:
		w.put("<hr>\n")
	}
}

func (w *writer) around(tag string, bs []block) {
	w.put("<", tag, ">\n")
	w.blocks(bs)
	w.put("</", tag, ">\n")
}

func (w *writer) heading(b *block) {
	tag := "h" + strconv.Itoa(min(max(b.level+w.opts.HeadingShift, 1), 6))
	w.put("<", tag)
	if b.section >= 0 {
		w.put(` id="`, html.EscapeString(w.opts.IDPrefix), "s-", w.doc.Sections[b.section].ID, `"`)
	}
	w.put(">")
	w.tile(b)
	w.put("</", tag, ">\n")
}

func (w *writer) list(b *block) {
	if !b.ordered {
		w.around("ul", b.kids)
		return
	}
	w.put("<ol")
	if b.level != 1 {
		w.put(` start="`, strconv.Itoa(b.level), `"`)
	}
	w.put(">\n")
	w.blocks(b.kids)
	w.put("</ol>\n")
}

// table writes a table in a box that can scroll sideways; the first cell of a
// body row heads it.
func (w *writer) table(b *block) {
	w.put(`<div class="table" tabindex="0"><table>` + "\n")
	body := false
	for i := range b.kids {
		r := &b.kids[i]
		if r.kind == header {
			w.put("<thead>\n<tr>")
			for j := range r.kids {
				w.cell(&r.kids[j], "th", ` scope="col"`)
			}
			w.put("</tr>\n</thead>\n")
			continue
		}
		if !body {
			w.put("<tbody>\n")
			body = true
		}
		w.tile(r)
	}
	if body {
		w.put("</tbody>\n")
	}
	w.put("</table></div>\n")
}

func (w *writer) row(r *block) {
	w.put("<tr")
	if r.last > r.first {
		w.passageAttrs(r.first)
	}
	w.put(">")
	for j := range r.kids {
		if j == 0 {
			w.cell(&r.kids[j], "th", ` scope="row"`)
		} else {
			w.cell(&r.kids[j], "td", "")
		}
	}
	w.put("</tr>\n")
}

func (w *writer) cell(b *block, tag, attrs string) {
	if b.from == b.to { // an empty cell heads nothing
		tag, attrs = "td", ""
	}
	w.put("<", tag, attrs)
	if b.align != "" {
		w.put(` class="align-`, b.align, `"`)
	}
	w.put(">")
	w.leaf(b)
	w.put("</", tag, ">")
}

// passageAttrs writes the class and the id of a passage's element.
func (w *writer) passageAttrs(n int) {
	w.put(` class="passage`)
	for _, m := range w.marks {
		if m.whole && m.Passage == n && m.Class != "" {
			w.put(" ", html.EscapeString(m.Class))
		}
	}
	w.put(`" id="`, html.EscapeString(w.opts.IDPrefix), "p", strconv.Itoa(n), `"`)
}

// linkTarget gives where a link of the reading may lead, or "".
func (w *writer) linkTarget(href string) string {
	if section, ok := strings.CutPrefix(href, "#"); ok {
		if section == "" {
			return ""
		}
		return "#" + w.opts.IDPrefix + "s-" + strings.TrimPrefix(section, "s-")
	}
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	switch {
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		return u.String()
	case u.Scheme == "mailto" && u.Opaque != "":
		return u.String()
	}
	return ""
}

// imagePath gives the path of an image within the set's folder, or "".
func imagePath(href string) string {
	u, err := url.Parse(href)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || u.Path == "" {
		return ""
	}
	p := path.Clean(u.Path)
	if strings.ContainsAny(u.Path, "\\\x00") || path.IsAbs(p) || p == "." || p == ".." || strings.HasPrefix(p, "../") {
		return ""
	}
	return p
}

// imageTarget gives the address of an image relative to the set's folder, or "".
func imageTarget(href string) string {
	p := imagePath(href)
	if p == "" {
		return ""
	}
	return (&url.URL{Path: p}).String()
}
