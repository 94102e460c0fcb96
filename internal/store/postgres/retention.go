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

// ForgetLearner forgets all logins of a learner, and the learner where nothing
// else of theirs is left.
func (s *Store) ForgetLearner(ctx context.Context, learner uuid.UUID) error {
	return s.change(ctx, "forget a learner", func(t tx) error {
		if _, err := t.exec("DELETE FROM login WHERE learner = $1", nil, learner); err != nil {
			return err
		}
		_, err := t.exec(`
			DELETE FROM learner WHERE id = $1
				AND NOT EXISTS (SELECT 1 FROM session WHERE learner = $1)
				AND NOT EXISTS (SELECT 1 FROM participant WHERE learner = $1)`, nil, learner)
		return err
	})
}
