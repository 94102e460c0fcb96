package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"

	"verbatim/internal/faults/tally"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// TestFault02FailingOperation is experiment 2: of everything that a change asks
// of the database, the first fails, then the second, and so on. Each change is
// made whole, or not at all and can be made again.
func TestFault02FailingOperation(t *testing.T) {
	h := newHouse(t, Options{HotSessions: -1})
	ctx := t.Context()
	found := tally.Tally{}
	failures := 0
	for _, f := range []struct {
		name string
		make func() (do func() error) // each time a change of its own
	}{
		{"a login", func() func() error {
			l := store.Login{ID: newID(), Learner: newID(), Created: time.Now(), Seen: time.Now()}
			return func() error { return h.CreateLogin(ctx, l) }
		}},
		{"a revision", func() func() error {
			r := store.Revision{Hash: fmt.Sprintf("%064x", time.Now().UnixNano()), Set: "kratom", Files: []store.File{{Name: "a"}, {Name: "b"}, {Name: "c"}}}
			return func() error { return h.PutRevision(ctx, r) }
		}},
		{"a session", func() func() error {
			s := quiz.Session{ID: newID(), Learner: h.learner, Set: "kratom", Revision: hash, Mode: quiz.Practice, Items: []int{0}, Started: time.Now()}
			return func() error { _, err := h.CreateSession(ctx, s, s.ID.String()); return err }
		}},
		{"an answer", func() func() error {
			s := h.session()
			return func() error { return h.answer(s.ID, 1, "x") }
		}},
		{"a deletion", func() func() error {
			s := h.session()
			for n := range 3 {
				h.must(h.answer(s.ID, n+1, "x"))
			}
			return func() error { return h.DeleteSession(ctx, s.ID) }
		}},
	} {
		for n := 1; ; n++ {
			do := f.make()
			before := h.dump()
			fuse := h.fuse(n)
			err := do()
			if fuse.Load() > 0 { // fewer operations than n
				h.fuse(0)
				h.must(err)
				break
			}
			failures++
			if !errors.Is(err, store.ErrUnavailable) {
				t.Errorf("%s, operation %d: the error is %v", f.name, n, err)
			}
			h.fuse(0)
			if after := h.dump(); after != before {
				t.Errorf("%s, operation %d: it failed, and was made in part", f.name, n)
				found.Doubled++
			}
			if err := do(); err != nil {
				t.Errorf("%s, operation %d: asked for again: %v", f.name, n, err)
				found.Lost++
			}
			found.Acknowledged++
			if after := h.dump(); after == before {
				t.Errorf("%s, operation %d: asked for again, it was not made", f.name, n)
				found.Lost++
			}
		}
	}
	if failures < 25 {
		t.Errorf("only %d operations were made to fail", failures)
	}
	check(t, h.Store)
	found.Report(t, 2, tally.Times("a failing database operation", failures))
}

// fuse has the nth operation of the writer fail, once; 0: none. SQLite asks
// about every part of a statement when it prepares it, which this makes it do
// anew.
func (h *house) fuse(n int) *atomic.Int64 {
	h.t.Helper()
	var left atomic.Int64
	h.must(h.change(context.Background(), "", func(c *conn) error {
		return c.SetAuthorizer(sqlite.AuthorizeFunc(func(sqlite.Action) sqlite.AuthResult {
			if left.Load() > 0 && left.Add(-1) == 0 {
				return sqlite.AuthResultDeny
			}
			return sqlite.AuthResultOK
		}))
	}, nil))
	left.Store(int64(n))
	return &left
}

// dump is all that the database holds.
func (h *house) dump() string {
	h.t.Helper()
	var tables []string
	h.must(h.query(context.Background(), "", "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", func(row *sqlite.Stmt) {
		tables = append(tables, row.ColumnText(0))
	}))
	var b strings.Builder
	for _, table := range tables {
		h.must(h.query(context.Background(), "", "SELECT * FROM "+table+" ORDER BY 1, 2", func(row *sqlite.Stmt) {
			fmt.Fprint(&b, table)
			for i := range row.ColumnCount() {
				fmt.Fprintf(&b, " %q", columnBytes(row, i))
			}
			fmt.Fprintln(&b)
		}))
	}
	return b.String()
}
