package play

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// dontKnow is the answer "I don't know": the value of the choice among the
// options, or the name of a button of its own.
const dontKnow = "dont-know"

// Answer grades what a learner submitted for question n and keeps it; it is on
// the disk when Answer returns. Where the question is answered already, the
// earlier answer stands and that is no error. The error is a *quiz.Problem
// where the form is incomplete, ErrNotFound where there is no such question, a
// *Refused once the assignment of the session has closed.
func (p *Play) Answer(ctx context.Context, learner, session uuid.UUID, n int, f quiz.Form) (*Walk, error) {
	w, err := p.Walk(ctx, learner, session)
	if err != nil {
		return nil, err
	}
	q := w.Question(n)
	if q == nil {
		return nil, ErrNotFound
	}
	if _, answered := w.find(n); answered {
		return w, nil
	}
	if w.Assignment != nil && w.Assignment.Window(w.At) == quiz.Closed {
		return nil, &Refused{"refused.closed"}
	}
	a := quiz.Answer{Session: session, N: n, Worth: q.Points(), At: w.At}
	if a.DontKnow = unknown(f); !a.DontKnow {
		if a.Response, err = q.Body.Read(w.Session.ShuffleFor(q), f); err != nil {
			return nil, err
		}
		if a.Certainty, err = w.Session.Certainty.Read(f); err != nil {
			return nil, err
		}
		if a.Fraction, err = q.Body.Grade(a.Response); err != nil {
			return nil, fmt.Errorf("question %s cannot be graded: %w", q.ID, err)
		}
	}
	kept, err := p.store.CommitAnswer(ctx, a)
	if err != nil {
		return nil, err
	}
	return w.with(kept), nil
}

func unknown(f quiz.Form) bool {
	_, button := f[dontKnow]
	return button || f.Get("answer") == dontKnow
}

// with gives the walk with one answer more.
func (w *Walk) with(a quiz.Answer) *Walk {
	i, _ := w.find(a.N)
	more := *w
	more.Answers = slices.Insert(slices.Clip(slices.Clone(w.Answers)), i, a)
	return &more
}
