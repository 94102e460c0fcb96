// Package reading knows a reading: a Markdown document cut into sections and
// passages, in which quotes are found word for word and which is rendered as
// safe HTML with passages and quotes marked. It is pure: bytes in, values out.
//
// Three texts lie over each other. The source is the Markdown as it came, and
// every position that others see is one of it. The words are what a person
// reads: no markup, entities decoded, a block to a line. The folded text is the
// words with typography made alike, in which quotes are compared.
package reading

import (
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/yuin/goldmark/text"
)

// A Document is a parsed reading. It does not change and may be shared.
type Document struct {
	Source   []byte    // the Markdown as it came
	Title    string    // the words of the first heading of level 1, or ""
	Sections []Section // in order; the first may be what stands before all headings
	Passages []Passage // in order

	words   string
	typeset *strings.Replacer // see typesetter
	at      mapping           // words → Source
	maths   [][2]int          // where formulas stand in the words
	tags    []Tag
	lines   lines
	blocks  []block
	folded  folded
	units   []unit
	rank    func() *index
}

// A Section is a heading and what stands under it up to the next heading.
type Section struct {
	ID    string // a unique name made of the title, for addresses within a page
	Title string // "" for what stands before the first heading
	Level int    // 1 to 6; 0 for what stands before the first heading
	First int    // its passages are Passages[First:Last]
	Last  int
	Line  int // of the heading, from 1

	first, last int // its blocks
}

// Parse reads a reading. It fails when source is larger than MaxSize or not
// valid UTF-8; the error says where. Document keeps source, which must not
// change afterwards.
func Parse(source []byte) (*Document, error) {
	src, err := newSource(source)
	if err != nil {
		return nil, err
	}
	b := &builder{source: src}
	d := &Document{Source: source, lines: src.lines}
	d.blocks = b.blocks(blockParser.Parse(text.NewReader(src.text)))
	d.words, d.at, d.maths, d.tags = string(b.words), b.at, b.maths, b.tags
	d.typeset = d.typesetter()
	d.sections()
	f := &finder{builder: b, doc: d}
	f.walk(d.blocks, false, false)
	f.leaveOut()
	d.index()
	d.rank = sync.OnceValue(func() *index { return newIndex(d.Passages) })
	return d, nil
}

// sections cuts the document at its headings. Headings inside a quotation or a
// list begin no section.
func (d *Document) sections() {
	taken := map[string]int{}
	for i := range d.blocks {
		b := &d.blocks[i]
		title := d.words[b.from:b.to]
		switch {
		case b.kind == heading:
			if b.level == 1 && d.Title == "" {
				d.Title = title
			}
			b.section = len(d.Sections)
			d.Sections = append(d.Sections, Section{ID: slug(title, taken), Title: title, Level: b.level, first: i})
		case len(d.Sections) == 0 && b.kind != comment:
			d.Sections = append(d.Sections, Section{ID: slug("start", taken)})
		default:
			continue
		}
		s := &d.Sections[len(d.Sections)-1]
		s.Line, _ = d.Position(b.pos)
	}
	for i := range d.Sections {
		d.Sections[i].last = len(d.blocks)
		if i > 0 {
			d.Sections[i-1].last = d.Sections[i].first
		}
	}
}

// slug makes a name of letters, digits and hyphens that is not taken yet. taken
// counts, for each name, how often it was asked for.
func slug(title string, taken map[string]int) string {
	parts := strings.FieldsFunc(strings.ToLower(Fold(title)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	name := strings.Join(parts, "-")
	if name == "" {
		name = "section"
	}
	id := name
	for taken[id] > 0 {
		taken[name]++
		id = name + "-" + strconv.Itoa(taken[name])
	}
	taken[id]++
	return id
}

// Position gives the line and the column (in runes), both from 1, of a byte
// offset in Source.
func (d *Document) Position(offset int) (line, col int) {
	return d.lines.position(d.Source, offset)
}

// Words counts the words of the reading, headings and tables included, code
// left out.
func (d *Document) Words() int { return len(strings.Fields(d.words)) }
