package storetest

import (
	"fmt"
	"testing"
	"time"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// review begins a review.
func (f *fixture) review() quiz.Session {
	f.t.Helper()
	s := newSession(f.learner(), "kratom", f.revision("kratom"))
	s.Mode = quiz.Review
	kept, err := f.CreateSession(ctx, s, "")
	must(f.t, err)
	return kept
}

var recallTests = map[string]func(*testing.T, *fixture){
	"reads all but retries, the newest first": func(t *testing.T, f *fixture) {
		learner := f.learner()
		first, idle, second := f.session(learner, "kratom"), f.session(learner, "kratom"), f.session(learner, "other")
		retry := f.retry(first)
		for _, s := range []quiz.Session{first, second, retry, f.session(f.learner(), "kratom")} {
			f.answer(newAnswer(s.ID, 2))
			f.answer(newAnswer(s.ID, 1))
		}
		want := []store.Walk{
			{Session: second, Answers: []quiz.Answer{newAnswer(second.ID, 1), newAnswer(second.ID, 2)}},
			{Session: first, Answers: []quiz.Answer{newAnswer(first.ID, 1), newAnswer(first.ID, 2)}},
		}
		for _, limit := range []int{2, 1, 0} {
			got, err := f.Recalled(ctx, learner, limit)
			must(t, err)
			if len(got)+limit > 0 {
				equal(t, fmt.Sprint("at most ", limit), got, want[:limit])
			}
		}
		got, err := f.Recalled(ctx, learner, 10)
		must(t, err)
		equal(t, "without the session that has no answer, "+idle.ID.String(), got, want)
	},
	"the newest answer of a review can be taken back": func(t *testing.T, f *fixture) {
		s := f.review()
		f.answer(newAnswer(s.ID, 1))
		f.answer(newAnswer(s.ID, 2))
		must(t, f.TakeBack(ctx, s.ID, 1))
		_, answers := f.walk(s.ID)
		equal(t, "the answers with an older one taken back", len(answers), 2)
		must(t, f.TakeBack(ctx, s.ID, 2))
		must(t, f.TakeBack(ctx, s.ID, 2))
		for range 2 {
			_, answers = f.walk(s.ID)
			equal(t, "the answers with the newest taken back", answers, []quiz.Answer{newAnswer(s.ID, 1)})
			f.reopen()
		}
		f.answer(newAnswer(s.ID, 2))
	},
	"the newest answer of a review may be one before the others": func(t *testing.T, f *fixture) {
		s := f.review()
		second, first := newAnswer(s.ID, 2), newAnswer(s.ID, 1)
		first.At = second.At.Add(time.Second)
		f.answer(second)
		f.answer(first)
		f.walk(s.ID) // so that it is remembered
		must(t, f.TakeBack(ctx, s.ID, 1))
		_, answers := f.walk(s.ID)
		equal(t, "the answers with the newest taken back", answers, []quiz.Answer{second})
		first.Response = "another"
		f.answer(first)
		_, answers = f.walk(s.ID)
		equal(t, "the answers with another in its place", answers, []quiz.Answer{first, second})
	},
	"an answer that is given again has nothing of the regrades before": func(t *testing.T, f *fixture) {
		s := f.review()
		before := newAnswer(s.ID, 1)
		f.answer(before)
		r, err := f.BeginRegrade(ctx, newRegrade("kratom", "moon"))
		must(t, err)
		f.apply(r, 1, change(r, before, 1, 2.5))
		must(t, f.TakeBack(ctx, s.ID, 1))
		again := newAnswer(s.ID, 1)
		again.Fraction = 0.25
		f.answer(again)
		stand, err := f.Regraded(ctx, s.ID)
		must(t, err)
		equal(t, "what stands of regrades", len(stand), 0)
		must(t, f.BeginUndo(ctx, r.ID, day, "Ada"))
		n, err := f.Undo(ctx, r.ID, 10)
		must(t, err)
		equal(t, "the answers given their grade back", n, 0)
		_, answers := f.walk(s.ID)
		equal(t, "the answers", answers, []quiz.Answer{again})
	},
	"answers of other sessions stand": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		f.answer(newAnswer(s.ID, 1))
		must(t, f.TakeBack(ctx, s.ID, 1))
		must(t, f.TakeBack(ctx, newID(), 1))
		_, answers := f.walk(s.ID)
		equal(t, "the answers of a practice", len(answers), 1)
	},
}
