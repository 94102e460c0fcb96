package play

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// ErrAgain says that a try was not right, and that another may be made. It says
// nothing of how nearly right it was.
var ErrAgain = errors.New("the try was not right, and there is another")

// The fields of a form of a question that can be tried again or has hints.
const (
	// TryField holds the number of the try that the form is for.
	TryField = "try"
	// HintField is the button that asks for a hint; its value is the hint's number.
	HintField = "hint"
)

// Trying is where a learner stands with a question that can be tried more than
// once or has hints.
type Trying struct {
	quiz.Trying            // what the session allows
	Tries       []quiz.Try // that were made, none of which was right
	Given       int        // hints that were given
}

// Now gives the number of the try that comes next, from 1.
func (t *Trying) Now() int { return len(t.Tries) + 1 }

// Left is how many hints can still be asked for.
func (t *Trying) Left() int { return max(0, len(t.Hints)-t.Given) }

// Worth is the fraction that a right response earns now.
func (t *Trying) Worth() float64 { return t.Earns(1, len(t.Tries), t.Given) }

// Counts says whether the answer is one of several responses or comes with a
// hint; else it is kept like any other.
func (t *Trying) Counts() bool { return t != nil && (t.Trying.Tries > 1 || t.Given > 0) }

// Trying gives where the learner stands with question n, which is not answered;
// nil where there is one try and no hint, as nearly always. The error is the
// store's.
func (p *Play) Trying(ctx context.Context, w *Walk, n int) (*Trying, error) {
	allowed := w.allowed(n)
	if !allowed.Offered() {
		return nil, nil
	}
	t := &Trying{Trying: allowed}
	var err error
	if t.Tries, t.Given, err = p.store.Tried(ctx, w.Session.ID, n); err != nil {
		return nil, err
	}
	t.Given = min(t.Given, len(t.Hints))
	return t, nil
}

// allowed is what the session allows at question n.
func (w *Walk) allowed(n int) quiz.Trying {
	return w.Revision.Set.Trying(w.Question(n)).In(&w.Session, w.Shows(quiz.ShowVerdict))
}

// try keeps a try and, where it ends the question, the answer. The form says
// which try it is for: one that has been made already changes nothing. The
// errors are those of Answer.
func (p *Play) try(ctx context.Context, w *Walk, n int, t *Trying, f quiz.Form) (quiz.Answer, error) {
	number := 1
	if sent := f.Get(TryField); sent != "" {
		number, _ = strconv.Atoi(sent) // 0, which is never next, for what is no number
	}
	if number != t.Now() {
		return p.stands(ctx, w, n)
	}
	d, err := w.read(n, f)
	if err != nil {
		return quiz.Answer{}, err
	}
	q := w.Question(n)
	try := quiz.Try{Session: w.Session.ID, N: n, Try: number, Response: d.Response, DontKnow: d.DontKnow, At: w.At}
	if !try.DontKnow {
		if try.Fraction, err = q.Body.Grade(try.Response); err != nil {
			return quiz.Answer{}, fmt.Errorf("question %s cannot be graded: %w", q.ID, err)
		}
	}
	var last *quiz.Answer
	if t.Ends(try) {
		a := t.Settle(try, t.Tries, t.Given, q.Points())
		a.Certainty = d.Certainty
		last = &a
	}
	if err := p.store.CommitTry(ctx, try, last); err != nil {
		return quiz.Answer{}, err
	}
	if last != nil {
		p.stats.answers.Add(1)
		p.decks.forget(w.Session.Learner)
	}
	return p.stands(ctx, w, n)
}

// stands gives the answer that stands for question n after a try, which may be
// one that was sent from elsewhere; ErrAgain where there is none.
func (p *Play) stands(ctx context.Context, w *Walk, n int) (quiz.Answer, error) {
	now, err := p.Walk(ctx, w.Session.Learner, w.Session.ID)
	if err != nil {
		return quiz.Answer{}, err
	}
	if a, answered := now.Answer(n); answered {
		return a, nil
	}
	return quiz.Answer{}, ErrAgain
}

// Hint gives hint number `hint` of question n, where it is the next one; it
// gives the walk as it stands then. Asked for again, or where there is no such
// hint or the question is answered, nothing changes. The error is ErrNotFound
// where there is no such question, a *Refused once the assignment has closed.
func (p *Play) Hint(ctx context.Context, learner, session uuid.UUID, n, hint int) (*Walk, error) {
	w, err := p.Walk(ctx, learner, session)
	if err != nil {
		return nil, err
	}
	if w.Question(n) == nil {
		return nil, ErrNotFound
	}
	if w.Assignment != nil && w.Assignment.Window(w.At) == quiz.Closed {
		return nil, &Refused{"refused.closed"}
	}
	if _, answered := w.Answer(n); answered || hint < 1 || hint > len(w.allowed(n).Hints) {
		return w, nil
	}
	return w, p.store.GiveHint(ctx, session, n, hint, w.At)
}
