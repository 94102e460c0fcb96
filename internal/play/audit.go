package play

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

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

// walk tells of the differences in a session. A server may be at work, and
// regrade between two things that are read here: they are told where the session
// is the same after all of them.
func (a *audit) walk(ctx context.Context, w *store.Walk) error {
	a.Sessions++
	a.Answers += len(w.Answers)
	for {
		found, err := a.look(ctx, w)
		if err != nil || len(found) == 0 {
			return err
		}
		now, err := a.store.Walks(ctx, store.Before(w.Session.ID), 1)
		switch {
		case err != nil:
			return err
		case len(now) == 0 || now[0].Session.ID != w.Session.ID: // it was deleted
			return nil
		case now[0].Session.Regraded == w.Session.Regraded && slices.EqualFunc(now[0].Answers, w.Answers, quiz.Answer.Equal):
			for _, d := range found {
				a.Differences++
				a.tell(d)
			}
			return nil
		}
		w = &now[0]
	}
}

// look finds the differences in a session as it was read. The error is the store's.
func (a *audit) look(ctx context.Context, w *store.Walk) (found []Difference, err error) {
	differs := func(n int, what string, args ...any) {
		found = append(found, Difference{w.Session.ID, n, fmt.Sprintf(what, args...)})
	}
	p, err := a.pinned(ctx, w.Session.Revision)
	if err != nil {
		return nil, err
	}
	if p.problem != "" {
		differs(0, "%s", p.problem)
		return found, nil
	}
	for _, item := range w.Session.Items {
		if item < 0 || item >= len(p.set.Questions) {
			differs(0, "it asks question %d of a set that has %d", item+1, len(p.set.Questions))
			return found, nil
		}
	}
	regraded, err := a.regraded(ctx, &w.Session)
	if err != nil {
		return nil, err
	}
	for i := range w.Answers {
		n := w.Answers[i].N
		if n < 1 || n > len(w.Session.Items) {
			differs(n, "it is answered, and the session has %d questions", len(w.Session.Items))
			continue
		}
		what, err := a.difference(ctx, p.set, &p.set.Questions[w.Session.Items[n-1]], w.Answers[i], regraded[n])
		if err != nil {
			return nil, err
		}
		if what != "" {
			differs(n, "%s", what)
		}
	}
	return found, nil
}

// regraded gives what stands of the regrades of a session, by the numbers of
// its questions. The error is the store's.
func (a *audit) regraded(ctx context.Context, s *quiz.Session) (map[int][]store.Regraded, error) {
	if s.Regraded == 0 {
		return nil, nil
	}
	all, err := a.store.Regraded(ctx, s.ID)
	of := map[int][]store.Regraded{}
	for _, g := range all {
		of[g.N] = append(of[g.N], g)
	}
	return of, err
}

// difference says how an answer differs from what its response earns, by its
// own key and then by each regrade; "" where it does not. The error is the store's.
func (a *audit) difference(ctx context.Context, set *quiz.Set, q *quiz.Question, answer quiz.Answer, regraded []store.Regraded) (string, error) {
	allowed := set.Trying(q)
	if answer.Tries() > allowed.Tries || answer.Hints() > len(allowed.Hints) {
		return fmt.Sprintf("it took %d tries and %d hints, and has %d and %d", answer.Tries(), answer.Hints(), allowed.Tries, len(allowed.Hints)), nil
	}
	grade, err := quiz.FirstGrade(allowed, q, answer)
	if err != nil {
		return fmt.Sprintf("the stored response cannot be graded: %v", err), nil
	}
	for _, g := range regraded {
		if what := unlike(g.Before, grade); what != "" {
			return fmt.Sprintf("before the regrade %s, %s", g.Regrade, what), nil
		}
		r, err := a.store.Regrade(ctx, g.Regrade)
		if errors.Is(err, ErrNotFound) {
			return fmt.Sprintf("the regrade %s is not kept", g.Regrade), nil
		}
		if err != nil {
			return "", err
		}
		var corrected *quiz.Question
		if r.Rule == quiz.ByKey {
			p, err := a.pinned(ctx, r.Revision)
			if err != nil {
				return "", err
			}
			if p.problem != "" {
				return p.problem, nil
			}
			i := p.set.Index(q.ID)
			if i < 0 {
				return fmt.Sprintf("the revision %s, by which it was regraded, does not ask it", r.Revision), nil
			}
			corrected = &p.set.Questions[i]
		}
		if grade, err = r.Rule.Grade(allowed, q, corrected, answer); err != nil {
			return fmt.Sprintf("it cannot be regraded as it was: %v", err), nil
		}
		if what := unlike(g.After, grade); what != "" {
			return fmt.Sprintf("after the regrade %s, %s", g.Regrade, what), nil
		}
	}
	return unlike(answer.Grade(), grade), nil
}

// unlike says how a stored grade differs from what is earned; "" where it does not.
func unlike(stored, earned quiz.Grade) string {
	switch {
	case math.Abs(earned.Fraction-stored.Fraction) > sameFraction:
		return fmt.Sprintf("%v of it was counted as right, and the response earns %v", stored.Fraction, earned.Fraction)
	case math.Abs(earned.Worth-stored.Worth) > sameFraction:
		return fmt.Sprintf("it was counted with the weight %v, and has %v", stored.Worth, earned.Worth)
	case math.Abs(earned.Graded-stored.Graded) > sameFraction:
		return fmt.Sprintf("its response was graded with %v, and earns %v", stored.Graded, earned.Graded)
	case math.Abs(earned.First-stored.First) > sameFraction:
		return fmt.Sprintf("the first try was graded with %v, and earns %v", stored.First, earned.First)
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
