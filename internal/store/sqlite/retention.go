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

// nothingLeft says of a learner l that nobody else knows of them.
const nothingLeft = `NOT EXISTS (SELECT 1 FROM login WHERE learner = l.id)
	AND NOT EXISTS (SELECT 1 FROM session WHERE learner = l.id)
	AND NOT EXISTS (SELECT 1 FROM participant WHERE learner = l.id)`

// SweepLearners forgets learners of whom nothing else is left. Most are none, so
// that they are looked for without the writer.
func (s *Store) SweepLearners(ctx context.Context, after uuid.UUID, limit int) (last uuid.UUID, gone int, err error) {
	var left []uuid.UUID
	err = s.query(ctx, "look for learners", "SELECT l.id, "+nothingLeft+" FROM learner l WHERE l.id > ? ORDER BY l.id LIMIT ?", func(row *sqlite.Stmt) {
		if last = columnUUID(row, 0); row.ColumnBool(1) {
			left = append(left, last)
		}
	}, after[:], max(0, limit))
	if err != nil || len(left) == 0 {
		return last, 0, err
	}
	err = s.change(ctx, "forget learners", func(c *conn) error {
		for _, id := range left {
			if err := c.exec("DELETE FROM learner AS l WHERE l.id = ? AND "+nothingLeft, nil, id); err != nil {
				return err
			}
		}
		return nil
	}, s.write.deleted)
	return last, len(left), err
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
