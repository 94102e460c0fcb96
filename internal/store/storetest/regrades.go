package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

func newRegrade(set, question string) store.Regrade {
	return store.Regrade{ID: newID(), Set: set, Question: question, Rule: quiz.FullMarks, Account: newID(), By: "Ada", Why: "Both were right.", At: day}
}

// change is what a regrade makes of a newAnswer.
func change(r store.Regrade, a quiz.Answer, fraction, worth float64) store.Regraded {
	return store.Regraded{Regrade: r.ID, Session: a.Session, N: a.N, Before: a.Grade(), After: quiz.Grade{Fraction: fraction, Worth: worth, Graded: fraction, First: fraction}}
}

// apply applies a regrade and checks how many grades it replaces.
func (f *fixture) apply(r store.Regrade, want int, grades ...store.Regraded) {
	f.t.Helper()
	n, err := f.ApplyRegrade(ctx, r.ID, grades)
	must(f.t, err)
	equal(f.t, "the number of grades replaced", n, want)
}

var regradeTests = map[string]func(*testing.T, *fixture){
	"are in the order in which they were made, whatever the clock says": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		a := newAnswer(s.ID, 1)
		f.answer(a)
		early := newRegrade("kratom", "moon")
		early.ID = uuid.Max
		early.ID[15] = 0
		early, err := f.BeginRegrade(ctx, early)
		must(t, err)
		first := change(early, a, 1, 2.5)
		f.apply(early, 1, first)
		late := newRegrade("kratom", "moon")
		late.Why = "It was right at first."
		late, err = f.BeginRegrade(ctx, late)
		must(t, err)
		f.apply(late, 1, change(late, a.Regraded(first.After), 0, 2.5))
		wants(t, "undoing the earlier one", f.BeginUndo(ctx, early.ID, day, "Ada"), store.ErrLater)
		list, err := f.Regrades(ctx, "kratom", uuid.Nil, 10)
		must(t, err)
		if len(list) != 2 || list[0].ID != late.ID {
			t.Errorf("the regrades are %+v", list)
		}
	},
	"replace grades once and keep those before": func(t *testing.T, f *fixture) {
		learner := f.learner()
		s, other := f.session(learner, "kratom"), f.session(learner, "kratom")
		a, b, c := newAnswer(s.ID, 1), newAnswer(s.ID, 2), newAnswer(other.ID, 1)
		for _, answer := range []quiz.Answer{a, b, c} {
			f.answer(answer)
		}
		f.walk(s.ID) // so that it is remembered
		r, err := f.BeginRegrade(ctx, newRegrade("kratom", "moon"))
		must(t, err)
		up := change(r, b, 1, 2.5)
		stale := change(r, c, 1, 2.5)
		stale.Before.Fraction = 0.5
		f.apply(r, 1, up, stale, change(r, newAnswer(newID(), 1), 1, 2.5))
		f.apply(r, 0, up)

		want := []quiz.Answer{a, b.Regraded(up.After)}
		for range 2 {
			session, answers := f.walk(s.ID)
			equal(t, "the answers", answers, want)
			equal(t, "the number of regrades", session.Regraded, 1)
			again, err := f.CommitAnswer(ctx, b)
			must(t, err)
			equal(t, "the answer sent again", again, want[1])
			_, others := f.walk(other.ID)
			equal(t, "the answers of another session", others, []quiz.Answer{c})
			sums, err := f.Sessions(ctx, learner, uuid.Nil, 2)
			must(t, err)
			equal(t, "the points", sums[1].Points, a.Fraction*a.Worth+2.5)
			kept, err := f.Regraded(ctx, s.ID)
			must(t, err)
			equal(t, "the grades before and after", kept, []store.Regraded{up})
			f.reopen()
		}
		must(t, f.EndRegrade(ctx, r.ID, day.Add(time.Minute)))
		r.Done = day.Add(time.Minute)
		got, err := f.Regrade(ctx, r.ID)
		must(t, err)
		equal(t, "the regrade", got, r)
		_, err = f.Regrade(ctx, newID())
		wants(t, "no regrade", err, store.ErrNotFound)
		wants(t, "no regrade to end", f.EndRegrade(ctx, newID(), day), store.ErrNotFound)

		must(t, f.DeleteSession(ctx, s.ID))
		kept, err := f.Regraded(ctx, s.ID)
		must(t, err)
		equal(t, "what is left of a deleted session", len(kept), 0)
		wrong, err := f.Integrity(ctx)
		must(t, err)
		equal(t, "what is wrong", len(wrong), 0)
	},
	"are undone, the latest first": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		a, b := newAnswer(s.ID, 1), newAnswer(s.ID, 2)
		f.answer(a)
		f.answer(b)
		first, second := newRegrade("kratom", "moon"), newRegrade("kratom", "moon")
		second.Rule, second.At = quiz.Withdraw, day.Add(time.Hour)
		for _, r := range []store.Regrade{first, second} {
			_, err := f.BeginRegrade(ctx, r)
			must(t, err)
		}
		one, two := change(first, a, 1, 2.5), change(first, b, 1, 2.5)
		f.apply(first, 2, one, two)
		three := change(second, a.Regraded(one.After), 0, 0)
		f.apply(second, 1, three)
		f.apply(first, 0, change(first, a.Regraded(three.After), 1, 2.5)) // the later decision stands

		undo := func(r store.Regrade, want int) {
			t.Helper()
			n, err := f.Undo(ctx, r.ID, 1)
			must(t, err)
			equal(t, "the number of grades given back", n, want)
		}
		undo(first, 0) // it stands
		wants(t, "one under a later one", f.BeginUndo(ctx, first.ID, day, "Bob"), store.ErrLater)
		wants(t, "no regrade", f.BeginUndo(ctx, newID(), day, "Bob"), store.ErrNotFound)
		must(t, f.BeginUndo(ctx, second.ID, day.Add(2*time.Hour), "Bob"))
		must(t, f.BeginUndo(ctx, second.ID, day.Add(3*time.Hour), "Eve"))
		second.Undone, second.UndoneBy = day.Add(2*time.Hour), "Bob"
		f.apply(second, 0, change(second, b.Regraded(two.After), 0, 0)) // no longer
		undo(second, 1)
		undo(second, 0)
		_, answers := f.walk(s.ID)
		equal(t, "the answers", answers, []quiz.Answer{a.Regraded(one.After), b.Regraded(two.After)})
		kept, err := f.Regraded(ctx, s.ID)
		must(t, err)
		equal(t, "what stands", kept, []store.Regraded{one, two})

		sums, err := f.Regrades(ctx, "kratom", uuid.Nil, 10)
		must(t, err)
		equal(t, "the regrades", sums, []store.RegradeSummary{
			{Regrade: second, Answers: 1}, {Regrade: first, Answers: 2, Standing: 2},
		})
		must(t, f.BeginUndo(ctx, first.ID, day.Add(4*time.Hour), "Ada"))
		undo(first, 1)
		undo(first, 1)
		undo(first, 0)
		f.reopen()
		session, answers := f.walk(s.ID)
		equal(t, "the answers as they were first", answers, []quiz.Answer{a, b})
		equal(t, "the number of changes", session.Regraded, 6)
	},
	"replace what several tries were graded with": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		a := newAnswer(s.ID, 1)
		a.Certainty, a.Tried = quiz.Unstated, &quiz.Tried{Wrong: 1, Hints: 2, Graded: 1, First: "7", Earned: 0.25}
		must(t, f.CommitTry(ctx, quiz.Try{Session: s.ID, N: 1, Try: 1, Response: "7", Fraction: 0.25, At: day}, nil))
		must(t, f.CommitTry(ctx, quiz.Try{Session: s.ID, N: 1, Try: 2, Response: a.Response, Fraction: 1, At: day}, &a))
		r, err := f.BeginRegrade(ctx, newRegrade("kratom", "moon"))
		must(t, err)
		g := store.Regraded{Regrade: r.ID, Session: s.ID, N: 1, Before: a.Grade(), After: quiz.Grade{Fraction: 0.5, Worth: 2.5, Graded: 0.75, First: 0.5}}
		f.apply(r, 1, g)
		_, answers := f.walk(s.ID)
		equal(t, "the answer", answers, []quiz.Answer{a.Regraded(g.After)})
		kept, err := f.Regraded(ctx, s.ID)
		must(t, err)
		equal(t, "the grades before and after", kept, []store.Regraded{g})
		must(t, f.BeginUndo(ctx, r.ID, day, "Ada"))
		_, err = f.Undo(ctx, r.ID, 10)
		must(t, err)
		_, answers = f.walk(s.ID)
		equal(t, "the answer as it was", answers, []quiz.Answer{a})
	},
	"are one where they are the same": func(t *testing.T, f *fixture) {
		hash := f.revision("kratom")
		first := newRegrade("kratom", "moon")
		first.Rule, first.Revision = quiz.ByKey, hash
		begin := func(r store.Regrade, want uuid.UUID) {
			t.Helper()
			got, err := f.BeginRegrade(ctx, r)
			must(t, err)
			equal(t, "the regrade", got.ID, want)
		}
		begin(first, first.ID)
		again := first
		again.ID = newID()
		begin(again, first.ID)
		var ids []uuid.UUID
		for _, differ := range []func(*store.Regrade){
			func(r *store.Regrade) { r.Question = "sun" },
			func(r *store.Regrade) { r.Why = "Another." },
			func(r *store.Regrade) { r.Account = uuid.Nil },
			func(r *store.Regrade) { r.Rule, r.Revision = quiz.Withdraw, "" },
		} {
			r := again
			r.ID = newID()
			differ(&r)
			begin(r, r.ID)
			ids = append(ids, r.ID)
		}
		must(t, f.BeginUndo(ctx, ids[len(ids)-1], day, "Ada"))
		again.ID = newID()
		begin(again, again.ID)
		for what, r := range map[string]store.Regrade{
			"no revision":   {ID: newID(), Set: "kratom", Question: "x", Rule: quiz.ByKey, Revision: hashOf("none"), At: day},
			"no hash":       {ID: newID(), Set: "kratom", Question: "x", Rule: quiz.ByKey, Revision: "x", At: day},
			"no assignment": {ID: newID(), Set: "kratom", Question: "x", Rule: quiz.Withdraw, Assignment: newID(), At: day},
		} {
			_, err := f.BeginRegrade(ctx, r)
			wants(t, what, err, store.ErrNotFound)
		}
		list := func(before uuid.UUID, limit int, want ...uuid.UUID) {
			t.Helper()
			sums, err := f.Regrades(ctx, "kratom", before, limit)
			must(t, err)
			var got []uuid.UUID
			for _, sum := range sums {
				got = append(got, sum.ID)
			}
			equal(t, "the list", got, want)
		}
		slices.Reverse(ids)
		list(uuid.Nil, 10, append(append([]uuid.UUID{again.ID}, ids...), first.ID)...)
		list(again.ID, 1, ids[0])
		none, err := f.Regrades(ctx, "other", uuid.Nil, 10)
		must(t, err)
		equal(t, "those of another set", len(none), 0)
	},
}
