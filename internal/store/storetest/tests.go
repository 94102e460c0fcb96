package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// test begins a test with a limit in seconds.
func (f *fixture) test(limit, extension int) quiz.Session {
	f.t.Helper()
	s := newSession(f.learner(), "kratom", f.revision("kratom"))
	s.Mode, s.TimeLimit, s.Extension = quiz.Test, limit, extension
	kept, err := f.CreateSession(ctx, s, "")
	must(f.t, err)
	equal(f.t, "the new test", kept, s)
	return kept
}

func newSaved(s quiz.Session, n int, response string) quiz.Saved {
	return quiz.Saved{Session: s.ID, N: n, Response: quiz.Response(response), Certainty: quiz.VerySure, At: s.Started.Add(time.Duration(n) * time.Second)}
}

// graded makes an answer of each that is saved.
func graded(saved []quiz.Saved) ([]quiz.Answer, error) {
	var answers []quiz.Answer
	for _, d := range saved {
		answers = append(answers, quiz.Answer{Session: d.Session, N: d.N, Response: d.Response, DontKnow: d.DontKnow, Certainty: d.Certainty, Fraction: 0.5, Worth: 2, At: d.At})
	}
	return answers, nil
}

var openTestTests = map[string]func(*testing.T, *fixture){
	"can be changed until the test is finished": func(t *testing.T, f *fixture) {
		s := f.test(0, 0)
		unknown := quiz.Saved{Session: s.ID, N: 3, DontKnow: true, At: s.Started.Add(time.Hour)}
		for _, d := range []quiz.Saved{newSaved(s, 2, "0"), unknown, newSaved(s, 1, "µ \x00 🙂"), newSaved(s, 2, "1,2")} {
			must(t, f.SaveAnswer(ctx, d))
		}
		want := []quiz.Saved{newSaved(s, 1, "µ \x00 🙂"), newSaved(s, 2, "1,2"), unknown}
		f.reopen()
		got, err := f.SavedAnswers(ctx, s.ID)
		must(t, err)
		equal(t, "what is saved, after a restart", got, want)
		_, answers := f.walk(s.ID)
		equal(t, "the answers of an open test", len(answers), 0)
		list, err := f.Latest(ctx, s.Learner)
		must(t, err)
		equal(t, "the summary", list, []store.Summary{{Session: s, Answered: 3, Last: unknown.At}})

		at := s.Started.Add(2 * time.Hour)
		finished, answers, err := f.Finish(ctx, s.ID, at, graded)
		must(t, err)
		wantAnswers, _ := graded(want)
		s.Finished = at
		equal(t, "the finished test", finished, s)
		equal(t, "its answers", answers, wantAnswers)
		again, answers, err := f.Finish(ctx, s.ID, at.Add(time.Hour), func([]quiz.Saved) ([]quiz.Answer, error) { return nil, errors.New("graded twice") })
		must(t, err)
		equal(t, "the test finished twice", again, s)
		equal(t, "the answers of the test finished twice", answers, wantAnswers)
		for range 2 {
			kept, answers := f.walk(s.ID)
			equal(t, "the test that is kept", kept, s)
			equal(t, "the answers that are kept", answers, wantAnswers)
			f.reopen()
		}
		left, err := f.SavedAnswers(ctx, s.ID)
		must(t, err)
		equal(t, "how much is left", len(left), 0)
		wants(t, "an answer of a finished test", f.SaveAnswer(ctx, newSaved(s, 1, "3")), store.ErrFinished)
		list, err = f.Latest(ctx, s.Learner)
		must(t, err)
		equal(t, "the summary at the end", list, []store.Summary{{Session: s, Answered: 3, Points: 3, Worth: 6, Last: unknown.At}})
	},
	"belong to a test": func(t *testing.T, f *fixture) {
		practice := f.session(f.learner(), "kratom")
		wants(t, "an answer of a practice", f.SaveAnswer(ctx, newSaved(practice, 1, "0")), store.ErrNotFound)
		wants(t, "an answer of nothing", f.SaveAnswer(ctx, quiz.Saved{Session: newID(), N: 1, At: day}), store.ErrNotFound)
		for _, id := range []quiz.Session{practice, {ID: newID()}} {
			_, _, err := f.Finish(ctx, id.ID, day, graded)
			wants(t, "the end of no test", err, store.ErrNotFound)
		}
		s := f.test(0, 0)
		must(t, f.SaveAnswer(ctx, newSaved(s, 1, "0")))
		must(t, f.DeleteSession(ctx, s.ID))
		wants(t, "an answer of a deleted test", f.SaveAnswer(ctx, newSaved(s, 1, "0")), store.ErrNotFound)
		left, err := f.SavedAnswers(ctx, s.ID)
		must(t, err)
		equal(t, "how much is left of a deleted test", len(left), 0)
	},
	"are taken until the deadline": func(t *testing.T, f *fixture) {
		s := f.test(60, 15)
		d := newSaved(s, 1, "0")
		d.At = s.Started.Add(75*time.Second - time.Microsecond)
		must(t, f.SaveAnswer(ctx, d))
		d.At = d.At.Add(time.Microsecond)
		wants(t, "an answer at the deadline", f.SaveAnswer(ctx, d), store.ErrFinished)
	},
	"stay where grading fails": func(t *testing.T, f *fixture) {
		s := f.test(0, 0)
		must(t, f.SaveAnswer(ctx, newSaved(s, 1, "0")))
		broken := errors.New("broken")
		_, _, err := f.Finish(ctx, s.ID, day, func([]quiz.Saved) ([]quiz.Answer, error) { return nil, broken })
		wants(t, "a test that cannot be graded", err, broken)
		must(t, f.SaveAnswer(ctx, newSaved(s, 1, "1")))
	},
	"are all graded or refused": func(t *testing.T, f *fixture) {
		s := f.test(0, 0)
		saved := make([]bool, 24)
		together(len(saved), func(i int) {
			if i == len(saved)/2 {
				if _, _, err := f.Finish(ctx, s.ID, day, graded); err != nil {
					t.Error(err)
				}
			}
			switch err := f.SaveAnswer(ctx, newSaved(s, i+1, fmt.Sprint(i))); {
			case err == nil:
				saved[i] = true
			case !errors.Is(err, store.ErrFinished):
				t.Error(err)
			}
		})
		_, answers := f.walk(s.ID)
		for i, want := range saved {
			if holds(answers, i+1) != want {
				t.Errorf("answer %d was acknowledged: %v, and is not so in the answers", i+1, want)
			}
		}
	},
	"of overdue tests are found": func(t *testing.T, f *fixture) {
		late, later, finished := f.test(60, 0), f.test(60, 600), f.test(60, 0)
		f.test(0, 0)
		_, _, err := f.Finish(ctx, finished.ID, finished.Started, graded)
		must(t, err)
		now := later.Deadline()
		for _, c := range []struct {
			limit int
			want  []quiz.Session
		}{{10, []quiz.Session{late, later}}, {1, []quiz.Session{late}}, {0, nil}} {
			got, err := f.Overdue(ctx, now, c.limit)
			must(t, err)
			equal(t, fmt.Sprint("at most ", c.limit), got, c.want)
		}
		got, err := f.Overdue(ctx, now.Add(-time.Microsecond), 10)
		must(t, err)
		equal(t, "a moment before", got, []quiz.Session{late})
	},
}
