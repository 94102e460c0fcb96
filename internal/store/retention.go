package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Retention finds and removes what is no longer to be kept.
type Retention interface {
	// OldSessions gives the ids of sessions that began before a time, at most
	// limit, the oldest first. Those of assignments are not among them.
	OldSessions(ctx context.Context, before time.Time, limit int) ([]uuid.UUID, error)
	// SweepLogins forgets logins, at most limit, that were last seen before one
	// time or made before another. It reports how many there were.
	SweepLogins(ctx context.Context, seen, created time.Time, limit int) (int, error)
	// ForgetLearner forgets all logins of a learner, and the learner too where
	// nothing else of theirs is left. Unknown learners are no error.
	ForgetLearner(ctx context.Context, learner uuid.UUID) error
	// SweepLearners looks at the learners after the id `after`, at most limit, and
	// forgets those of whom nothing else is left: no login, session or part in an
	// assignment. It gives the id of the last that it has looked at, zero where
	// there was none, and how many are forgotten.
	SweepLearners(ctx context.Context, after uuid.UUID, limit int) (last uuid.UUID, gone int, err error)
}
