package play

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// dontKnow is the answer "I don't know": the value of the choice among the
// options, or the name of a button of its own.
const dontKnow = "dont-know"

// Answer grades what a learner submitted for question n and keeps it; it is on
// the disk when Answer returns. Where the question is answered already, the
// earlier answer stands and is given back. The error is a *quiz.Problem
// where the form is incomplete, ErrNotFound where there is no such question, a
// *Refused once the assignment of the session has closed, ErrTest in a test,
// ErrAgain where the question can be tried again.
func (p *Play) Answer(ctx context.Context, learner, session uuid.UUID, n int, f quiz.Form) (quiz.Answer, error) {
	w, err := p.Walk(ctx, learner, session)
	if err != nil {
		return quiz.Answer{}, err
	}
	q := w.Question(n)
	if q == nil {
		return quiz.Answer{}, ErrNotFound
	}
	if w.Session.Mode == quiz.Test {
		return quiz.Answer{}, ErrTest
	}
	if earlier, answered := w.Answer(n); answered {
		return earlier, nil
	}
	if w.Assignment != nil && w.Assignment.Window(w.At) == quiz.Closed {
		return quiz.Answer{}, &Refused{"refused.closed"}
	}
	if t, err := p.Trying(ctx, w, n); err != nil {
		return quiz.Answer{}, err
	} else if t.Counts() {
		return p.try(ctx, w, n, t, f)
	}
	d, err := w.read(n, f)
	if err != nil {
		return quiz.Answer{}, err
	}
	a := quiz.Answer{Session: session, N: n, Response: d.Response, DontKnow: d.DontKnow, Certainty: d.Certainty, Worth: q.Points(), At: w.At}
	if !a.DontKnow {
		if a.Fraction, err = q.Body.Grade(a.Response); err != nil {
			return quiz.Answer{}, fmt.Errorf("question %s cannot be graded: %w", q.ID, err)
		}
	}
	kept, err := p.store.CommitAnswer(ctx, a)
	if err == nil {
		p.stats.answers.Add(1)
		p.decks.forget(learner)
	}
	return kept, err
}

// read reads the form of question n. The error is a *quiz.Problem.
func (w *Walk) read(n int, f quiz.Form) (d quiz.Saved, err error) {
	d = quiz.Saved{Session: w.Session.ID, N: n, At: w.At, DontKnow: unknown(f)}
	if d.DontKnow {
		return d, nil
	}
	q := w.Question(n)
	if d.Response, err = q.Body.Read(w.Session.ShuffleFor(q), f); err != nil {
		return d, err
	}
	d.Certainty, err = w.Session.Certainty.Read(f)
	return d, err
}

func unknown(f quiz.Form) bool {
	_, button := f[dontKnow]
	return button || f.Get("answer") == dontKnow
}
