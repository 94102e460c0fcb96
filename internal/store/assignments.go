package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// Errors of assignments.
var (
	// ErrTaken says that somebody else has it: a code, or a number of the roster.
	ErrTaken = errors.New("taken")
	// ErrNoAttempt says that a learner has begun as many sessions as allowed.
	ErrNoAttempt = errors.New("no attempt is left")
)

// Assignments keeps what is offered to classes and who has joined. What
// identifies a person stands in rows of its own, so that it can be deleted and
// the answers stay.
type Assignments interface {
	// CreateAssignment keeps a new assignment with the list of those who may
	// join, both or neither. The same id again changes nothing. ErrTaken where
	// its code is another's, ErrNotFound where its revision is not kept.
	CreateAssignment(ctx context.Context, a quiz.Assignment, roster []Person) error
	// ChangeTerms replaces what was chosen for an assignment. ErrNotFound.
	ChangeTerms(ctx context.Context, id uuid.UUID, t quiz.Terms) error
	// ChangeAssignment replaces what was chosen for an assignment and the list of
	// those who may join, both or neither. Who has joined stays. ErrNotFound.
	ChangeAssignment(ctx context.Context, id uuid.UUID, t quiz.Terms, roster []Person) error
	// Roster gives that list, by number.
	Roster(ctx context.Context, assignment uuid.UUID) ([]Person, error)
	// Assignment gives an assignment. ErrNotFound.
	Assignment(ctx context.Context, id uuid.UUID) (quiz.Assignment, error)
	// AssignmentByCode gives the assignment that learners join by a code. ErrNotFound.
	AssignmentByCode(ctx context.Context, code string) (quiz.Assignment, error)
	// Assignments lists those of an owner (the zero id: everybody's), newest
	// first: at most limit of those made before the assignment `before`.
	Assignments(ctx context.Context, owner, before uuid.UUID, limit int) ([]AssignmentSummary, error)
	// DeleteAssignment removes an assignment with its roster, participants and
	// their sessions. Unknown ones are no error.
	DeleteAssignment(ctx context.Context, id uuid.UUID) error

	// Join keeps a new participant and gives it back; where the learner has
	// joined already, that participant is given back unchanged. A number that
	// another participant has joined by is ErrTaken, and ErrNotFound one that
	// is not on the roster of an assignment with one; its name is the roster's.
	Join(ctx context.Context, p Participant) (Participant, error)
	// Participant gives a learner's part in an assignment. ErrNotFound.
	Participant(ctx context.Context, assignment, learner uuid.UUID) (Participant, error)
	// Joined lists the assignments that a learner has joined, the newest
	// participation first: at most limit.
	Joined(ctx context.Context, learner uuid.UUID, limit int) ([]quiz.Assignment, error)
	// Participants lists who has joined, in that order: at most limit of those
	// after the participant `after` (the zero id: from the first).
	Participants(ctx context.Context, assignment, after uuid.UUID, limit int) ([]Participant, error)
	// Extend sets by how many minutes a participant's sessions that begin from
	// now on are longer. ErrNotFound.
	Extend(ctx context.Context, assignment, participant uuid.UUID, minutes int) error
	// RemoveParticipant takes a participant out, with the sessions of this
	// assignment; the number of the roster is free again. Unknown ones are no error.
	RemoveParticipant(ctx context.Context, assignment, participant uuid.UUID) error
	// ForgetPeople deletes what identifies persons, rosters too, where the time
	// for which it was to be kept is over. It reports how many there were.
	ForgetPeople(ctx context.Context, now time.Time) (int, error)

	// Attempts lists a learner's sessions of an assignment, newest first.
	Attempts(ctx context.Context, assignment, learner uuid.UUID) ([]Summary, error)
}

// AssignmentSummary is an assignment as a list shows it.
type AssignmentSummary struct {
	quiz.Assignment
	Joined  int // participants
	Started int // participants who have begun a session
}

// Person is a row of a roster.
type Person struct {
	Number string // unique in its roster
	Name   string
}

// Participant is a learner who has joined an assignment. Person and Nickname
// are empty where they were not asked for or have been forgotten.
type Participant struct {
	ID         uuid.UUID // version 7
	Assignment uuid.UUID
	Learner    uuid.UUID
	Joined     time.Time
	Attempts   int // sessions begun, those that were deleted too
	Extension  int // minutes
	Nickname   string
	Person
}

// ForgetAt gives when what identifies the persons of an assignment is deleted;
// the zero time where no time was set or the assignment never closes.
func ForgetAt(t quiz.Terms) time.Time {
	if t.KeepDays <= 0 || t.Closes.IsZero() {
		return time.Time{}
	}
	return t.Closes.AddDate(0, 0, t.KeepDays)
}
