package play

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Difference is something stored that does not follow from what it was made of.
type Difference struct {
	Session uuid.UUID
	N       int    // the number of the question; 0 where it is about the session
	What    string // one sentence for the person who runs the server
}

func (d Difference) String() string {
	if d.N == 0 {
		return fmt.Sprintf("session %s: %s", d.Session, d.What)
	}
	return fmt.Sprintf("session %s, question %d: %s", d.Session, d.N, d.What)
}

// Audited counts what an audit has looked at.
type Audited struct{ Sessions, Answers, Differences int }

// auditChunk is how many sessions are read at a time.
const auditChunk = 500

// sameFraction is how far two sums of the same parts may lie apart.
const sameFraction = 1e-9

// Audit grades every stored response again, by the revision that its session is
// pinned to, and tells each of the differences from what is stored. It changes
// nothing.
func Audit(ctx context.Context, st store.Audit, parse Parse, tell func(Difference)) (Audited, error) {
	a := &audit{store: st, parse: parse, tell: tell, sets: map[string]pinned{}}
	var after uuid.UUID
	for {
		walks, err := st.Walks(ctx, after, auditChunk)
		if err != nil {
			return a.Audited, err
		}
		for i := range walks {
			if err := a.walk(ctx, &walks[i]); err != nil {
				return a.Audited, err
			}
		}
		if len(walks) < auditChunk {
			return a.Audited, nil
		}
		after = walks[len(walks)-1].Session.ID
	}
}

type audit struct {
	Audited
	store store.Audit
	parse Parse
	tell  func(Difference)
	sets  map[string]pinned // by the revision's hash
}

// pinned is the set of a revision, or why there is none.
type pinned struct {
	set     *quiz.Set
	problem string
}

func (a *audit) walk(ctx context.Context, w *store.Walk) error {
	a.Sessions++
	a.Answers += len(w.Answers)
	differs := func(n int, what string, args ...any) {
		a.Differences++
		a.tell(Difference{w.Session.ID, n, fmt.Sprintf(what, args...)})
	}
	p, err := a.pinned(ctx, w.Session.Revision)
	if err != nil {
		return err
	}
	if p.problem != "" {
		differs(0, "%s", p.problem)
		return nil
	}
	for _, item := range w.Session.Items {
		if item < 0 || item >= len(p.set.Questions) {
			differs(0, "it asks question %d of a set that has %d", item+1, len(p.set.Questions))
			return nil
		}
	}
	for i := range w.Answers {
		if what := difference(p.set, &w.Session, &w.Answers[i]); what != "" {
			differs(w.Answers[i].N, "%s", what)
		}
	}
	return nil
}

// difference says how an answer differs from what its response earns; "" where
// it does not.
func difference(set *quiz.Set, s *quiz.Session, a *quiz.Answer) string {
	if a.N < 1 || a.N > len(s.Items) {
		return fmt.Sprintf("it is answered, and the session has %d questions", len(s.Items))
	}
	q := &set.Questions[s.Items[a.N-1]]
	fraction := 0.0
	if !a.DontKnow && a.Verdict() != quiz.LeftOut {
		var err error
		if fraction, err = q.Body.Grade(a.Response); err != nil {
			return fmt.Sprintf("the stored response cannot be graded: %v", err)
		}
	}
	if a.Tried != nil {
		if what := differentTries(set.Trying(q), q, a, fraction); what != "" {
			return what
		}
		fraction = set.Trying(q).Earns(fraction, a.Tried.Wrong, a.Tried.Hints)
	}
	switch {
	case math.Abs(fraction-a.Fraction) > sameFraction:
		return fmt.Sprintf("%v of it was counted as right, and the response earns %v", a.Fraction, fraction)
	case math.Abs(q.Points()-a.Worth) > sameFraction:
		return fmt.Sprintf("it was counted with the weight %v, and has %v", a.Worth, q.Points())
	}
	return ""
}

// differentTries says how an answer that took several responses differs from
// what they earn; graded is what the last of them does.
func differentTries(allowed quiz.Trying, q *quiz.Question, a *quiz.Answer, graded float64) string {
	first := graded
	if a.Tried.Wrong > 0 {
		var err error
		if first, err = q.Body.Grade(a.Tried.First); err != nil {
			return fmt.Sprintf("the stored response of the first try cannot be graded: %v", err)
		}
	}
	switch {
	case a.Tries() > allowed.Tries || a.Hints() > len(allowed.Hints):
		return fmt.Sprintf("it took %d tries and %d hints, and has %d and %d", a.Tries(), a.Hints(), allowed.Tries, len(allowed.Hints))
	case math.Abs(graded-a.Graded()) > sameFraction:
		return fmt.Sprintf("its response was graded with %v, and earns %v", a.Graded(), graded)
	case math.Abs(first-a.Tried.Earned) > sameFraction:
		return fmt.Sprintf("the first try was graded with %v, and earns %v", a.Tried.Earned, first)
	}
	return ""
}

// pinned reads a revision, each once. The error is the store's.
func (a *audit) pinned(ctx context.Context, hash string) (pinned, error) {
	if p, ok := a.sets[hash]; ok {
		return p, nil
	}
	r, err := a.store.Revision(ctx, hash)
	var p pinned
	switch {
	case errors.Is(err, ErrNotFound):
		p.problem = "its revision " + hash + " is not kept"
	case err != nil:
		return p, err
	default:
		if p.set, err = a.parse(r.Set, r.Files); err != nil {
			p.problem = err.Error()
		} else if made := NewRevision(p.set, r.Files); made.Hash != hash {
			p.problem = "the files of its revision " + hash + " are not those that were published"
		}
	}
	a.sets[hash] = p
	return p, nil
}
