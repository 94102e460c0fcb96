package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

func newTry(session uuid.UUID, n, try int) quiz.Try {
	return quiz.Try{Session: session, N: n, Try: try, Response: quiz.Response(fmt.Sprint("µ", try)), Fraction: 0.25, At: day.Add(time.Duration(try) * time.Second)}
}

// settled is the answer of a last try, after so many others and hints.
func settled(last quiz.Try, hints int) quiz.Answer {
	var before []quiz.Try
	for try := 1; try < last.Try; try++ {
		before = append(before, newTry(last.Session, last.N, try))
	}
	return quiz.Trying{Tries: 4, Penalty: 0.25, HintPenalty: 0.125}.Settle(last, before, hints, 2.5)
}

// tried gives the tries and hints of a question.
func (f *fixture) tried(session uuid.UUID, n int) ([]quiz.Try, int) {
	f.t.Helper()
	tries, hints, err := f.Tried(ctx, session, n)
	must(f.t, err)
	return tries, hints
}

var tryTests = map[string]func(*testing.T, *fixture){
	"come back in order": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		want := []quiz.Try{newTry(s.ID, 2, 1), newTry(s.ID, 2, 2)}
		for _, try := range want {
			must(t, f.CommitTry(ctx, try, nil))
		}
		must(t, f.CommitTry(ctx, newTry(s.ID, 1, 1), nil))
		check := func() {
			t.Helper()
			tries, hints := f.tried(s.ID, 2)
			equal(t, "the tries", tries, want)
			equal(t, "the hints", hints, 0)
			_, answers := f.walk(s.ID)
			equal(t, "the number of answers", len(answers), 0)
		}
		check()
		f.reopen()
		check()
		tries, hints := f.tried(s.ID, 3)
		equal(t, "the tries of another question", len(tries)+hints, 0)
	},
	"end with an answer": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		first, hinted, gaveUp := newTry(s.ID, 1, 1), newTry(s.ID, 2, 1), newTry(s.ID, 3, 2)
		first.Fraction, hinted.Fraction = 1, 1
		gaveUp.Response, gaveUp.DontKnow, gaveUp.Fraction = "", true, 0
		third := newTry(s.ID, 4, 3)
		must(t, f.GiveHint(ctx, s.ID, 2, 1, day))
		must(t, f.CommitTry(ctx, newTry(s.ID, 3, 1), nil))
		must(t, f.CommitTry(ctx, newTry(s.ID, 4, 1), nil))
		must(t, f.CommitTry(ctx, newTry(s.ID, 4, 2), nil))
		want := []quiz.Answer{settled(first, 0), settled(hinted, 1), settled(gaveUp, 0), settled(third, 2)}
		for i, last := range []quiz.Try{first, hinted, gaveUp, third} {
			_, before := f.walk(s.ID)
			equal(t, "the number of answers before", len(before), i)
			must(t, f.CommitTry(ctx, last, &want[i]))
		}
		_, got := f.walk(s.ID)
		equal(t, "the answers", got, want)
		f.reopen()
		_, got = f.walk(s.ID)
		equal(t, "the answers after a restart", got, want)
		if want[0].Tried != nil || want[1].Tried == nil || want[2].Tried.First == "" {
			t.Fatal("the answers of the test are not of three kinds")
		}
		must(t, f.EachWalk(ctx, store.Scope{Revision: s.Revision}, func(_ quiz.Session, answers []quiz.Answer) error {
			equal(t, "the answers of the class", answers, want)
			return nil
		}))
		recalled, err := f.Recalled(ctx, s.Learner, 5)
		must(t, err)
		equal(t, "what is recalled", recalled[0].Answers, want)
		walks, err := f.Walks(ctx, uuid.Nil, 5)
		must(t, err)
		equal(t, "what is audited", walks[0].Answers, want)
		kept, err := f.CommitAnswer(ctx, newAnswer(s.ID, 4))
		must(t, err)
		equal(t, "an answer to what is answered", kept, want[3])
	},
	"change nothing out of turn": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		must(t, f.CommitTry(ctx, newTry(s.ID, 1, 1), nil))
		again, skipped := newTry(s.ID, 1, 1), newTry(s.ID, 1, 3)
		again.Response, again.Fraction = "other", 1
		for _, try := range []quiz.Try{again, skipped} {
			a := settled(try, 0)
			must(t, f.CommitTry(ctx, try, &a))
		}
		must(t, f.GiveHint(ctx, s.ID, 1, 2, day))
		must(t, f.GiveHint(ctx, s.ID, 1, 1, day))
		must(t, f.GiveHint(ctx, s.ID, 1, 1, day.Add(time.Hour)))
		tries, hints := f.tried(s.ID, 1)
		equal(t, "the tries", tries, []quiz.Try{newTry(s.ID, 1, 1)})
		equal(t, "the hints", hints, 1)
		_, answers := f.walk(s.ID)
		equal(t, "the number of answers", len(answers), 0)

		last := newTry(s.ID, 1, 2)
		a := settled(last, 1)
		must(t, f.CommitTry(ctx, last, &a))
		must(t, f.CommitTry(ctx, newTry(s.ID, 1, 3), nil))
		must(t, f.GiveHint(ctx, s.ID, 1, 2, day))
		tries, hints = f.tried(s.ID, 1)
		equal(t, "the tries of an answered question", len(tries), 2)
		equal(t, "its hints", hints, 1)
	},
	"count once however often they are sent": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		together(32, func(i int) {
			try := newTry(s.ID, 1, 1)
			try.Response = quiz.Response(fmt.Sprint(i))
			var last *quiz.Answer
			if i%2 == 1 { // in one of two tabs the response is right
				try.Fraction = 1
				a := settled(try, 0)
				last = &a
			}
			if err := f.CommitTry(ctx, try, last); err != nil {
				t.Error(err)
			}
			if err := f.GiveHint(ctx, s.ID, 2, 1, day); err != nil {
				t.Error(err)
			}
		})
		check := func() {
			t.Helper()
			tries, _ := f.tried(s.ID, 1)
			_, hints := f.tried(s.ID, 2)
			equal(t, "the hints", hints, 1)
			if len(tries) != 1 {
				t.Fatalf("%d tries were kept", len(tries))
			}
			_, answers := f.walk(s.ID)
			equal(t, "whether it is answered", len(answers) == 1, tries[0].Fraction == 1)
			if len(answers) == 1 {
				equal(t, "the answer", answers[0], settled(tries[0], 0))
			}
		}
		check()
		f.reopen()
		check()
	},
	"need a session": func(t *testing.T, f *fixture) {
		gone := newID()
		last := newTry(gone, 1, 1)
		a := settled(last, 0)
		wants(t, "a try", f.CommitTry(ctx, last, nil), store.ErrNotFound)
		wants(t, "a last try", f.CommitTry(ctx, last, &a), store.ErrNotFound)
		wants(t, "a hint", f.GiveHint(ctx, gone, 1, 1, day), store.ErrNotFound)
		s := f.session(f.learner(), "kratom")
		must(t, f.CommitTry(ctx, newTry(s.ID, 1, 1), nil))
		must(t, f.GiveHint(ctx, s.ID, 1, 1, day))
		must(t, f.DeleteSession(ctx, s.ID))
		tries, hints := f.tried(s.ID, 1)
		equal(t, "what is left of a deleted session", len(tries)+hints, 0)
	},
}
