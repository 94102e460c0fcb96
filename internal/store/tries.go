package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// Tries keeps what a learner has tried at a question before its answer is
// final, and the hints that were given. Questions with one try and no hints
// never come here.
type Tries interface {
	// CommitTry keeps a try and, where it ends its question, the answer that was
	// made of it, at once; last is nil where it does not. A try whose number is
	// taken already, or is not the next one, changes nothing, nor does one of a
	// question that is answered; neither is an error. ErrNotFound where the
	// session is gone.
	CommitTry(ctx context.Context, t quiz.Try, last *quiz.Answer) error
	// GiveHint records that hint number `hint` of a question was given, from 1. One
	// that was given already, or is not the next one, changes nothing, nor does
	// one of a question that is answered. ErrNotFound where the session is gone.
	GiveHint(ctx context.Context, session uuid.UUID, n, hint int, at time.Time) error
	// Tried gives the tries of a question in their order, and how many hints were given.
	Tried(ctx context.Context, session uuid.UUID, n int) ([]quiz.Try, int, error)
}
