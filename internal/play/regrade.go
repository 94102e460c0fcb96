package play

import (
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Regrade is a decision to grade the answers to a question anew.
type Regrade = store.Regrade

// RegradeSummary is a regrade with what it has changed.
type RegradeSummary = store.RegradeSummary

// Order says which answers are to be graded anew, and how.
type Order struct {
	Set        string
	Question   string    // its id
	Assignment uuid.UUID // whose answers alone are meant; zero: those to the set
	Rule       quiz.Rule
	Revision   string // the hash of the revision whose key counts, for quiz.ByKey
}

// mayRegrade says whose answers somebody may have graded anew: those of an
// assignment of theirs or, of a set of theirs or of the server's folder, those
// that belong to no assignment or to one of theirs. ErrNotFound.
func (s *Staff) mayRegrade(ctx context.Context, who Who, o Order) (func(assignment uuid.UUID) bool, error) {
	if !May(who.Role, Instructor) {
		return nil, ErrNotFound
	}
	if o.Assignment != uuid.Nil {
		a, err := s.mine(ctx, who, o.Assignment, true)
		if err == nil && a.Set != o.Set {
			err = ErrNotFound
		}
		return func(id uuid.UUID) bool { return id == o.Assignment }, err
	}
	if err := s.mayCorrect(ctx, who, o.Set); err != nil {
		return nil, err
	}
	if who.Role == Admin {
		return func(uuid.UUID) bool { return true }, nil
	}
	theirs := map[uuid.UUID]bool{uuid.Nil: true}
	for before := uuid.Nil; ; {
		list, err := s.store.Assignments(ctx, who.ID, before, assignmentsAtOnce)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			theirs[a.ID] = true
		}
		if len(list) < assignmentsAtOnce {
			return func(id uuid.UUID) bool { return theirs[id] }, nil
		}
		before = list[len(list)-1].ID
	}
}

// mayCorrect is ErrNotFound where somebody may not say what is right in a set:
// one that another has published and that is not the server's folder's.
func (s *Staff) mayCorrect(ctx context.Context, who Who, set string) error {
	history, err := s.store.Publications(ctx, set)
	if err != nil {
		return err
	}
	if !May(who.Role, Instructor) || len(history) > 0 && !MayEdit(who, history[0].Owner) && !s.InFolder(set) {
		return ErrNotFound
	}
	return nil
}

// assignmentsAtOnce is how many assignments are read at a time.
const assignmentsAtOnce = 200

// Revisions lists all revisions of a set, the newest first.
func (p *Play) Revisions(ctx context.Context, set string) ([]Taken, error) {
	return p.store.Taken(ctx, set)
}

// maxWhy bounds what is told to learners of a regrade, in characters.
const maxWhy = 500

// regradesAtOnce is how many answers one transaction grades anew, and
// regradeRounds how often those are tried again that something has come between.
const (
	regradesAtOnce = 200
	regradeRounds  = 3
)

// Regrade grades answers anew, and keeps why in words for learners. Cut off, it
// goes on when it is ordered again, or by Resume. The error is a *quiz.Problem
// where there is no reason or nothing would change, or one of DryRun's.
func (s *Staff) Regrade(ctx context.Context, who Who, o Order, why string) (Regrade, error) {
	why = plainLine(why)
	switch {
	case why == "":
		return Regrade{}, &quiz.Problem{Message: "problem.regrade-why", Control: "why"}
	case utf8.RuneCountInString(why) > maxWhy:
		return Regrade{}, &quiz.Problem{Message: "problem.regrade-why-long", Control: "why"}
	}
	may, err := s.mayRegrade(ctx, who, o)
	if err != nil {
		return Regrade{}, err
	}
	r := Regrade{Set: o.Set, Question: o.Question, Assignment: o.Assignment, Rule: o.Rule, Revision: o.Revision, Account: who.ID, By: who.Name, Why: why, At: s.now()}
	if r.ID, err = s.newID(); err != nil {
		return Regrade{}, err
	}
	d, err := s.dryRun(ctx, o, may)
	if err != nil {
		return Regrade{}, err
	}
	if d.Changed() == 0 {
		return s.sentTwice(ctx, r)
	}
	kept, err := s.store.BeginRegrade(ctx, r)
	if err != nil {
		return Regrade{}, err
	}
	if kept.At.UnixMicro() == r.At.UnixMicro() { // and not one that was sent before
		if err := s.Record(ctx, who, "regraded", o.Set+"/"+o.Question, string(o.Rule)+": "+why); err != nil {
			return kept, err
		}
	}
	return kept, s.apply(ctx, kept, d, may)
}

// sentTwice finds the regrade that was ordered a moment ago in the same words;
// where there is none, nothing would change.
func (s *Staff) sentTwice(ctx context.Context, r Regrade) (Regrade, error) {
	latest, err := s.store.Regrades(ctx, r.Set, uuid.Nil, 1)
	if err != nil {
		return Regrade{}, err
	}
	if len(latest) == 1 && latest[0].Same(r) {
		return latest[0].Regrade, nil
	}
	return Regrade{}, &quiz.Problem{Message: "problem.regrade-nothing", Control: "why"}
}

// apply carries out a regrade, a bounded number of answers at a time.
func (s *Staff) apply(ctx context.Context, r Regrade, d *DryRun, may func(uuid.UUID) bool) (err error) {
	defer s.class.forget()
	for round := 0; d.Changed() > 0 && round < regradeRounds; round++ {
		if round > 0 {
			if d, err = s.dryRun(ctx, d.Order, may); err != nil {
				return err
			}
		}
		var grades []store.Regraded
		for i, c := range d.Changes {
			if !c.Cannot {
				grades = append(grades, store.Regraded{Regrade: r.ID, Session: c.Session, N: c.N, Before: c.Before, After: c.After})
			}
			if len(grades) == regradesAtOnce || i == len(d.Changes)-1 && len(grades) > 0 {
				if _, err := s.store.ApplyRegrade(ctx, r.ID, grades); err != nil {
					return err
				}
				grades = grades[:0]
			}
			s.decks.forget(c.learner)
		}
	}
	return s.store.EndRegrade(ctx, r.ID, s.now())
}

// Resume goes on with a regrade that was cut off, with what has been answered
// since. ErrNotFound where it is another's or no longer stands.
func (s *Staff) Resume(ctx context.Context, who Who, id uuid.UUID) error {
	r, err := s.regradeOf(ctx, who, id)
	if err == nil && !r.Undone.IsZero() {
		err = ErrNotFound
	}
	if err != nil {
		return err
	}
	o := Order{Set: r.Set, Question: r.Question, Assignment: r.Assignment, Rule: r.Rule, Revision: r.Revision}
	may, err := s.mayRegrade(ctx, who, o)
	if err != nil {
		return err
	}
	d, err := s.dryRun(ctx, o, may)
	if err != nil {
		return err
	}
	return s.apply(ctx, r, d, may)
}

// UndoRegrade gives all answers the grades back that they had before a regrade. Cut
// off, it goes on when it is called again. *Refused where a later regrade of one
// of them stands, ErrNotFound where it is another's.
func (s *Staff) UndoRegrade(ctx context.Context, who Who, id uuid.UUID) error {
	r, err := s.regradeOf(ctx, who, id)
	if err != nil {
		return err
	}
	err = s.store.BeginUndo(ctx, id, s.now(), who.Name)
	if errors.Is(err, store.ErrLater) {
		return &Refused{"refused.regrade-later"}
	}
	if err != nil {
		return err
	}
	if r.Undone.IsZero() {
		if err := s.Record(ctx, who, "regrade-undone", r.Set+"/"+r.Question, r.Why); err != nil {
			return err
		}
	}
	defer s.class.forget()
	defer s.decks.clear()
	for {
		n, err := s.store.Undo(ctx, id, regradesAtOnce)
		if err != nil || n < regradesAtOnce {
			return err
		}
	}
}

// regradeOf gives a regrade to whoever ordered it, to whom its assignment
// belongs, and to admins. ErrNotFound.
func (s *Staff) regradeOf(ctx context.Context, who Who, id uuid.UUID) (Regrade, error) {
	r, err := s.store.Regrade(ctx, id)
	if err != nil {
		return Regrade{}, err
	}
	if r.Assignment != uuid.Nil {
		_, err = s.mine(ctx, who, r.Assignment, true)
	} else if !MayEdit(who, r.Account) {
		err = ErrNotFound
	}
	return r, err
}

// regradesKept is how many of a set's regrades are listed.
const regradesKept = 200

// Regrades lists the regrades of an assignment and of its set or, for the zero
// id, of the set alone, the newest first. ErrNotFound.
func (s *Staff) Regrades(ctx context.Context, who Who, set string, assignment uuid.UUID) ([]RegradeSummary, error) {
	if _, err := s.mayRegrade(ctx, who, Order{Set: set, Assignment: assignment}); err != nil {
		return nil, err
	}
	all, err := s.store.Regrades(ctx, set, uuid.Nil, regradesKept)
	return slices.DeleteFunc(all, func(r RegradeSummary) bool { return r.Assignment != uuid.Nil && r.Assignment != assignment }), err
}
