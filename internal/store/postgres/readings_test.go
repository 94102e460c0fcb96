//go:build unix

package postgres

import (
	"sync"
	"testing"

	"verbatim/internal/e2e/pgtest"
)

// TestReadingsShareAStatement reads at once what many ask for: sessions with no
// answer and with some, one of them twice, from different answers on, and one
// that is not there.
func TestReadingsShareAStatement(t *testing.T) {
	h := newHouse(t, pgtest.Start(t, pgtest.Quick...).Create())
	none, some := h.session(), h.session()
	for n := range 3 {
		h.must(h.answer(some.ID, n+1, string(rune('a'+n))))
	}
	wanted := []*reading{{id: some.ID}, {id: newID()}, {id: none.ID}, {id: some.ID, from: 3}}
	h.must(h.readAll(t.Context(), wanted))
	for i, answers := range []int{3, 0, 0, 1} {
		w := wanted[i]
		there := w.id == some.ID || w.id == none.ID
		if w.broken != nil || there && w.session.ID != w.id || !there && w.session.ID == w.id || len(w.answers) != answers {
			t.Errorf("reading %d gave %v and %d answers, %v; want %d", i, w.session.ID, len(w.answers), w.broken, answers)
		}
		for j, a := range w.answers {
			if a.Session != w.id || a.N != 3-answers+j+1 {
				t.Errorf("reading %d: its answer %d is number %d of %v", i, j, a.N, a.Session)
			}
		}
	}
	if last := wanted[3].answers[0]; last.Response != "c" {
		t.Errorf("the third answer is %q", last.Response)
	}
}

// TestReadersAtOnce has each of many callers get the session it asked for.
func TestReadersAtOnce(t *testing.T) {
	h := newHouse(t, pgtest.Start(t, pgtest.Quick...).Create())
	one, other := h.session(), h.session()
	h.must(h.answer(one.ID, 1, "x"))
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			want, answers := one.ID, 1
			if i%2 == 1 {
				want, answers = other.ID, 0
			}
			s, got, err := h.Walk(t.Context(), want)
			if err != nil || s.ID != want || len(got) != answers {
				t.Errorf("%v was asked for; %v with %d answers came, %v", want, s.ID, len(got), err)
			}
		})
	}
	all.Wait()
}
