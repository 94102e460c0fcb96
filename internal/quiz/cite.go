package quiz

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/internal/diag"
	"verbatim/internal/reading"
)

// MinQuote is the shortest quote, in runes, that can settle anything.
const MinQuote = 12

// ReadingPath is the reading's path as findings print it.
func (s *Set) ReadingPath() string { return path.Join(path.Dir(s.Pos("").File), s.ReadingFile) }

// validateQuote reports a quote that does not stand in the reading exactly once.
func (s *Set) validateQuote(c Cited, r *Report) {
	words := strings.TrimSpace(reading.Fold(c.Quote))
	if utf8.RuneCountInString(words) < MinQuote || !strings.ContainsFunc(words, unicode.IsLetter) {
		r.Error(c.Pos("quote"), "quote-too-short", "quote the whole clause that settles it",
			"the quote %q is too short to settle anything", c.Quote)
		return
	}
	if s.Reading == nil {
		return // it is named but could not be read, which is a finding of its own
	}
	switch found := s.Reading.Find(c.Selector()); len(found) {
	case 1:
	case 0:
		if bare := s.Reading.Find(reading.Quote{Exact: c.Quote}); len(bare) > 0 {
			s.wrongNeighbours(c, bare, r)
		} else {
			s.notFound(c, r)
		}
	default:
		r.Add(diag.Diagnostic{Pos: c.Pos("quote"), Code: "quote-ambiguous", Notes: s.places(c.Quote, found),
			Message: fmt.Sprintf("these words stand in the reading %d times: on %s", len(found), lines(found)),
			Hint:    "add `before:` or `after:` with the neighbouring words of the place that you mean"})
	}
}

// notFound reports words that the reading does not have, and shows the nearest.
func (s *Set) notFound(c Cited, r *Report) {
	d := diag.Diagnostic{Pos: c.Pos("quote"), Code: "quote-not-found", Message: "these words do not stand in the reading",
		Hint: "copy the words from the reading exactly"}
	if near, ok := s.Reading.Nearest(c.Quote); ok {
		d.Notes = []diag.Note{{Pos: s.inReading(near.Match), Message: "the nearest words, and what would make the quote of them", Diff: Diff(near.Diff)}}
		d.Fix = s.quoteFix(c, near)
	}
	r.Add(d)
}

// quoteFix writes the reading's own words where the quote differs from them by
// nothing but capitals and punctuation.
func (s *Set) quoteFix(c Cited, near reading.Near) *diag.Fix {
	words := strings.Join(strings.Fields(near.Text), " ")
	if letters(words) != letters(c.Quote) || len(s.Reading.Find(reading.Quote{Exact: words, Before: c.Before, After: c.After})) != 1 {
		return nil
	}
	return &diag.Fix{Message: "write the words as the reading has them", Edits: []diag.Edit{{Pos: c.Pos("quote"), Op: diag.SetValue, Text: words}}}
}

// letters gives what is left of a text without capitals and punctuation: the
// letters and digits of each word.
func letters(text string) string {
	words := strings.FieldsFunc(strings.ToLower(reading.Fold(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, " ")
}

// wrongNeighbours reports words that stand in the reading, but not between
// those given beside them.
func (s *Set) wrongNeighbours(c Cited, found []reading.Match, r *Report) {
	d := diag.Diagnostic{Pos: c.Pos("quote"), Code: "quote-not-found", Notes: s.places(c.Quote, found),
		Message: "the words stand in the reading, but not after and before the words given beside them",
		Hint:    "correct `before:` and `after:`"}
	if len(found) == 1 {
		d.Hint = "remove `before:` and `after:`: the words stand only once"
		d.Fix = &diag.Fix{Message: "remove what tells no places apart"}
		for _, key := range []string{"before", "after"} {
			if at := c.Pos(key); c.Has(key) {
				d.Fix.Edits = append(d.Fix.Edits, diag.Edit{Pos: at, Op: diag.Drop, Text: key})
			}
		}
	}
	r.Add(d)
}

// places notes where the words stand, each with what tells it from the others.
func (s *Set) places(quote string, found []reading.Match) []diag.Note {
	notes := make([]diag.Note, len(found))
	for i, m := range found {
		notes[i] = diag.Note{Pos: s.inReading(m), Message: "they stand here"}
		if key, words := s.Neighbours(quote, m); len(found) > 1 && key != "" {
			notes[i].Message += fmt.Sprintf("; `%s: %q` beside the quote means this place", key, words)
		}
	}
	return notes
}

// mostNeighbours is how many words before or after a quote are tried.
const mostNeighbours = 6

// Neighbours gives the key, before or after, and the fewest words under it that
// tell one place of a quote from all others; the empty key where none do.
func (s *Set) Neighbours(quote string, m reading.Match) (key, words string) {
	text := func(from, to int) []string { // without the signs of lists, headings and tables
		return slices.DeleteFunc(strings.Fields(reading.Plain(string(s.Reading.Source[from:to]))), func(word string) bool {
			return !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
		})
	}
	const far = 200 // bytes, enough for mostNeighbours words
	before := text(runeStart(s.Reading.Source, max(0, m.Start-far)), m.Start)
	after := text(m.End, runeStart(s.Reading.Source, min(len(s.Reading.Source), m.End+far)))
	for n := 1; n <= mostNeighbours; n++ {
		b := strings.Join(before[max(0, len(before)-n):], " ")
		a := strings.Join(after[:min(n, len(after))], " ")
		switch {
		case b != "" && s.only(reading.Quote{Exact: quote, Before: b}, m):
			return "before", b
		case a != "" && s.only(reading.Quote{Exact: quote, After: a}, m):
			return "after", a
		}
	}
	return "", ""
}

// only says whether a quote names one place alone.
func (s *Set) only(q reading.Quote, place reading.Match) bool {
	found := s.Reading.Find(q)
	return len(found) == 1 && found[0].Start == place.Start
}

// runeStart moves an offset back to the beginning of a character.
func runeStart(text []byte, at int) int {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

func (s *Set) inReading(m reading.Match) diag.Pos {
	return diag.Pos{File: s.ReadingPath(), Line: m.Line, Col: m.Col}
}

// Diff writes the way from one text to another in the form of wdiff.
func Diff(edits []reading.Edit) string {
	parts := make([]string, len(edits))
	for i, e := range edits {
		switch e.Op {
		case reading.Delete:
			parts[i] = "[-" + e.Text + "-]"
		case reading.Insert:
			parts[i] = "{+" + e.Text + "+}"
		default:
			parts[i] = e.Text
		}
	}
	return strings.Join(parts, " ")
}

// lines names the lines of several places, each once: "line 3", "lines 3, 4 and 9".
func lines(found []reading.Match) string {
	var names []string
	for _, m := range found {
		names = append(names, strconv.Itoa(m.Line))
	}
	names = slices.Compact(names)
	last := len(names) - 1
	if last == 0 {
		return "line " + names[0]
	}
	return "lines " + strings.Join(names[:last], ", ") + " and " + names[last]
}
