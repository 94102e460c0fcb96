package play

import (
	"context"
	"time"

	"github.com/google/uuid"
	lru "github.com/hashicorp/golang-lru/v2"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

const (
	// knownAssignments is how many are held in memory, at about 1 KB each.
	knownAssignments = 1024
	// reread is how long one is believed from memory: another server on the
	// same database may have changed its terms.
	reread = 2 * time.Second
)

// assignments are read for each answer of a class, the recent ones from memory.
type assignments struct {
	store store.Store
	known *lru.Cache[uuid.UUID, knownAssignment]
}

type knownAssignment struct {
	quiz.Assignment
	read time.Time
}

func newAssignments(st store.Store) *assignments {
	known, _ := lru.New[uuid.UUID, knownAssignment](knownAssignments) // fails for a size below 1 alone
	return &assignments{st, known}
}

// get gives an assignment, to be read only. ErrNotFound.
func (as *assignments) get(ctx context.Context, id uuid.UUID, now time.Time) (*quiz.Assignment, error) {
	if a, ok := as.known.Get(id); ok && now.Sub(a.read).Abs() < reread {
		return &a.Assignment, nil
	}
	a, err := as.store.Assignment(ctx, id)
	if err != nil {
		return nil, err
	}
	as.known.Add(id, knownAssignment{a, now})
	return &a, nil
}

// forget is called where an assignment has been changed here.
func (as *assignments) forget(id uuid.UUID) { as.known.Remove(id) }
