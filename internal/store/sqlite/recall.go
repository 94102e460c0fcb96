package sqlite

import (
	"context"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Recalled gives a learner's sessions with an answer, the newest first.
func (s *Store) Recalled(ctx context.Context, learner uuid.UUID, limit int) ([]store.Walk, error) {
	const doing = "read what was answered"
	var out []store.Walk
	var broken error
	err := s.query(ctx, doing, `
		SELECT `+sessionColumns+`, `+answerColumns+`
		FROM session s JOIN answer a ON a.session = s.id
		WHERE s.id IN (
			SELECT t.id FROM session t WHERE t.learner = ? AND t.mode <> 'retry' AND EXISTS (SELECT 1 FROM answer WHERE session = t.id)
			ORDER BY t.id DESC LIMIT ?)
		ORDER BY s.id DESC, a.n`, func(row *sqlite.Stmt) {
		id := columnUUID(row, 0)
		if len(out) == 0 || out[len(out)-1].Session.ID != id {
			session, err := scanSession(row)
			if err != nil {
				broken = err
			}
			out = append(out, store.Walk{Session: session})
		}
		w := &out[len(out)-1]
		w.Answers = append(w.Answers, scanAnswer(row, id, afterSession))
	}, learner, max(0, limit))
	if err == nil && broken != nil {
		err = unavailable(doing, broken)
	}
	return out, err
}

// TakeBack removes the newest answer of a review.
func (s *Store) TakeBack(ctx context.Context, session uuid.UUID, n int) error {
	return s.change(ctx, "take an answer back", func(c *conn) error {
		err := c.exec(`
			DELETE FROM answer WHERE session = ?1 AND n = ?2
				AND at = (SELECT max(at) FROM answer WHERE session = ?1)
				AND EXISTS (SELECT 1 FROM session WHERE id = ?1 AND mode = ?3)`, nil, session, n, string(quiz.Review))
		if err != nil || c.Changes() == 0 {
			return err
		}
		return c.exec("DELETE FROM regraded WHERE session = ? AND n = ?", nil, session, n)
	}, func() { s.hot.forget(session) })
}
