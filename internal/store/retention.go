package store

import (
	"bytes"
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

// Above gives an id, or the next after the newest where the id is not above that:
// of things whose order counts, the last made is the newest also where the
// clock was set back, or another server's is ahead.
func Above(newest, id uuid.UUID) uuid.UUID {
	if bytes.Compare(id[:], newest[:]) > 0 {
		return id
	}
	id = newest
	for i := len(id) - 1; ; i-- {
		if id[i]++; id[i] != 0 {
			return id
		}
	}
}

// FirstID comes before every id that is made from a time on, and after those
// made earlier: ids are uuids of version 7, which begin with the milliseconds.
func FirstID(at time.Time) (id uuid.UUID) {
	ms := uint64(max(0, at.UnixMilli()))
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	return id
}
