package sqlite

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// hash is a revision's hash as good as any.
const hash = "516ff56329ef1571959e628ec552d4cae56e68a4dfd37ca7c5959037d7f947a6"

func open(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	st, err := Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// house is an open database with a learner in it.
type house struct {
	*Store
	t       *testing.T
	dir     string
	learner uuid.UUID
}

func newHouse(t *testing.T, o Options) *house {
	t.Helper()
	dir := t.TempDir()
	h := &house{Store: open(t, dir, o), t: t, dir: dir, learner: newID()}
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

func (h *house) answer(session uuid.UUID, n int, response string) error {
	_, err := h.CommitAnswer(h.t.Context(), quiz.Answer{Session: session, N: n, Response: quiz.Response(response), Worth: 1, At: time.Now()})
	return err
}

// check reads the whole database and fails where it is not sound.
func check(t testing.TB, st *Store) {
	t.Helper()
	for _, pragma := range []string{"PRAGMA integrity_check", "PRAGMA foreign_key_check"} {
		err := st.query(context.Background(), "check", pragma, func(row *sqlite.Stmt) {
			var said []string
			for i := range row.ColumnCount() {
				said = append(said, row.ColumnText(i))
			}
			if text := strings.Join(said, " "); text != "ok" {
				t.Errorf("%s: %s", pragma, text)
			}
		})
		if err != nil {
			t.Error(err)
		}
	}
}
