//go:build unix

package postgres

import (
	"testing"
	"time"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// TestUndoWaitsForRegrade undoes a regrade on one node while another node is
// still grading by it: no answer keeps a grade of it.
func TestUndoWaitsForRegrade(t *testing.T) {
	address := pgtest.Start(t, pgtest.Quick...).Create()
	h := newHouse(t, address)
	other := open(t, address, Options{})
	s := h.session()
	h.must(h.answer(s.ID, 1, "a"))
	regrade, err := h.BeginRegrade(t.Context(), store.Regrade{ID: newID(), Set: "kratom", Question: "a", Rule: quiz.Withdraw, At: time.Now()})
	h.must(err)

	block, err := h.pool.Begin(t.Context())
	h.must(err)
	_, err = block.Exec(t.Context(), "SELECT 1 FROM answer WHERE session = $1 FOR UPDATE", [16]byte(s.ID))
	h.must(err)
	applied, undone := make(chan error, 1), make(chan error, 1)
	go func() {
		_, err := h.ApplyRegrade(t.Context(), regrade.ID, []store.Regraded{{Session: s.ID, N: 1, Before: quiz.Grade{Fraction: 1, Worth: 1}}})
		applied <- err
	}()
	h.waiting(1)
	go func() {
		err := other.BeginUndo(t.Context(), regrade.ID, time.Now(), "Ada")
		if err == nil {
			_, err = other.Undo(t.Context(), regrade.ID, 10)
		}
		undone <- err
	}()
	select {
	case err := <-undone: // before what it undoes
		undone <- err
	case <-time.After(200 * time.Millisecond):
	}
	h.must(block.Rollback(t.Context()))
	h.must(<-applied)
	h.must(<-undone)
	if _, answers, err := h.Walk(t.Context(), s.ID); err != nil || answers[0].Grade().Worth != 1 {
		t.Errorf("after the undo the answer is %v, %v", answers, err)
	}
}

// waiting returns once so many statements wait for a lock.
func (h *house) waiting(want int) {
	h.t.Helper()
	for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		var n int
		h.must(h.pool.QueryRow(h.t.Context(), "SELECT count(*) FROM pg_locks WHERE NOT granted").Scan(&n))
		if n >= want {
			return
		}
	}
	h.t.Fatal("nothing waits for a lock")
}
