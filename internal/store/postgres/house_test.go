//go:build unix

package postgres

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// hash is a revision's hash as good as any.
const hash = "516ff56329ef1571959e628ec552d4cae56e68a4dfd37ca7c5959037d7f947a6"

func open(t testing.TB, address string, o Options) *Store {
	t.Helper()
	st, err := Open(t.Context(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func must(t testing.TB, err error) {
	if err != nil {
		t.Helper()
		t.Error(err)
	}
}

// house is an open database with a learner in it.
type house struct {
	*Store
	t       testing.TB
	learner uuid.UUID
}

func newHouse(t testing.TB, address string) *house {
	t.Helper()
	h := &house{Store: open(t, address, Options{}), t: t, learner: newID()}
	h.must(h.CreateLogin(t.Context(), store.Login{ID: newID(), Learner: h.learner, Created: time.Now(), Seen: time.Now()}))
	h.must(h.PutRevision(t.Context(), store.Revision{Hash: hash, Set: "kratom"}))
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) session() quiz.Session {
	h.t.Helper()
	s, err := h.CreateSession(h.t.Context(), quiz.Session{
		ID: newID(), Learner: h.learner, Set: "kratom", Revision: hash, Mode: quiz.Practice,
		Items: []int{0, 1, 2}, Started: time.Now(),
	}, newID().String())
	h.must(err)
	return s
}

func answer(session uuid.UUID, n int, response string) quiz.Answer {
	return quiz.Answer{Session: session, N: n, Response: quiz.Response(response), Fraction: 1, Worth: 1, At: time.Now()}
}

func (h *house) answer(session uuid.UUID, n int, response string) error {
	_, err := h.CommitAnswer(h.t.Context(), answer(session, n, response))
	return err
}
