package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// ErrFinished says that a test has been handed in, or that its time is over.
var ErrFinished = errors.New("the test is finished")

// Tests keeps the answers of tests until they are handed in.
type Tests interface {
	// SaveAnswer keeps an answer of an open test in place of the earlier one to
	// that question: of two that are sent at once, the one that is carried out
	// last stands. ErrFinished where the test is finished, or its deadline is
	// not after d.At; ErrNotFound where there is no such test.
	SaveAnswer(ctx context.Context, d quiz.Saved) error
	// SavedAnswers gives what is saved of an open test, in the order of the numbers.
	SavedAnswers(ctx context.Context, session uuid.UUID) ([]quiz.Saved, error)
	// Finish ends a test: what grade makes of what is saved becomes its answers,
	// all at once. It gives the session as it then is. A test that is finished
	// already stays as it is, and that is no error. grade may be called more than
	// once. ErrNotFound where there is no such test; an error of grade comes
	// through and changes nothing.
	Finish(ctx context.Context, session uuid.UUID, at time.Time, grade Grade) (quiz.Session, []quiz.Answer, error)
	// Overdue lists open tests whose deadline, or whose assignment's closing, is
	// not after now: at most limit.
	Overdue(ctx context.Context, now time.Time, limit int) ([]quiz.Session, error)
}

// Grade makes the answers of a test of what is saved of it.
type Grade func(saved []quiz.Saved) ([]quiz.Answer, error)
