package storetest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

var answerTests = map[string]func(*testing.T, *fixture){
	"come back in order": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		want := []quiz.Answer{newAnswer(s.ID, 1), newAnswer(s.ID, 2), newAnswer(s.ID, 3)}
		want[1].DontKnow, want[1].Response, want[1].Fraction = true, "", 0
		want[2].Response = "µ \x00 \" ' 🙂"
		for _, i := range []int{2, 0, 1} {
			f.answer(want[i])
		}
		_, got := f.walk(s.ID)
		equal(t, "the answers", got, want)
		f.reopen()
		_, got = f.walk(s.ID)
		equal(t, "the answers after a restart", got, want)
	},
	"count once however often they are sent": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		got := make([]quiz.Answer, 64)
		together(len(got), func(i int) {
			a := newAnswer(s.ID, 1)
			a.Response = quiz.Response(fmt.Sprint(i))
			kept, err := f.CommitAnswer(ctx, a)
			if err != nil {
				t.Error(err)
			}
			got[i] = kept
		})
		f.reopen()
		_, answers := f.walk(s.ID)
		equal(t, "the number of answers", len(answers), 1)
		for _, a := range got {
			equal(t, "what each sender was told", a, answers[0])
		}
		later, err := f.CommitAnswer(ctx, newAnswer(s.ID, 1))
		must(t, err)
		equal(t, "a later sending", later, answers[0])
	},
	"need a session": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		// Among many that can be kept, those that cannot do no harm.
		together(32, func(i int) {
			id, want := s.ID, error(nil)
			if i%2 == 1 {
				id, want = newID(), store.ErrNotFound
			}
			if _, err := f.CommitAnswer(ctx, newAnswer(id, i+1)); err != nil || want != nil {
				wants(t, fmt.Sprint("answer ", i+1), err, want)
			}
		})
		_, answers := f.walk(s.ID)
		equal(t, "the number of answers", len(answers), 16)
	},
	"are seen once acknowledged": func(t *testing.T, f *fixture) {
		learner := f.learner()
		sessions := make([]quiz.Session, 8)
		for i := range sessions {
			sessions[i] = f.session(learner, "kratom")
		}
		const each = 24
		together(2*len(sessions), func(i int) { // two tabs for each session
			id := sessions[i/2].ID
			for n := 1 + i%2; n <= each; n += 2 {
				if _, err := f.CommitAnswer(ctx, newAnswer(id, n)); err != nil {
					t.Error(err)
					return
				}
				_, answers, err := f.Walk(ctx, id)
				if err != nil {
					t.Error(err)
					return
				}
				if !holds(answers, n) {
					t.Errorf("answer %d was acknowledged but is not there", n)
				}
			}
		})
		for _, s := range sessions {
			_, answers := f.walk(s.ID)
			equal(t, "the number of answers", len(answers), each)
		}
	},
	"do not change what was read before": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		f.answer(newAnswer(s.ID, 2))
		_, before := f.walk(s.ID)
		f.answer(newAnswer(s.ID, 1))
		f.answer(newAnswer(s.ID, 3))
		equal(t, "the answers read before", before, []quiz.Answer{newAnswer(s.ID, 2)})
	},
}

func holds(answers []quiz.Answer, n int) bool {
	for _, a := range answers {
		if a.N == n {
			return true
		}
	}
	return false
}

var deletionTests = map[string]func(*testing.T, *fixture){
	"takes retries along": func(t *testing.T, f *fixture) {
		learner := f.learner()
		first, other := f.session(learner, "kratom"), f.session(learner, "kratom")
		second := f.retry(first)
		third := f.retry(second)
		sibling := f.retry(other)
		for _, s := range []quiz.Session{first, other, second, third, sibling} {
			f.answer(newAnswer(s.ID, 1))
		}
		must(t, f.DeleteSession(ctx, first.ID))
		must(t, f.DeleteSession(ctx, first.ID))
		must(t, f.DeleteSession(ctx, newID()))
		check := func() {
			t.Helper()
			for _, s := range []quiz.Session{first, second, third} {
				_, _, err := f.Walk(ctx, s.ID)
				wants(t, "a deleted session", err, store.ErrNotFound)
				_, err = f.CommitAnswer(ctx, newAnswer(s.ID, 1))
				wants(t, "an answer to a deleted session", err, store.ErrNotFound)
			}
			list, err := f.Sessions(ctx, learner, uuid.Nil, 10)
			must(t, err)
			equal(t, "the number of sessions left", len(list), 2)
			for _, s := range []quiz.Session{other, sibling} {
				_, answers := f.walk(s.ID)
				equal(t, "the answers of a session left", len(answers), 1)
			}
		}
		check()
		f.reopen()
		check()
	},
	"outlives answers under way": func(t *testing.T, f *fixture) {
		learner := f.learner()
		for range 8 {
			s := f.session(learner, "kratom")
			var once sync.Once
			together(16, func(i int) {
				for n := 1; n <= 4; n++ {
					a := newAnswer(s.ID, 4*i+n)
					if _, err := f.CommitAnswer(ctx, a); err != nil {
						wants(t, "an answer", err, store.ErrNotFound)
					}
					if i == 7 {
						once.Do(func() {
							if err := f.DeleteSession(ctx, s.ID); err != nil {
								t.Error(err)
							}
						})
					}
					f.Walk(ctx, s.ID) // readers must not bring it back into memory
				}
			})
			_, _, err := f.Walk(ctx, s.ID)
			wants(t, "the deleted session", err, store.ErrNotFound)
			// The same id again, as no learner could make it, shows any rest.
			_, err = f.CreateSession(ctx, s, "")
			must(t, err)
			_, answers := f.walk(s.ID)
			equal(t, "what is left of the answers", len(answers), 0)
			must(t, f.DeleteSession(ctx, s.ID))
		}
	},
	"ends retries that are begun meanwhile": func(t *testing.T, f *fixture) {
		learner := f.learner()
		for range 8 {
			s := f.session(learner, "kratom")
			together(8, func(i int) {
				if i == 4 {
					if err := f.DeleteSession(ctx, s.ID); err != nil {
						t.Error(err)
					}
					return
				}
				r := newSession(s.Learner, s.Set, s.Revision)
				r.Mode, r.Parent = quiz.Retry, s.ID
				if _, err := f.CreateSession(ctx, r, ""); err != nil {
					wants(t, "a retry", err, store.ErrNotFound)
				}
			})
		}
		list, err := f.Sessions(ctx, learner, uuid.Nil, 100)
		must(t, err)
		equal(t, "the number of sessions left", len(list), 0)
	},
}
