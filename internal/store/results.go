package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// Results reads what a class has done. It reads in pieces, each of which sees
// one state of the database, so that nobody waits for a long reading.
type Results interface {
	// Taken lists the revisions of a set, the newest first.
	Taken(ctx context.Context, set string) ([]Taken, error)
	// EachWalk calls f with every session of a scope and its answers, in the
	// order of their numbers. The sessions of one learner come together, the
	// oldest first. It stops at the first error of f and gives it back.
	EachWalk(ctx context.Context, of Scope, f func(quiz.Session, []quiz.Answer) error) error
}

// Scope says whose sessions are meant: those of a revision or, where it is not
// the zero id, of an assignment.
type Scope struct {
	Revision   string
	Assignment uuid.UUID
}

// Taken is a revision and how often a session was begun with it.
type Taken struct {
	Hash      string
	Published time.Time
	Sessions  int
}
