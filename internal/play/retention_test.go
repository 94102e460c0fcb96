package play

import (
	"testing"
	"time"

	"github.com/google/uuid"
)

// Trust 47: a sweep removes what its time says, and nothing else.
func TestTrust47Sweep(t *testing.T) {
	h := newHouse(t)
	old := h.start()
	h.clock.move(40 * 24 * time.Hour)
	young := h.start()
	swept, err := h.Sweep(t.Context(), 0)
	h.must(err)
	equal(t, "what is swept where everything is kept", swept, Swept{})
	swept, err = h.Sweep(t.Context(), 30*24*time.Hour)
	h.must(err)
	equal(t, "what is swept", swept, Swept{Sessions: 1})
	_, err = h.Walk(t.Context(), h.learner, old.ID)
	wants(t, "the old session", err, ErrNotFound)
	h.walk(young)

	h.clock.move(idleExpiry + time.Hour)
	swept, err = h.Sweep(t.Context(), 0)
	h.must(err)
	equal(t, "what is swept of those who stay away", swept, Swept{Logins: 1})
	h.must(h.Delete(t.Context(), h.learner, young.ID))
	swept, err = h.Sweep(t.Context(), 0)
	h.must(err)
	equal(t, "what is swept of those of whom nothing else is left", swept, Swept{Learners: 1})
	_, _, err = h.Authenticate(t.Context(), h.cookie)
	wants(t, "the login", err, ErrNotFound)
}

// A learner takes everything away, and has everything deleted.
func TestTrust47EverythingAndForget(t *testing.T) {
	h := newHouse(t)
	other, cookie, err := h.NewLearner(t.Context())
	h.must(err)
	theirs, err := h.Start(t.Context(), other, Start{Set: "tides"})
	h.must(err)
	const many = pageOfSessions + 3
	for range many {
		h.start()
	}
	all := func() (ids []uuid.UUID) {
		t.Helper()
		h.must(h.Everything(t.Context(), h.learner, func(w *Walk) error {
			equal(t, "whose session it is", w.Session.Learner, h.learner)
			ids = append(ids, w.Session.ID)
			return nil
		}))
		return ids
	}
	equal(t, "the number of sessions", len(all()), many)
	_, login, err := h.Authenticate(t.Context(), h.cookie)
	h.must(err)
	h.must(h.Forget(t.Context(), h.learner, login))
	equal(t, "the number of sessions after that", len(all()), 0)
	_, _, err = h.Authenticate(t.Context(), h.cookie)
	wants(t, "the login", err, ErrNotFound)
	_, err = h.Start(t.Context(), h.learner, Start{Set: "tides"})
	wants(t, "a session of who is forgotten", err, ErrNotFound)

	_, _, err = h.Authenticate(t.Context(), cookie)
	h.must(err)
	_, err = h.Walk(t.Context(), other, theirs.ID)
	h.must(err)
}
