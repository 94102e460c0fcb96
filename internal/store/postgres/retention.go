package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// OldSessions gives the ids of sessions that began before a time.
func (s *Store) OldSessions(ctx context.Context, before time.Time, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := s.query(ctx, "find old sessions", "SELECT id FROM session WHERE id < $1 AND assignment IS NULL ORDER BY id LIMIT $2",
		func(r row) { ids = append(ids, r.uuid(0)) }, store.FirstID(before), max(0, limit))
	return ids, err
}

// SweepLogins forgets logins that are too old.
func (s *Store) SweepLogins(ctx context.Context, seen, created time.Time, limit int) (int, error) {
	gone, err := s.exec(ctx, "forget old logins", `
		DELETE FROM login WHERE id IN (
			SELECT id FROM (SELECT id FROM login WHERE seen < $1 UNION SELECT id FROM login WHERE id < $2) old LIMIT $3
		)`, nil, seen.UnixMicro(), store.FirstID(created), max(0, limit))
	return int(gone), err
}

// nothingLeft says of a learner l that nobody else knows of them.
const nothingLeft = `NOT EXISTS (SELECT 1 FROM login WHERE learner = l.id)
	AND NOT EXISTS (SELECT 1 FROM session WHERE learner = l.id)
	AND NOT EXISTS (SELECT 1 FROM participant WHERE learner = l.id)`

// SweepLearners forgets learners of whom nothing else is left.
func (s *Store) SweepLearners(ctx context.Context, after uuid.UUID, limit int) (last uuid.UUID, gone int, err error) {
	var left [][16]byte
	err = s.query(ctx, "look for learners", "SELECT l.id, "+nothingLeft+" FROM learner l WHERE l.id > $1 ORDER BY l.id LIMIT $2", func(r row) {
		if last = r.uuid(0); r.bool(1) {
			left = append(left, last)
		}
	}, [16]byte(after), max(0, limit))
	if err != nil || len(left) == 0 {
		return last, 0, err
	}
	n, err := s.exec(ctx, "forget learners", "DELETE FROM learner l WHERE l.id = ANY($1::uuid[]) AND "+nothingLeft, nil, left)
	return last, int(n), err
}

// ForgetLearner forgets all logins of a learner, and the learner where nothing
// else of theirs is left. Where something of theirs begins meanwhile, on another
// node, it is done again with that.
func (s *Store) ForgetLearner(ctx context.Context, learner uuid.UUID) error {
	for {
		err := s.change(ctx, "forget a learner", func(t tx) error {
			if _, err := t.exec("DELETE FROM login WHERE learner = $1", nil, learner); err != nil {
				return err
			}
			_, err := t.exec(`
				DELETE FROM learner WHERE id = $1
					AND NOT EXISTS (SELECT 1 FROM session WHERE learner = $1)
					AND NOT EXISTS (SELECT 1 FROM participant WHERE learner = $1)`, nil, learner)
			return err
		})
		if !orphaned(err) || ctx.Err() != nil {
			return err
		}
	}
}
