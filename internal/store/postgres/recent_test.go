//go:build unix

package postgres

import (
	"errors"
	"testing"
	"time"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// TestRecentIsChecked has one node read what another changes behind its back.
func TestRecentIsChecked(t *testing.T) {
	address := pgtest.Start(t, pgtest.Quick...).Create()
	h := newHouse(t, address)
	other := open(t, address, Options{})
	s := h.session()
	sees := func(want ...string) {
		t.Helper()
		_, answers, err := h.Walk(t.Context(), s.ID)
		h.must(err)
		var got []string
		for _, a := range answers {
			got = append(got, string(a.Response))
		}
		if len(got) != len(want) {
			t.Fatalf("the node sees %q, want %q", got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("the node sees %q, want %q", got, want)
			}
		}
	}
	elsewhere := func(n int, response string) {
		t.Helper()
		_, err := other.CommitAnswer(t.Context(), answer(s.ID, n, response))
		h.must(err)
	}
	sees()
	elsewhere(1, "a")
	sees("a")
	elsewhere(3, "c") // out of turn
	sees("a", "c")
	elsewhere(2, "b")
	sees("a", "b", "c")
	h.must(h.answer(s.ID, 4, "d"))
	sees("a", "b", "c", "d")

	regrade, err := other.BeginRegrade(t.Context(), store.Regrade{ID: newID(), Set: "kratom", Question: "a", Rule: quiz.Withdraw, At: time.Now()})
	h.must(err)
	n, err := other.ApplyRegrade(t.Context(), regrade.ID, []store.Regraded{{Session: s.ID, N: 2, Before: quiz.Grade{Fraction: 1, Worth: 1}}})
	h.must(err)
	if _, answers, err := h.Walk(t.Context(), s.ID); err != nil || n != 1 || answers[1].Grade() != (quiz.Grade{}) {
		t.Errorf("%d answers were regraded elsewhere; the node sees %v, %v", n, answers, err)
	}

	h.must(other.DeleteSession(t.Context(), s.ID))
	if _, _, err := h.Walk(t.Context(), s.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the session that was deleted elsewhere: %v", err)
	}
	_, err = other.CreateSession(t.Context(), s, "") // as no learner could make it
	h.must(err)
	sees()
	for n := range 4 {
		elsewhere(n+1, "new")
	}
	sees("new", "new", "new", "new")
}

// TestRecentIsBounded fills the memory of a node many times over.
func TestRecentIsBounded(t *testing.T) {
	r := newRecent()
	answers := make([]quiz.Answer, 20)
	for i := range answers {
		answers[i].N = i + 1
	}
	each := sizeOf(answers)
	for range 3 * recentBytes / each {
		r.put(quiz.Session{ID: newID()}, answers)
	}
	if r.size > recentBytes || r.size < recentBytes-2*each {
		t.Errorf("%d bytes are held, want close to %d", r.size, recentBytes)
	}
	if want := r.known.Len() * each; r.size != want {
		t.Errorf("%d bytes are counted, and there are %d", r.size, want)
	}
	st := &Store{recent: r}
	if n := st.Rest(); n != 0 {
		t.Errorf("%d sessions that were in use a moment ago are forgotten", n)
	}
	if n := st.Rest(); n == 0 || r.size != 0 || r.known.Len() != 0 {
		t.Errorf("%d sessions are forgotten, %d bytes and %d sessions left", n, r.size, r.known.Len())
	}
}
