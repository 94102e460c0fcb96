package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// TestBatch sees that a change that fails takes none of those with it that
// share its transaction.
func TestBatch(t *testing.T) {
	h := newHouse(t, Options{})
	s := h.session()
	login := store.Login{ID: newID(), Learner: h.learner}
	h.must(h.CreateLogin(t.Context(), login))

	release := h.hold()
	const good = 20
	results := make(chan error, good)
	for n := range good {
		go func() { results <- h.answer(s.ID, n+1, "x") }()
	}
	bad := make(chan error)
	go func() { bad <- h.CreateLogin(t.Context(), login) }() // its id is taken
	h.waiting(good + 1)
	release()

	for range good {
		h.must(<-results)
	}
	if err := <-bad; !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("the login with a taken id: %v", err)
	}
	_, answers, err := h.Walk(t.Context(), s.ID)
	h.must(err)
	if len(answers) != good {
		t.Errorf("%d answers are there, want %d", len(answers), good)
	}
}

// hold keeps the writer busy until release is called.
func (h *house) hold() (release func()) {
	held, gate := make(chan struct{}), make(chan struct{})
	go h.change(context.Background(), "wait", func(*conn) error {
		select {
		case <-held:
		default:
			close(held)
		}
		<-gate
		return nil
	}, nil)
	<-held
	return func() { close(gate) }
}

// waiting returns once so many changes wait for the writer.
func (h *house) waiting(n int) {
	for h.Stats().Waiting != n {
		runtime.Gosched()
	}
}

// TestWhoLeavesIsToldNothing has a caller leave while the transaction is under
// way in which the change is refused: it has not been committed, and the writer
// may be at it still.
func TestWhoLeavesIsToldNothing(t *testing.T) {
	h := newHouse(t, Options{})
	release := h.hold()
	ctx, leave := context.WithCancel(t.Context())
	told := make(chan error)
	go func() { told <- h.SaveAnswer(ctx, quiz.Saved{Session: newID(), N: 1}) }()
	h.waiting(1)
	refused, gate := make(chan struct{}), make(chan struct{})
	defer close(gate)
	go h.change(context.Background(), "wait", func(*conn) error { close(refused); <-gate; return nil }, nil)
	h.waiting(2)
	release()
	<-refused
	leave()
	if err := <-told; !errors.Is(err, store.ErrUnavailable) || errors.Is(err, store.ErrNotFound) {
		t.Errorf("a caller who has left was told %v", err)
	}
}

// TestOtherProgram has another program hold the database for a moment, as a
// tool for backups may.
func TestOtherProgram(t *testing.T) {
	h := newHouse(t, Options{HotSessions: -1})
	s := h.session()
	other, err := connect(filepath.Join(h.dir, dbFile))
	h.must(err)
	defer other.Close()
	h.must(other.exec("BEGIN IMMEDIATE", nil))
	patient := make(chan error)
	go func() { patient <- h.answer(s.ID, 1, "x") }()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = h.CommitAnswer(ctx, quiz.Answer{Session: s.ID, N: 2})
	if !errors.Is(err, store.ErrUnavailable) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the caller in a hurry was told %v", err)
	}
	_, _, err = h.Walk(t.Context(), s.ID)
	h.must(err)
	h.must(other.exec("ROLLBACK", nil))
	h.must(<-patient)
	h.must(h.answer(s.ID, 3, "x"))
}
