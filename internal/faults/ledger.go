package faults

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"verbatim/internal/faults/tally"
	"verbatim/internal/format"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
	"verbatim/internal/store/sqlite"
)

// House is where a program keeps what it is told.
type House struct {
	Flags []string // of verbatim serve, which lead it there
	// Examine opens what is kept for reading.
	Examine func(context.Context) (Examination, error)
}

// Examination is a look at what is kept.
type Examination interface {
	store.Audit
	io.Closer
}

// Folder is a house with the embedded database.
func Folder(dir string) House {
	return House{
		Flags:   []string{"--data", dir},
		Examine: func(ctx context.Context) (Examination, error) { return sqlite.Examine(ctx, dir) },
	}
}

// place is one question of one session.
type place struct {
	session uuid.UUID
	n       int
}

// Ledger is what learners know of their answers.
type Ledger struct {
	mu   sync.Mutex
	sent map[place][]quiz.Form // of several, any may stand
	kept map[place]bool
	cut  int
}

// NewLedger makes an empty ledger.
func NewLedger() *Ledger { return &Ledger{sent: map[place][]quiz.Form{}, kept: map[place]bool{}} }

// Sent enters an answer that is about to be sent.
func (l *Ledger) Sent(session uuid.UUID, n int, f quiz.Form) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent[place{session, n}] = []quiz.Form{f}
}

// Either enters that one of several forms was acknowledged.
func (l *Ledger) Either(session uuid.UUID, n int, forms ...quiz.Form) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent[place{session, n}], l.kept[place{session, n}] = forms, true
}

// Kept enters that it was acknowledged.
func (l *Ledger) Kept(session uuid.UUID, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept[place{session, n}] = true
}

// Cut counts an answer that was kept while its response did not arrive.
func (l *Ledger) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut++
}

// Acknowledged is the number of answers that were.
func (l *Ledger) Acknowledged() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.kept)
}

// snapshot is the ledger as it stands.
func (l *Ledger) snapshot() *Ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := NewLedger()
	c.cut = l.cut
	maps.Copy(c.sent, l.sent)
	for p := range l.kept {
		c.kept[p] = true
	}
	return c
}

// Settle compares the ledger with what a house keeps: every acknowledged answer
// is there once, as it was given, and nothing that nobody gave. It also fails
// the test where the database is not sound or a score does not recompute.
func (l *Ledger) Settle(t testing.TB, h House) tally.Tally {
	t.Helper()
	x, err := h.Examine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	return l.compare(t, x)
}

func (l *Ledger) compare(t testing.TB, x store.Audit) tally.Tally {
	t.Helper()
	ctx := t.Context()
	wrong, err := x.Integrity(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Error(w)
	}
	if _, err := play.Audit(ctx, x, parse, func(d play.Difference) { t.Error(d) }); err != nil {
		t.Fatal(err)
	}
	c := &comparison{Ledger: l, x: x, found: map[place]int{}, sets: map[string]*quiz.Set{}}
	var after uuid.UUID
	for {
		walks, err := x.Walks(ctx, after, 200)
		if err != nil {
			t.Fatal(err)
		}
		if len(walks) == 0 {
			break
		}
		for i := range walks {
			if err := c.walk(ctx, &walks[i]); err != nil {
				t.Fatal(err)
			}
		}
		after = walks[len(walks)-1].Session.ID
	}
	c.Tally.Acknowledged = len(l.kept)
	c.Untold += l.cut
	for p := range l.kept {
		if c.found[p] == 0 {
			c.Lost++
		}
	}
	return c.Tally
}

type comparison struct {
	tally.Tally
	*Ledger
	x     store.Audit
	found map[place]int
	sets  map[string]*quiz.Set
}

// walk holds one session to the ledger.
func (c *comparison) walk(ctx context.Context, w *store.Walk) error {
	set, ok := c.sets[w.Session.Revision]
	if !ok {
		r, err := c.x.Revision(ctx, w.Session.Revision)
		if err != nil {
			return err
		}
		if set, err = parse(r.Set, r.Files); err != nil {
			return err
		}
		c.sets[r.Hash] = set
	}
	for i, a := range w.Answers {
		if a.N != i+1 { // everybody answers in order
			c.Lost++
		}
		p := place{a.Session, a.N}
		c.found[p]++
		forms, given := c.sent[p]
		question := &set.Questions[w.Session.Items[a.N-1]]
		switch {
		case c.found[p] > 1, !given:
			c.Doubled++
		case !slices.ContainsFunc(forms, func(f quiz.Form) bool { return as(question, &w.Session, f, a) }):
			c.Lost++
		case !c.kept[p]:
			c.Untold++
		}
	}
	return nil
}

// as says whether an answer is what a form says.
func as(q *quiz.Question, s *quiz.Session, f quiz.Form, a quiz.Answer) bool {
	if _, unknown := f["dont-know"]; unknown || f.Get("answer") == "dont-know" {
		return a.DontKnow
	}
	want, err := q.Body.Read(s.ShuffleFor(q), f)
	return err == nil && !a.DontKnow && a.Response == want
}

// parse reads a revision as the program does.
func parse(id string, files []quiz.File) (*quiz.Set, error) {
	set, list, err := format.Parse(id, files)
	if err == nil && set == nil {
		err = errors.New(list[0].String())
	}
	return set, err
}
