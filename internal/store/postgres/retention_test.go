//go:build unix

package postgres

import (
	"errors"
	"testing"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/store"
)

// TestForgetWhileSomethingBegins has a learner forgotten on one node while
// another signs the learner in: it waits, and then forgets that too.
func TestForgetWhileSomethingBegins(t *testing.T) {
	h := newHouse(t, pgtest.Start(t, pgtest.Quick...).Create())
	begun, err := h.pool.Begin(t.Context())
	h.must(err)
	login := newID()
	_, err = begun.Exec(t.Context(), "INSERT INTO login (id, learner, hash, created, seen) VALUES ($1, $2, '\\x00', 0, 0)", [16]byte(login), [16]byte(h.learner))
	h.must(err)
	forgotten := make(chan error, 1)
	go func() { forgotten <- h.ForgetLearner(t.Context(), h.learner) }()
	h.waiting(1)
	h.must(begun.Commit(t.Context()))
	h.must(<-forgotten)
	if _, err := h.Login(t.Context(), login); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the login is left: %v", err)
	}
}
