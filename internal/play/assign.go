package play

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Bounds of the terms of an assignment.
const (
	maxTitle     = 200     // characters
	maxTimeLimit = 24 * 60 // minutes
	maxAttempts  = 100
	maxKeepDays  = 3650
	maxRoster    = 20_000 // people
)

// Assign offers the current revision of a set to a class. The error is a
// *quiz.Problem that names the field that is at fault.
func (p *Play) Assign(ctx context.Context, owner uuid.UUID, set string, t quiz.Terms, roster []store.Person) (quiz.Assignment, error) {
	r, err := p.Current(set)
	if err != nil {
		return quiz.Assignment{}, err
	}
	if err := checkTerms(r.Set, &t, len(roster)); err != nil {
		return quiz.Assignment{}, err
	}
	a := quiz.Assignment{Owner: owner, Set: set, Revision: r.Hash, Created: p.now(), Terms: t}
	if a.ID, err = p.newID(); err != nil {
		return quiz.Assignment{}, err
	}
	for {
		if a.Code, err = p.drawCode(); err != nil {
			return quiz.Assignment{}, err
		}
		if err = p.store.CreateAssignment(ctx, a); !errors.Is(err, store.ErrTaken) {
			break
		}
	}
	if err == nil && len(roster) > 0 {
		err = p.store.PutRoster(ctx, a.ID, roster)
	}
	return a, err
}

func (p *Play) drawCode() (string, error) {
	var random [16]byte
	for {
		if err := p.draw(random[:]); err != nil {
			return "", err
		}
		if code, ok := quiz.MakeCode(random[:]); ok {
			return code, nil
		}
	}
}

// ChangeTerms replaces the terms of an assignment and, where it is not nil,
// its roster. Sessions that have begun keep their questions and their limit.
// The error is a *quiz.Problem that names the field that is at fault.
func (p *Play) ChangeTerms(ctx context.Context, id uuid.UUID, t quiz.Terms, roster []store.Person) error {
	a, err := p.store.Assignment(ctx, id)
	if err != nil {
		return err
	}
	r, err := p.revision(ctx, a.Revision)
	if err != nil {
		return err
	}
	listed := roster
	if roster == nil && t.Identity == quiz.Roster {
		if listed, err = p.store.Roster(ctx, id); err != nil {
			return err
		}
	}
	if err := checkTerms(r.Set, &t, len(listed)); err != nil {
		return err
	}
	if roster != nil {
		if err := p.store.PutRoster(ctx, id, roster); err != nil {
			return err
		}
	}
	defer p.assigned.forget(id)
	return p.store.ChangeTerms(ctx, id, t)
}

// checkTerms says what of the terms cannot be, and settles the rest.
func checkTerms(set *quiz.Set, t *quiz.Terms, listed int) error {
	fault := func(message, control string) error {
		return &quiz.Problem{Message: message, Control: control}
	}
	t.Title = strings.Join(strings.Fields(t.Title), " ")
	_, err := time.LoadLocation(t.Zone)
	switch {
	case t.Title == "":
		return fault("problem.assign-title", "title")
	case utf8.RuneCountInString(t.Title) > maxTitle:
		return fault("problem.assign-title-long", "title")
	case !t.Mode.Assignable():
		return fault("problem.assign-mode", "mode")
	case !t.Certainty.Known():
		return fault("problem.assign-certainty", "certainty")
	case t.Questions < 0:
		return fault("problem.assign-questions", "questions")
	case err != nil || t.Zone == "" || t.Zone == "Local":
		return fault("problem.assign-zone", "zone")
	case !t.Opens.IsZero() && !t.Closes.IsZero() && !t.Opens.Before(t.Closes):
		return fault("problem.assign-window", "closes")
	case t.TimeLimit < 0 || t.TimeLimit > maxTimeLimit:
		return fault("problem.assign-time-limit", "time-limit")
	case t.Attempts < 0 || t.Attempts > maxAttempts:
		return fault("problem.assign-attempts", "attempts")
	case t.KeepDays < 0 || t.KeepDays > maxKeepDays:
		return fault("problem.assign-keep", "keep")
	case !t.Identity.Known():
		return fault("problem.assign-identity", "identity")
	case t.Identity == quiz.Roster && listed == 0:
		return fault("problem.assign-roster", "roster")
	case listed > maxRoster:
		return fault("problem.assign-roster-long", "roster")
	}
	for _, topic := range t.Topics {
		if !set.Topics.Has(topic) {
			return fault("problem.assign-topic", "topic-0")
		}
	}
	if len(quiz.Draw(set, t.Topics, 0, 0)) == 0 {
		return fault("problem.assign-no-questions", "topic-0")
	}
	t.Reveal = t.Reveal.Settled()
	return nil
}

// Assignments lists those of an owner (the zero id: everybody's), newest
// first: at most limit of those made before the assignment `before`.
func (p *Play) Assignments(ctx context.Context, owner, before uuid.UUID, limit int) ([]store.AssignmentSummary, error) {
	return p.store.Assignments(ctx, owner, before, limit)
}

// Assignment gives an assignment with the revision that it asks. ErrNotFound.
func (p *Play) Assignment(ctx context.Context, id uuid.UUID) (quiz.Assignment, *Revision, error) {
	a, err := p.store.Assignment(ctx, id)
	if err != nil {
		return a, nil, err
	}
	r, err := p.revision(ctx, a.Revision)
	return a, r, err
}

// Participants lists who has joined, in that order: at most limit of those
// after the participant `after`.
func (p *Play) Participants(ctx context.Context, assignment, after uuid.UUID, limit int) ([]store.Participant, error) {
	return p.store.Participants(ctx, assignment, after, limit)
}

// Roster gives the list of those who may join, by number.
func (p *Play) Roster(ctx context.Context, assignment uuid.UUID) ([]store.Person, error) {
	return p.store.Roster(ctx, assignment)
}

// Extend gives a participant more minutes in sessions that begin from now on.
// The error is a *quiz.Problem where that is too many.
func (p *Play) Extend(ctx context.Context, assignment, participant uuid.UUID, minutes int) error {
	if minutes < 0 || minutes > maxTimeLimit {
		return &quiz.Problem{Message: "problem.assign-extension", Control: "extension"}
	}
	return p.store.Extend(ctx, assignment, participant, minutes)
}

// RemoveParticipant takes a participant out of an assignment, with the sessions.
func (p *Play) RemoveParticipant(ctx context.Context, assignment, participant uuid.UUID) error {
	return p.store.RemoveParticipant(ctx, assignment, participant)
}

// DeleteAssignment removes an assignment with its participants and their sessions.
func (p *Play) DeleteAssignment(ctx context.Context, id uuid.UUID) error {
	return p.store.DeleteAssignment(ctx, id)
}

// ForgetPeople deletes what identifies persons where the time for which it was
// to be kept is over. It is to be called now and then.
func (p *Play) ForgetPeople(ctx context.Context) (int, error) {
	return p.store.ForgetPeople(ctx, p.now())
}
