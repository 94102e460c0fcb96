package sqlite

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// TestPlans holds each statement to its indexes: with ten million answers none
// may read a table from end to end.
func TestPlans(t *testing.T) {
	h := newHouse(t, Options{Readers: 1})
	ctx := t.Context()
	s := h.session()
	h.must(h.answer(s.ID, 1, "a"))
	h.must(h.answer(s.ID, 2, "b"))
	h.hot.deleted([]uuid.UUID{s.ID}) // so that it is read, and answered twice
	h.must(h.answer(s.ID, 1, "a"))
	_, _, err := h.Walk(ctx, s.ID)
	h.must(err)
	_, err = h.Sessions(ctx, h.learner, s.ID, 10)
	h.must(err)
	_, err = h.Latest(ctx, h.learner)
	h.must(err)
	_, err = h.Login(ctx, s.ID)
	if !errors.Is(err, store.ErrNotFound) {
		t.Fatal(err)
	}
	_, err = h.Revision(ctx, hash)
	h.must(err)
	h.must(h.TouchLogin(ctx, s.ID, time.Now()))
	h.must(h.EndLogin(ctx, s.ID))
	h.must(h.DeleteSession(ctx, s.ID))

	queries := map[string]bool{}
	note := func(c *conn) error {
		for q := range c.stmts {
			queries[q] = true
		}
		return nil
	}
	h.must(h.change(ctx, "", note, nil))
	h.must(h.read.with(ctx, note))
	explained := 0
	for q := range queries {
		if strings.HasPrefix(q, "PRAGMA") || strings.HasPrefix(q, "BEGIN") || q == "COMMIT" {
			continue
		}
		explained++
		h.must(h.read.with(ctx, func(c *conn) error {
			stmt, _, err := c.PrepareTransient("EXPLAIN QUERY PLAN " + q)
			if err != nil {
				return err
			}
			defer stmt.Finalize()
			for {
				more, err := stmt.Step()
				if err != nil || !more {
					return err
				}
				// The ids of the sessions to be deleted are no table.
				step := stmt.ColumnText(3)
				if strings.HasPrefix(step, "SCAN") && step != "SCAN gone" && step != "SCAN CONSTANT ROW" {
					t.Errorf("%s\n\t%s", q, step)
				}
			}
		}))
	}
	if explained < 15 {
		t.Errorf("only %d statements were explained", explained)
	}
}
