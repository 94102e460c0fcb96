package reading

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strings"
	"unicode"
)

// PassageKind says what a passage is.
type PassageKind int

const (
	// Sentence is a sentence of a paragraph.
	Sentence PassageKind = iota
	// Item is the first paragraph of a list item, however many sentences it has.
	Item
	// Row is a body row of a table.
	Row
)

func (k PassageKind) String() string {
	return [...]string{"sentence", "item", "row"}[k]
}

// A Passage is the smallest stretch of a reading that is cited and counted.
type Passage struct {
	N       int // its place in Document.Passages
	Section int // its section's place in Document.Sections
	Kind    PassageKind
	Start   int    // where its words begin in Source, in bytes
	End     int    // where they end
	Line    int    // of Start, from 1
	Col     int    // of Start, from 1, in runes
	Text    string // the words as a person reads them; a row's cells joined by " | "
	// Hash is that of the folded text, 16 hexadecimal digits: equal words, equal
	// hash, whatever the typography and the markup.
	Hash string
	// NoQuestion says that a comment <!-- no-question --> leaves it out of what
	// the questions should cover.
	NoQuestion bool

	from, to int // in the document's words
}

// A finder walks the blocks in order and numbers their passages.
type finder struct {
	*builder
	doc     *Document
	section int
	silent  int // the level of the heading whose section is left out; 0 for none
}

// walk visits blocks. inItem says that they are a list item's; silent that a
// comment leaves them all out.
func (f *finder) walk(blocks []block, inItem, silent bool) {
	above := false // a no-question comment stands directly above
	for i := range blocks {
		b := &blocks[i]
		quiet := silent || above
		above = b.kind == comment && b.silent
		switch b.kind {
		case heading:
			f.enter(b, quiet)
		case paragraph, tight:
			b.first = len(f.doc.Passages)
			if inItem {
				f.add(Item, b.from, b.to, quiet)
				inItem = false
			} else {
				for _, r := range sentences(string(f.words[b.from:b.to]), f.opaque(b)) {
					f.add(Sentence, b.from+r[0], b.from+r[1], quiet)
				}
			}
			b.last = len(f.doc.Passages)
		case row:
			b.first = len(f.doc.Passages)
			f.add(Row, b.from, b.to, quiet || b.silent)
			b.last = len(f.doc.Passages)
		default:
			f.walk(b.kids, b.kind == item, quiet)
		}
	}
}

// enter begins a section. A section that is left out ends with the next
// heading of its level or above.
func (f *finder) enter(h *block, quiet bool) {
	if h.section < 0 {
		return
	}
	f.section = h.section
	s := &f.doc.Sections[f.section]
	s.First = len(f.doc.Passages)
	s.Last = s.First
	if h.level <= f.silent {
		f.silent = 0
	}
	if quiet && f.silent == 0 {
		f.silent = h.level
	}
}

func (f *finder) add(k PassageKind, from, to int, quiet bool) {
	d := f.doc
	text := d.words[from:to]
	from = to - len(strings.TrimLeftFunc(text, empty))
	to = from + len(strings.TrimFunc(text, empty))
	if from >= to {
		return
	}
	p := Passage{
		N: len(d.Passages), Section: f.section, Kind: k,
		Start: f.at.start(from), End: f.at.end(to),
		Text: d.words[from:to], NoQuestion: quiet || f.silent > 0,
		from: from, to: to,
	}
	p.Line, p.Col = d.Position(p.Start)
	p.Hash = hash(p.Text, k)
	d.Passages = append(d.Passages, p)
	d.Sections[f.section].Last = len(d.Passages)
}

// empty says that folding leaves nothing of the rune at the edge of a text.
func empty(r rune) bool { return unicode.IsSpace(r) || invisible(r) }

func hash(text string, k PassageKind) string {
	if k == Row {
		text = strings.ReplaceAll(text, "|", " ")
	}
	sum := sha256.Sum256([]byte(Fold(text)))
	return hex.EncodeToString(sum[:8])
}

// opaque says at which offsets of a leaf's words stands code.
func (f *finder) opaque(b *block) func(int) bool {
	i := sort.Search(len(f.codes), func(i int) bool { return f.codes[i][1] > b.from })
	if i == len(f.codes) || f.codes[i][0] >= b.to {
		return nil
	}
	codes := f.codes[i:]
	return func(off int) bool {
		off += b.from
		for len(codes) > 0 && codes[0][1] <= off {
			codes = codes[1:] // asked in ascending order
		}
		return len(codes) > 0 && codes[0][0] <= off
	}
}

// leaveOut marks the passages that a no-question comment follows.
func (f *finder) leaveOut() {
	ps := f.doc.Passages
	for _, at := range f.comments {
		i := sort.Search(len(ps), func(i int) bool { return ps[i].from >= at }) - 1
		if i >= 0 && (at <= ps[i].to || at == ps[i].to+1 && f.words[ps[i].to] == ' ') {
			ps[i].NoQuestion = true
		}
	}
}
