package reading

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Quote names words of a reading: exact words and, where these stand more
// than once, the words directly before and after (a TextQuoteSelector of the
// W3C's Web Annotation model).
type Quote struct{ Exact, Before, After string }

// A Match is a place where a quote stands.
type Match struct {
	Start, End  int    // in Source, in bytes
	First, Last int    // the passages that it touches, [First,Last)
	Text        string // the reading's own words, without markup
	Line, Col   int    // of Start, both from 1; Col in runes
}

// A unit is what a quote can lie in: a leaf or a row with passages.
type unit struct {
	from, to int    // in the folded text
	words    [2]int // in the words
	row      bool
}

// index folds the words once, for Find, and notes the units.
func (d *Document) index() {
	var rows [][2]int
	var quotable [][3]int // words from, to, and 1 for a row
	var walk func([]block)
	walk = func(bs []block) {
		for i := range bs {
			b := &bs[i]
			if b.kind == row {
				rows = append(rows, [2]int{b.from, b.to})
				quotable = append(quotable, [3]int{b.from, b.to, 1})
				continue
			}
			if b.last > b.first {
				quotable = append(quotable, [3]int{b.from, b.to, 0})
			}
			walk(b.kids)
		}
	}
	walk(d.blocks)
	words := []byte(d.words)
	for _, r := range rows { // a bar between cells is no more than a space
		for i := r[0]; i < r[1]; i++ {
			if words[i] == '|' {
				words[i] = ' '
			}
		}
	}
	d.folded = foldText(string(words), true)
	for _, q := range quotable {
		from, to := d.folded.from.derived(q[0], q[1])
		if from < to {
			d.units = append(d.units, unit{from, to, [2]int{q[0], q[1]}, q[2] == 1})
		}
	}
}

// Find gives every place where the quote stands, in order. Both sides are
// folded (see Fold). None means that the reading does not have these words; more
// than one that Before or After must tell the places apart.
//
// A match begins and ends at the edge of a word or number, lies within one
// block (paragraph, list item, table row), and is never in a heading, a table's
// header or code. Within a row a | is equal to a space. Before and After must
// stand directly before and after it; they may reach into the blocks around it.
func (d *Document) Find(q Quote) []Match {
	exact := Fold(q.Exact)
	before, after := Fold(q.Before), Fold(q.After)
	var found []Match
	d.search(exact, func(at int, u unit) {
		if !strings.Contains(exact, "|") || !u.row {
			d.accept(&found, at, exact, before, after)
		}
	})
	if strings.Contains(exact, "|") {
		bare := Fold(strings.ReplaceAll(exact, "|", " "))
		d.search(bare, func(at int, u unit) {
			if u.row {
				d.accept(&found, at, bare, before, after)
			}
		})
		sort.Slice(found, func(i, j int) bool { return found[i].Start < found[j].Start })
	}
	return found
}

// search visits every place of a folded text that lies within one unit.
func (d *Document) search(exact string, visit func(at int, u unit)) {
	if exact == "" {
		return
	}
	for at := 0; ; at++ {
		i := strings.Index(d.folded.text[at:], exact)
		if i < 0 {
			return
		}
		at += i
		k := sort.Search(len(d.units), func(k int) bool { return d.units[k].to > at })
		if k < len(d.units) && d.units[k].from <= at && at+len(exact) <= d.units[k].to {
			visit(at, d.units[k])
		}
	}
}

// accept adds the match at a place of the folded text if its edges and its
// surroundings are right.
func (d *Document) accept(found *[]Match, at int, exact, before, after string) {
	head, tail := d.folded.text[:at], d.folded.text[at+len(exact):]
	if joined(head, exact) || joined(exact, tail) ||
		!directly(before, near(head, len(before), true), strings.HasSuffix) ||
		!directly(after, near(tail, len(after), false), strings.HasPrefix) {
		return
	}
	*found = append(*found, d.match(d.folded.from.start(at), d.folded.from.end(at+len(exact))))
}

// match describes the words [from,to).
func (d *Document) match(from, to int) Match {
	m := Match{Start: d.at.start(from), End: d.at.end(to), Text: d.words[from:to]}
	m.First = sort.Search(len(d.Passages), func(i int) bool { return d.Passages[i].to > from })
	m.Last = sort.Search(len(d.Passages), func(i int) bool { return d.Passages[i].from >= to })
	m.Line, m.Col = d.Position(m.Start)
	return m
}

// directly says that want stands at the near end of the surroundings, spaces
// and the ends of blocks between them apart. In a row a bar is a space.
func directly(want, around string, has func(s, part string) bool) bool {
	if want == "" || has(around, want) {
		return true
	}
	return strings.Contains(want, "|") && has(around, Fold(strings.ReplaceAll(want, "|", " ")))
}

// slack is how many spaces and ends of blocks may stand among the words of
// Before and After beyond the single ones.
const slack = 64

// near gives the n and a few bytes of s that lie at its end or its beginning,
// with single spaces.
func near(s string, n int, end bool) string {
	n += slack
	if len(s) > n {
		if end {
			s = s[len(s)-n:]
		} else {
			s = s[:n]
		}
	}
	return strings.Join(strings.Fields(s), " ")
}

// joined says that a word or number of the text goes on from left to right, so
// that a cut between them would quote half of it: "addict|ive", "0.|5 mg".
func joined(left, right string) bool {
	l, _ := utf8.DecodeLastRuneInString(left)
	r, _ := utf8.DecodeRuneInString(right)
	if wordRune(l) && (wordRune(r) || unicode.IsMark(r)) {
		return true
	}
	return digitsMeet(left, right)
}

// digitsMeet says that the cut is beside the point or comma inside a number.
func digitsMeet(left, right string) bool {
	digit := func(s string, i int) bool { return i >= 0 && i < len(s) && '0' <= s[i] && s[i] <= '9' }
	point := func(s string, i int) bool { return i >= 0 && i < len(s) && (s[i] == '.' || s[i] == ',') }
	n := len(left)
	return point(left, n-1) && digit(left, n-2) && digit(right, 0) ||
		digit(left, n-1) && point(right, 0) && digit(right, 1)
}

// wordRune says that words written with spaces have the rune inside them.
func wordRune(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsNumber(r)) &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
