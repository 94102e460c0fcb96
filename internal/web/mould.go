package web

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/google/uuid"

	"verbatim/internal/play"
)

// Most of a page is the same for everybody who stands at the same place of a
// set. Such a page is made once by its template, with samples at the places
// that differ from one showing to the next; cut at the samples, it is a mould,
// and showing the page again means filling its blanks. The template stays the
// only source of the page: a mould is what it gave.

// blank is a place in a page that differs from one showing to the next.
type blank int

// The blanks. A page has those that its handler fills.
const (
	blankToken     blank = iota // the token of its forms
	blankSession                // the session's id, in addresses
	blankNumber                 // the question's number, in addresses
	blankNext                   // the next question's number, in addresses
	blankTitle                  // the page's place in the session, for its title
	blankPlace                  // the same, for the page itself
	blankScore                  // the score so far
	blankControls               // what its kind shows of a question: to be answered, answered, or in a few words
	blankPanel                  // the reading beside the question
	blankLabel                  // the name of what is marked in it
	blankParent                 // the id of the session that a retry belongs to, in addresses
	blankNth                    // the number of a question, in words
	blankAgain                  // how many questions were missed, in words
	blankCertainty              // how well certainty fits
	blankTopics                 // the figures of each topic
	blankEvidence               // the figures of each kind of evidence
	blankList                   // a list of questions, or of such lists
	blankLegend                 // what the colours of the marked reading mean
	blanks
)

// samples are what a page is made with where its blanks are.
type samples [blanks]string

func (s *samples) text(b blank) string        { return s[b] }
func (s *samples) html(b blank) template.HTML { return template.HTML(s[b]) }

// marks are the samples that a mould is cut at. Nobody who writes a set can
// guess them. They are letters alone, which no context of HTML writes otherwise.
var marks = newMarks()

const markLength = 20

func newMarks() (m samples) {
	stem := "sample" + strings.ToLower(strings.Map(letters, rand.Text()[:markLength-7]))
	for b := range m {
		m[b] = stem + string(rune('a'+b))
	}
	return m
}

// letters makes a letter of each digit of base 32.
func letters(r rune) rune {
	if '2' <= r && r <= '7' {
		return 'a' + r - '2'
	}
	return r
}

// filling is what comes into a blank.
type filling interface{ writeTo(*sheet) }

// fillings are what comes into each blank; nil for those that a page lacks.
type fillings [blanks]filling

// nothing is for moulds without blanks.
var nothing fillings

// word is a filling that is written alike in every context of HTML: an id,
// a number, a token.
type word string

func (w word) writeTo(to *sheet) { to.text(string(w)) }

func idWord(id uuid.UUID) word { return word(id.String()) }

// numberWord writes a number for addresses.
func numberWord(n int) filling {
	if 0 <= n && n < len(numberWords) {
		return numberWords[n]
	}
	return word(strconv.Itoa(n))
}

// numberWords are the common ones, made once.
var numberWords = func() (words [1024]filling) {
	for n := range words {
		words[n] = word(strconv.Itoa(n))
	}
	return words
}()

// markup is a filling that is HTML already.
type markup string

func (m markup) writeTo(to *sheet) { to.text(string(m)) }

// mould is a page, or a part of one, cut at its blanks.
type mould struct {
	parts []piece      // one more than blanks
	at    []blank      // what stands between them
	last  atomic.Int64 // bytes of the last page that it made
}

// cut makes a mould of what a template gave with the marks. The blanks must be
// those that are to be filled, and each must be there.
func cut(html []byte, wanted *fillings) (*mould, error) {
	m := &mould{}
	stem := []byte(marks[0][:markLength-1])
	var found [blanks]bool
	for {
		before, after, ok := bytes.Cut(html, stem)
		m.parts = append(m.parts, newPiece(before))
		if !ok {
			break
		}
		b := blanks
		if len(after) > 0 {
			b = blank(after[0]) - 'a'
		}
		if b < 0 || b >= blanks || wanted[b] == nil {
			return nil, fmt.Errorf("a page has a blank %d that nothing comes into", b)
		}
		m.at = append(m.at, b)
		found[b] = true //nolint:gosec // it is below blanks
		html = after[1:]
	}
	for b, filling := range wanted {
		if filling != nil && !found[b] {
			return nil, fmt.Errorf("a page lacks the blank %d", b)
		}
	}
	return m, nil
}

// bytes is about what a mould takes in memory.
func (m *mould) bytes() int {
	n := minMould
	for i := range m.parts {
		n += m.parts[i].bytes()
	}
	return n
}

// writeTo writes a mould that has no blanks.
func (m *mould) writeTo(to *sheet) { cast{m, &nothing}.writeTo(to) }

// cast is a mould with its blanks filled.
type cast struct {
	mould *mould
	in    *fillings
}

func (c cast) writeTo(to *sheet) {
	for i := range c.mould.parts {
		to.piece(&c.mould.parts[i])
		if i < len(c.mould.at) {
			c.in[c.mould.at[i]].writeTo(to)
		}
	}
}

// room empties a buffer and makes it large enough for a page that is about as
// long as the one before, so that a long one need not be moved while it grows.
func (c cast) room(buffer []byte) []byte {
	last := int(c.mould.last.Load())
	if last <= cap(buffer) {
		return buffer[:0]
	}
	return make([]byte, 0, last+last/8)
}

func (c cast) wrote(n int) { c.mould.last.Store(int64(n)) }

// casts are parts of a page, one after the other.
type casts []cast

func (cs casts) writeTo(to *sheet) {
	for _, c := range cs {
		c.writeTo(to)
	}
}

// written is what a filling writes.
func written(f filling) string {
	var s sheet
	f.writeTo(&s)
	return string(s.out)
}

// samples are what the fillings write, to make the whole page with.
func (f *fillings) samples() *samples {
	var s samples
	for b, filling := range f {
		if filling != nil {
			s[b] = written(filling)
		}
	}
	return &s
}

// bits tells which blanks are filled.
func (f *fillings) bits() (bits uint32) {
	for b, filling := range f {
		if filling != nil {
			bits |= 1 << b
		}
	}
	return bits
}

// marks are the marks of the blanks that are to be filled.
func (f *fillings) marks() *samples {
	var s samples
	for b, filling := range f {
		if filling != nil {
			s[b] = marks[b]
		}
	}
	return &s
}

// ofQuestion names what a mould shows of a revision. What else it depends on
// is named beside it.
type ofQuestion struct {
	revision string // its hash
	item     int    // the question's place in it
}

func questionOf(w *play.Walk, n int) ofQuestion {
	return ofQuestion{w.Revision.Hash, w.Session.Items[n-1]}
}

// judgedOf is questionOf by the revision that the answer was graded by.
func judgedOf(w *play.Walk, n int) ofQuestion {
	j := w.Judged(n)
	return ofQuestion{j.Revision.Hash, j.Item}
}
