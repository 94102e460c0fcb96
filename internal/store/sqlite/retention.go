package sqlite

import (
	"context"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// OldSessions gives the ids of sessions that began before a time.
func (s *Store) OldSessions(ctx context.Context, before time.Time, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	first := store.FirstID(before)
	err := s.query(ctx, "find old sessions", "SELECT id FROM session WHERE id < ? AND assignment IS NULL ORDER BY id LIMIT ?", func(row *sqlite.Stmt) {
		ids = append(ids, columnUUID(row, 0))
	}, first[:], max(0, limit))
	return ids, err
}

// SweepLogins forgets logins that are too old.
func (s *Store) SweepLogins(ctx context.Context, seen, created time.Time, limit int) (int, error) {
	gone := 0
	first := store.FirstID(created)
	err := s.change(ctx, "forget old logins", func(c *conn) error {
		gone = 0
		return c.exec(`
			DELETE FROM login WHERE id IN (
				SELECT id FROM (SELECT id FROM login WHERE seen < ?1 UNION SELECT id FROM login WHERE id < ?2) LIMIT ?3
			) RETURNING id`, func(*sqlite.Stmt) { gone++ }, seen.UnixMicro(), first[:], max(0, limit))
	}, s.write.deleted)
	if err != nil {
		return 0, err
	}
	return gone, nil
}

// ForgetLearner forgets all logins of a learner, and the learner where nothing
// else of theirs is left.
func (s *Store) ForgetLearner(ctx context.Context, learner uuid.UUID) error {
	return s.change(ctx, "forget a learner", func(c *conn) error {
		if err := c.exec("DELETE FROM login WHERE learner = ?", nil, learner); err != nil {
			return err
		}
		return c.exec(`
			DELETE FROM learner WHERE id = ?1
				AND NOT EXISTS (SELECT 1 FROM session WHERE learner = ?1)
				AND NOT EXISTS (SELECT 1 FROM participant WHERE learner = ?1)`, nil, learner)
	}, s.write.deleted)
}
