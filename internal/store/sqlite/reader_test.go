package sqlite

import (
	"errors"
	"strings"
	"testing"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// A reader sees what the process that owns the folder has kept, and changes nothing.
func TestReader(t *testing.T) {
	if _, err := OpenReader(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no database in the data folder") {
		t.Errorf("an empty folder: %v", err)
	}
	h := newHouse(t, Options{})
	s := h.session()
	h.must(h.answer(s.ID, 1, "a"))
	r, err := OpenReader(h.dir)
	noError(t, err)
	defer r.Close()
	answers := 0
	noError(t, r.EachWalk(t.Context(), store.Scope{Revision: hash}, func(got quiz.Session, a []quiz.Answer) error {
		if got.ID != s.ID {
			t.Errorf("the session is %v", got.ID)
		}
		answers += len(a)
		return nil
	}))
	if answers != 1 {
		t.Errorf("%d answers are read", answers)
	}
	h.must(h.answer(s.ID, 2, "b")) // the writer waits for nobody
	taken, err := r.Taken(t.Context(), s.Set)
	noError(t, err)
	if len(taken) != 1 || taken[0].Sessions != 1 {
		t.Errorf("%+v", taken)
	}
	if _, err := r.Revision(t.Context(), hash); err != nil {
		t.Error(err)
	}
	err = r.store.read.with(t.Context(), func(c *conn) error { return c.exec("DELETE FROM answer", nil) })
	if err == nil {
		t.Error("a reader deletes answers")
	}
	err = r.store.read.with(t.Context(), func(c *conn) error { return c.exec("SELECT absent FROM answer", nil) })
	if got := aged(unavailable("read", err)); !strings.Contains(got.Error(), "older than this program") {
		t.Errorf("a column that is not there: %v", got)
	}
	if got := aged(store.ErrNotFound); !errors.Is(got, store.ErrNotFound) {
		t.Errorf("another error became %v", got)
	}
}
