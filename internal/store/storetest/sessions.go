package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

var sessionTests = map[string]func(*testing.T, *fixture){
	"come back as they were": func(t *testing.T, f *fixture) {
		first := f.session(f.learner(), "kratom")
		second := f.retry(first)
		f.reopen()
		for _, s := range []quiz.Session{first, second} {
			got, answers := f.walk(s.ID)
			equal(t, "the session", got, s)
			equal(t, "its answers", len(answers), 0)
		}
	},
	"that never were": func(t *testing.T, f *fixture) {
		for range 2 { // the second time it might come from memory
			_, _, err := f.Walk(ctx, uuid.MustParse("0199a000-0000-7000-8000-000000000001"))
			wants(t, "an unknown session", err, store.ErrNotFound)
		}
	},
	"need what they refer to": func(t *testing.T, f *fixture) {
		learner, revision := f.learner(), f.revision("kratom")
		for what, change := range map[string]func(*quiz.Session){
			"an unknown learner":   func(s *quiz.Session) { s.Learner = newID() },
			"an unknown revision":  func(s *quiz.Session) { s.Revision = hashOf("none") },
			"a malformed revision": func(s *quiz.Session) { s.Revision = "none" },
			"an unknown parent":    func(s *quiz.Session) { s.Parent = newID() },
		} {
			s := newSession(learner, "kratom", revision)
			change(&s)
			_, err := f.CreateSession(ctx, s, "")
			wants(t, what, err, store.ErrNotFound)
			_, _, err = f.Walk(ctx, s.ID)
			wants(t, "the session with "+what, err, store.ErrNotFound)
		}
	},
	"begin once for a double click": func(t *testing.T, f *fixture) {
		learner, revision := f.learner(), f.revision("kratom")
		first := newSession(learner, "kratom", revision)
		got := make([]quiz.Session, 32)
		together(len(got), func(i int) {
			s := first
			s.ID, s.Seed, s.Items = newID(), uint64(i), []int{i}
			s.Started = s.Started.Add(time.Duration(i) * time.Millisecond)
			kept, err := f.CreateSession(ctx, s, "all")
			if err != nil {
				t.Error(err)
			}
			got[i] = kept
		})
		for _, s := range got {
			equal(t, "the session of each click", s, got[0])
		}
		list, err := f.Sessions(ctx, learner, uuid.Nil, 100)
		must(t, err)
		equal(t, "the number of sessions", len(list), 1)
	},
	"begin anew for another request": func(t *testing.T, f *fixture) {
		learner, revision := f.learner(), f.revision("kratom")
		first, err := f.CreateSession(ctx, newSession(learner, "kratom", revision), "all")
		must(t, err)
		f.revision("other")
		parent := f.session(learner, "kratom")
		for what, change := range map[string]func(*quiz.Session, *string){
			"another choice":   func(_ *quiz.Session, asked *string) { *asked = "ten" },
			"another mode":     func(s *quiz.Session, _ *string) { s.Mode = quiz.Retry },
			"another set":      func(s *quiz.Session, _ *string) { s.Set, s.Revision = "other", hashOf("other") },
			"another learner":  func(s *quiz.Session, _ *string) { s.Learner = f.learner() },
			"another parent":   func(s *quiz.Session, _ *string) { s.Parent = parent.ID },
			"some time later":  func(s *quiz.Session, _ *string) { s.Started = s.Started.Add(store.DoubleClick) },
			"a clock set back": func(s *quiz.Session, _ *string) { s.Started = s.Started.Add(-store.DoubleClick) },
		} {
			s, asked := first, "all"
			s.ID = newID()
			change(&s, &asked)
			kept, err := f.CreateSession(ctx, s, asked)
			must(t, err)
			equal(t, what, kept, s)
			must(t, f.DeleteSession(ctx, kept.ID))
		}
		same := first
		same.ID = newID()
		kept, err := f.CreateSession(ctx, same, "all")
		must(t, err)
		equal(t, "the same request", kept, first)
		f.answer(newAnswer(first.ID, 1))
		kept, err = f.CreateSession(ctx, same, "all")
		must(t, err)
		equal(t, "the same request after an answer", kept, same)
	},
}

var listTests = map[string]func(*testing.T, *fixture){
	"are paged newest first": func(t *testing.T, f *fixture) {
		learner, other := f.learner(), f.learner()
		var want []uuid.UUID
		for range 23 {
			want = append(want, f.session(learner, "kratom").ID)
			f.session(other, "kratom")
		}
		slices.Reverse(want)
		var got []uuid.UUID
		before := uuid.Nil
		for {
			page, err := f.Sessions(ctx, learner, before, 10)
			must(t, err)
			if len(page) == 0 {
				break
			}
			if len(page) > 10 {
				t.Fatalf("a page has %d sessions", len(page))
			}
			for _, s := range page {
				got = append(got, s.ID)
			}
			before = got[len(got)-1]
		}
		equal(t, "the sessions", got, want)
		for _, limit := range []int{0, -1} {
			none, err := f.Sessions(ctx, learner, uuid.Nil, limit)
			must(t, err)
			equal(t, fmt.Sprint("the sessions with limit ", limit), len(none), 0)
		}
	},
	"sum up": func(t *testing.T, f *fixture) {
		learner := f.learner()
		idle, busy := f.session(learner, "kratom"), f.session(learner, "kratom")
		f.answer(quiz.Answer{Session: busy.ID, N: 3, Response: "1", Fraction: 0.5, Worth: 4, At: day.Add(2 * time.Second)})
		f.answer(quiz.Answer{Session: busy.ID, N: 1, DontKnow: true, Worth: 1, At: day.Add(9 * time.Second)})
		f.answer(quiz.Answer{Session: busy.ID, N: 2, Response: "0", Fraction: 1, Worth: 0.25, At: day.Add(5 * time.Second)})
		want := []store.Summary{
			{Session: busy, Answered: 3, Points: 2.25, Worth: 5.25, Last: day.Add(9 * time.Second)},
			{Session: idle, Last: idle.Started},
		}
		got, err := f.Sessions(ctx, learner, uuid.Nil, 10)
		must(t, err)
		equal(t, "the summaries", got, want)
		latest, err := f.Latest(ctx, learner)
		must(t, err)
		equal(t, "the newest", latest, want[:1])
	},
	"have the newest scored of each set": func(t *testing.T, f *fixture) {
		learner := f.learner()
		f.session(learner, "kratom")
		newest := f.session(learner, "kratom")
		f.retry(newest)
		f.session(f.learner(), "kratom")
		other := f.session(learner, "other")
		got, err := f.Latest(ctx, learner)
		must(t, err)
		ids := map[uuid.UUID]bool{}
		for _, s := range got {
			ids[s.ID] = true
		}
		equal(t, "the newest sessions", ids, map[uuid.UUID]bool{newest.ID: true, other.ID: true})
	},
	"of a learner without sessions": func(t *testing.T, f *fixture) {
		list, err := f.Sessions(ctx, newID(), uuid.Nil, 10)
		must(t, err)
		latest, err := f.Latest(ctx, newID())
		must(t, err)
		equal(t, "the lists", len(list)+len(latest), 0)
	},
}
