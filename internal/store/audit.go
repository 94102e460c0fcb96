package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// Audit reads everything that is kept, for a check of all of it. A database
// gives it to programs beside the server too, while that is running.
type Audit interface {
	// Integrity gives what the database itself finds wrong: damaged pages, rows
	// that refer to nothing. Each finding is one line; none means that all is well.
	Integrity(ctx context.Context) ([]string, error)
	// Walks gives up to limit sessions in the order of their ids, from the one
	// after `after` (the zero id: from the first), each with its answers.
	Walks(ctx context.Context, after uuid.UUID, limit int) ([]Walk, error)
	// Revision gives a revision by its hash. ErrNotFound.
	Revision(ctx context.Context, hash string) (Revision, error)
	// Regrade gives a regrade. ErrNotFound.
	Regrade(ctx context.Context, id uuid.UUID) (Regrade, error)
	// Regraded lists what stands of regrades of a session's answers, by their
	// numbers and then the oldest first.
	Regraded(ctx context.Context, session uuid.UUID) ([]Regraded, error)
}

// Walk is a session with its answers, in the order of their numbers.
type Walk struct {
	Session quiz.Session
	Answers []quiz.Answer
}

// Migration is one step in the making of a database's tables.
type Migration struct {
	Version int64
	Name    string
	Applied time.Time // zero where it has not been applied
}
