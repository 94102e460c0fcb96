package storetest

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

var resultTests = map[string]func(*testing.T, *fixture){
	"come learner by learner, whole": func(t *testing.T, f *fixture) {
		const learners, each = 90, 3 // more than are read at a time
		want := map[uuid.UUID][]quiz.Answer{}
		var order []quiz.Session
		for range learners {
			l := f.learner()
			for k := range each {
				s := f.session(l, "kratom")
				want[s.ID] = []quiz.Answer{}
				order = append(order, s)
				for n := range k {
					a := newAnswer(s.ID, n+1)
					f.answer(a)
					want[s.ID] = append(want[s.ID], a)
				}
			}
		}
		f.session(f.learner(), "tides")
		slices.SortFunc(order, func(a, b quiz.Session) int {
			if by := bytes.Compare(a.Learner[:], b.Learner[:]); by != 0 {
				return by
			}
			return bytes.Compare(a.ID[:], b.ID[:])
		})
		i := 0
		must(t, f.EachWalk(ctx, store.Scope{Revision: hashOf("kratom")}, func(s quiz.Session, answers []quiz.Answer) error {
			equal(t, "the session", s, order[i])
			equal(t, "its answers", answers, want[s.ID])
			i++
			return nil
		}))
		equal(t, "the number of sessions", i, learners*each)
	},
	"with retries, and of nothing": func(t *testing.T, f *fixture) {
		f.retry(f.session(f.learner(), "kratom"))
		n := 0
		count := func(quiz.Session, []quiz.Answer) error { n++; return nil }
		must(t, f.EachWalk(ctx, store.Scope{Revision: hashOf("kratom")}, count))
		equal(t, "the sessions", n, 2)
		must(t, f.EachWalk(ctx, store.Scope{Revision: hashOf("none")}, count))
		must(t, f.EachWalk(ctx, store.Scope{Assignment: newID()}, count))
		equal(t, "the sessions", n, 2)
		wants(t, "no hash", f.EachWalk(ctx, store.Scope{Revision: "none"}, count), store.ErrNotFound)
	},
	"of an assignment": func(t *testing.T, f *fixture) {
		a := f.assignment(uuid.Nil)
		p := f.join(a, f.learner(), "")
		s := f.attempt(a, p.Learner)
		f.session(f.learner(), a.Set)
		var got []uuid.UUID
		must(t, f.EachWalk(ctx, store.Scope{Assignment: a.ID}, func(s quiz.Session, _ []quiz.Answer) error {
			got = append(got, s.ID)
			return nil
		}))
		equal(t, "its sessions", got, []uuid.UUID{s.ID})
	},
	"stop where the reader stops": func(t *testing.T, f *fixture) {
		for range 3 {
			f.session(f.learner(), "kratom")
		}
		enough, n := errors.New("enough"), 0
		err := f.EachWalk(ctx, store.Scope{Revision: hashOf("kratom")}, func(quiz.Session, []quiz.Answer) error {
			n++
			return enough
		})
		if !errors.Is(err, enough) || n != 1 {
			t.Errorf("after %d sessions the error is %v", n, err)
		}
	},
	"say which revisions were taken": func(t *testing.T, f *fixture) {
		f.session(f.learner(), "kratom")
		f.session(f.learner(), "kratom")
		newer := store.Revision{Hash: hashOf("newer"), Set: "kratom", Published: day.AddDate(0, 0, 1)}
		must(t, f.PutRevision(ctx, newer))
		f.session(f.learner(), "tides")
		got, err := f.Taken(ctx, "kratom")
		must(t, err)
		equal(t, "the revisions", got, []store.Taken{{Hash: newer.Hash, Published: newer.Published}, {Hash: hashOf("kratom"), Published: day, Sessions: 2}})
		got, err = f.Taken(ctx, "none")
		must(t, err)
		equal(t, "the revisions of no set", len(got), 0)
	},
}
