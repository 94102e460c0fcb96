package play

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// ErrTest says that the answers of the session are saved rather than graded.
var ErrTest = errors.New("the session is a test")

// Over says that a test is finished, so that nothing of it can be changed.
type Over struct {
	Session uuid.UUID
	Late    bool // its time ran out; else the learner has handed it in
}

func (o *Over) Error() string { return "the test is finished" }

// openTest completes the walk of an open test: with what is saved, or where its
// time is over, with the answers as they are graded then.
func (p *Play) openTest(ctx context.Context, w *Walk) (*Walk, error) {
	if w.overdue() {
		return p.finish(ctx, w)
	}
	var err error
	w.Saved, err = p.store.SavedAnswers(ctx, w.Session.ID)
	return w, err
}

// overdue says whether nothing more is taken: the time of the test is over, or
// its assignment has closed.
func (w *Walk) overdue() bool {
	return w.Session.Overdue(w.At) || w.Assignment != nil && w.Assignment.Window(w.At) == quiz.Closed
}

// Save keeps the answer to question n of a test, which can still be changed. Of
// two tabs, the one that sent last stands. The errors are those of Answer, and a
// *Over once the test is finished.
func (p *Play) Save(ctx context.Context, learner, session uuid.UUID, n int, f quiz.Form) (*Walk, error) {
	w, err := p.Walk(ctx, learner, session)
	switch {
	case err != nil:
		return nil, err
	case w.Session.Mode != quiz.Test || w.Question(n) == nil:
		return nil, ErrNotFound
	case !w.Session.Open():
		return nil, over(&w.Session)
	}
	d, err := w.read(n, f)
	if err != nil {
		return nil, err
	}
	err = p.store.SaveAnswer(ctx, d)
	if errors.Is(err, store.ErrFinished) {
		return nil, over(&w.Session) // in another tab, a moment ago
	}
	if err != nil {
		return nil, err
	}
	more := *w
	i, known := slices.BinarySearchFunc(w.Saved, n, func(d quiz.Saved, n int) int { return cmp.Compare(d.N, n) })
	more.Saved = slices.Clone(w.Saved)
	if known {
		more.Saved[i] = d
	} else {
		more.Saved = slices.Insert(more.Saved, i, d)
	}
	return &more, nil
}

func over(s *quiz.Session) *Over {
	deadline := s.Deadline()
	return &Over{Session: s.ID, Late: !deadline.IsZero() && !s.Finished.Before(deadline)}
}

// SavedAnswer gives what is saved for question n; it reports false where nothing is.
func (w *Walk) SavedAnswer(n int) (quiz.Saved, bool) {
	i, ok := slices.BinarySearchFunc(w.Saved, n, func(d quiz.Saved, n int) int { return cmp.Compare(d.N, n) })
	if !ok {
		return quiz.Saved{}, false
	}
	return w.Saved[i], true
}

// Finish hands in a test: all its answers are graded at once. A test that is
// finished stays as it is, and so does a session that is no test.
func (p *Play) Finish(ctx context.Context, learner, session uuid.UUID) (*Walk, error) {
	w, err := p.Walk(ctx, learner, session)
	if err != nil || !w.Session.Open() {
		return w, err
	}
	return p.finish(ctx, w)
}

// finish ends a test now, or at its deadline where that is past.
func (p *Play) finish(ctx context.Context, w *Walk) (*Walk, error) {
	at := w.At
	if w.Session.Overdue(at) {
		at = w.Session.Deadline()
	}
	if w.Assignment != nil && w.Assignment.Window(at) == quiz.Closed {
		at = w.Assignment.Closes
	}
	done := *w
	done.Saved = nil
	var err error
	done.Session, done.Answers, err = p.store.Finish(ctx, w.Session.ID, at, func(saved []quiz.Saved) ([]quiz.Answer, error) {
		// The store may call this beside all requests, and looks for overdue tests do.
		return unharmed("a test cannot be graded", func() ([]quiz.Answer, error) {
			return quiz.GradeSaved(w.Revision.Set, &w.Session, saved, at)
		})
	})
	p.decks.forget(w.Session.Learner)
	return &done, err
}

// Left gives how much time a test still has; it reports false where it has no limit.
func (w *Walk) Left() (time.Duration, bool) {
	deadline := w.Session.Deadline()
	if deadline.IsZero() {
		return 0, false
	}
	return max(0, deadline.Sub(w.At)), true
}

// overdueAtOnce bounds one look for tests whose time is over.
const overdueAtOnce = 100

// FinishOverdue finishes the tests whose time is over, or whose assignment has
// closed, and that nobody has come back to. It gives how many there were. One
// that cannot be finished keeps none of the others open; the error names it.
func (p *Play) FinishOverdue(ctx context.Context) (int, error) {
	done := 0
	for {
		sessions, err := p.store.Overdue(ctx, p.now(), overdueAtOnce)
		if err != nil {
			return done, err
		}
		before, stay := done, error(nil)
		for _, s := range sessions {
			switch err := p.finishOverdue(ctx, s); {
			case err == nil:
				done++
			case errors.Is(err, ErrUnavailable):
				return done, err
			case errors.Is(err, ErrNotFound): // it was deleted a moment ago
			default:
				stay = errors.Join(stay, fmt.Errorf("session %s: %w", s.ID, err))
			}
		}
		if len(sessions) < overdueAtOnce || done == before {
			return done, stay
		}
	}
}

func (p *Play) finishOverdue(ctx context.Context, s quiz.Session) (err error) {
	w := &Walk{Session: s, At: p.now()}
	if w.Revision, err = p.revision(ctx, s.Revision); err != nil {
		return err
	}
	if s.Assignment != uuid.Nil {
		if w.Assignment, err = p.assigned.get(ctx, s.Assignment, w.At); err != nil {
			return err
		}
	}
	_, err = p.finish(ctx, w)
	return err
}
