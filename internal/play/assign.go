package play

import (
	"context"
	"errors"
	"slices"
	"strconv"
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

// NewTerms are the terms that the form of a new assignment begins with.
func NewTerms(set *quiz.Set) quiz.Terms {
	return quiz.Terms{Title: set.Title, Mode: quiz.Practice, Zone: "UTC", Identity: quiz.Nickname, KeepDays: 90, Reveal: quiz.RevealAll()}
}

// mine gives an assignment to those who may see to it: its owner, admins and,
// where nothing is changed, assistants. It is ErrNotFound for others.
func (s *Staff) mine(ctx context.Context, who Who, id uuid.UUID, change bool) (quiz.Assignment, error) {
	a, err := s.store.Assignment(ctx, id)
	if err == nil && who.Role != Admin && a.Owner != who.ID && (change || who.Role != Assistant) {
		err = ErrNotFound
	}
	if err != nil {
		return quiz.Assignment{}, err
	}
	return a, nil
}

// Assign offers the current revision of a set to a class. The error is a
// *quiz.Problem that names the field that is at fault, or ErrNotFound where
// there is no such set or somebody may not see whose it is.
func (s *Staff) Assign(ctx context.Context, who Who, set string, t quiz.Terms, roster []store.Person) (quiz.Assignment, error) {
	others, err := s.Others(ctx, who)
	if err != nil {
		return quiz.Assignment{}, err
	}
	r, err := s.Current(set)
	if err == nil && others[set] {
		err = ErrNotFound
	}
	if err != nil {
		return quiz.Assignment{}, err
	}
	if err := checkTerms(r.Set, &t, len(roster)); err != nil {
		return quiz.Assignment{}, err
	}
	if roster, err = settledRoster(roster); err != nil {
		return quiz.Assignment{}, err
	}
	a := quiz.Assignment{Owner: who.ID, Set: set, Revision: r.Hash, Created: s.now(), Terms: t}
	if a.ID, err = s.newID(); err != nil {
		return quiz.Assignment{}, err
	}
	for {
		if a.Code, err = s.drawCode(); err != nil {
			return quiz.Assignment{}, err
		}
		switch err = s.store.CreateAssignment(ctx, a, roster); {
		case err == nil:
			return a, s.Record(ctx, who, "assigned", a.Title, set)
		case !errors.Is(err, store.ErrTaken):
			return quiz.Assignment{}, err
		}
	}
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

// ChangeTerms replaces the terms of an assignment and its roster. Sessions that
// have begun keep their questions and their limit. The error is a
// *quiz.Problem that names the field that is at fault, or ErrNotFound.
func (s *Staff) ChangeTerms(ctx context.Context, who Who, id uuid.UUID, t quiz.Terms, roster []store.Person) error {
	a, err := s.mine(ctx, who, id, true)
	if err != nil {
		return err
	}
	r, err := s.revision(ctx, a.Revision)
	if err != nil {
		return err
	}
	if err := checkTerms(r.Set, &t, len(roster)); err != nil {
		return err
	}
	if roster, err = settledRoster(roster); err != nil {
		return err
	}
	if err := s.store.ChangeAssignment(ctx, id, t, roster); err != nil {
		return err
	}
	return s.changed(ctx, who, id, t, "assignment-changed")
}

// CloseAssignment closes an assignment now. ErrNotFound.
func (s *Staff) CloseAssignment(ctx context.Context, who Who, id uuid.UUID) error {
	a, err := s.mine(ctx, who, id, true)
	if err != nil {
		return err
	}
	now := s.now()
	if a.Window(now) == quiz.Closed {
		return nil
	}
	a.Closes = now
	if !a.Opens.Before(now) {
		a.Opens = time.Time{}
	}
	if err := s.store.ChangeTerms(ctx, id, a.Terms); err != nil {
		return err
	}
	return s.changed(ctx, who, id, a.Terms, "assignment-closed")
}

// changed forgets the terms that an assignment had, and records who changed them.
func (s *Staff) changed(ctx context.Context, who Who, id uuid.UUID, t quiz.Terms, action string) error {
	s.assigned.forget(id)
	return s.Record(ctx, who, action, t.Title, "")
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
	case !writable(t.Opens):
		return fault("problem.assign-moment", "opens")
	case !writable(t.Closes):
		return fault("problem.assign-moment", "closes")
	case !t.Opens.IsZero() && !t.Closes.IsZero() && !t.Opens.Before(t.Closes):
		return fault("problem.assign-window", "closes")
	case t.TimeLimit < 0 || t.TimeLimit > maxTimeLimit:
		return fault("problem.assign-time-limit", "time-limit")
	case t.TimeLimit > 0 && t.Mode != quiz.Test:
		return fault("problem.assign-time-limit-mode", "time-limit")
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
	for topic, n := range t.Draw {
		if pool := (quiz.Selection{Topics: []string{topic}}).Pool(set); !set.Topics.Has(topic) || n < 0 || n > pool {
			return fault("problem.assign-draw", "draw-"+topic)
		}
	}
	t.Draw = t.Draw.Settled(set)
	if t.Selection().Count(set) == 0 {
		return fault("problem.assign-no-questions", "topic-0")
	}
	for _, d := range slices.Concat(t.Reveal.Answered, t.Reveal.Finished, t.Reveal.Closed) {
		if !slices.Contains(quiz.Details(), d) {
			return fault("problem.assign-reveal", "reveal")
		}
	}
	t.Reveal = t.Reveal.Settled()
	return nil
}

// writable says whether a moment has a year that RFC 3339 can write, in UTC.
func writable(at time.Time) bool { return at.UTC().Year() >= 1 && at.UTC().Year() <= 9999 }

// Assignments lists one's own, and everybody's to admins and assistants, newest
// first: at most limit of those made before the assignment `before`.
func (s *Staff) Assignments(ctx context.Context, who Who, before uuid.UUID, limit int) ([]store.AssignmentSummary, error) {
	owner := who.ID
	if who.Role != Instructor {
		owner = uuid.Nil
	}
	return s.store.Assignments(ctx, owner, before, limit)
}

// Assignment gives an assignment with the revision that it asks. ErrNotFound.
func (s *Staff) Assignment(ctx context.Context, who Who, id uuid.UUID) (quiz.Assignment, *Revision, error) {
	a, err := s.mine(ctx, who, id, false)
	if err != nil {
		return a, nil, err
	}
	r, err := s.revision(ctx, a.Revision)
	return a, r, err
}

// Participants lists who has joined, in that order: at most limit of those
// after the participant `after`. ErrNotFound.
func (s *Staff) Participants(ctx context.Context, who Who, assignment, after uuid.UUID, limit int) ([]store.Participant, error) {
	if _, err := s.mine(ctx, who, assignment, false); err != nil {
		return nil, err
	}
	return s.store.Participants(ctx, assignment, after, limit)
}

// Roster gives the list of those who may join, by number. ErrNotFound.
func (s *Staff) Roster(ctx context.Context, who Who, assignment uuid.UUID) ([]store.Person, error) {
	if _, err := s.mine(ctx, who, assignment, false); err != nil {
		return nil, err
	}
	return s.store.Roster(ctx, assignment)
}

// Extend gives a participant more minutes, as they were typed, in sessions
// that begin from now on. The error is a *quiz.Problem where they are no number
// or too many.
func (s *Staff) Extend(ctx context.Context, who Who, assignment, participant uuid.UUID, typed string) error {
	a, err := s.mine(ctx, who, assignment, true)
	if err != nil {
		return err
	}
	minutes := 0
	if typed = strings.TrimSpace(typed); typed != "" {
		minutes, err = strconv.Atoi(typed)
	}
	if err != nil || minutes < 0 || minutes > maxTimeLimit {
		return &quiz.Problem{Message: "problem.assign-extension", Control: "extension"}
	}
	if err := s.store.Extend(ctx, assignment, participant, minutes); err != nil {
		return err
	}
	return s.Record(ctx, who, "extended", a.Title, strconv.Itoa(minutes))
}

// RemoveParticipant takes a participant out of an assignment, with the sessions. ErrNotFound.
func (s *Staff) RemoveParticipant(ctx context.Context, who Who, assignment, participant uuid.UUID) error {
	a, err := s.mine(ctx, who, assignment, true)
	if err == nil && participant == uuid.Nil {
		err = ErrNotFound
	}
	if err != nil {
		return err
	}
	// The store takes what is not there for removed, and the log must not.
	at, err := s.store.Participants(ctx, assignment, store.Before(participant), 1)
	if err == nil && (len(at) == 0 || at[0].ID != participant) {
		err = ErrNotFound
	}
	if err != nil {
		return err
	}
	if err := s.store.RemoveParticipant(ctx, assignment, participant); err != nil {
		return err
	}
	return s.Record(ctx, who, "participant-removed", a.Title, "")
}

// DeleteAssignment removes an assignment with its participants and their sessions. ErrNotFound.
func (s *Staff) DeleteAssignment(ctx context.Context, who Who, id uuid.UUID) error {
	a, err := s.mine(ctx, who, id, true)
	if err != nil {
		return err
	}
	if err := s.store.DeleteAssignment(ctx, id); err != nil {
		return err
	}
	s.assigned.forget(id)
	return s.Record(ctx, who, "assignment-deleted", a.Title, "")
}

// ForgetPeople deletes what identifies persons where the time for which it was
// to be kept is over. It is to be called now and then.
func (p *Play) ForgetPeople(ctx context.Context) (int, error) {
	return p.store.ForgetPeople(ctx, p.now())
}
