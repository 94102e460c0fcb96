package store

import (
	"context"

	"github.com/google/uuid"
)

// Recall reads what a learner has answered, to tell what is about to be
// forgotten. Nothing is kept for it: what is remembered follows from the answers.
type Recall interface {
	// Recalled gives a learner's sessions with an answer, retries apart, the
	// newest first: at most limit.
	Recalled(ctx context.Context, learner uuid.UUID, limit int) ([]Walk, error)
	// TakeBack removes an answer of a review, where it is the newest there, with
	// what regrades made of it. Others are left, and that is no error.
	TakeBack(ctx context.Context, session uuid.UUID, n int) error
}
