package postgres

import (
	"context"

	"github.com/google/uuid"

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
			SELECT t.id FROM session t WHERE t.learner = $1 AND t.mode <> 'retry' AND EXISTS (SELECT 1 FROM answer WHERE session = t.id)
			ORDER BY t.id DESC LIMIT $2)
		ORDER BY s.id DESC, a.n`, func(r row) {
		id := r.uuid(0)
		if len(out) == 0 || out[len(out)-1].Session.ID != id {
			session, err := scanSession(r)
			if err != nil {
				broken = err
			}
			out = append(out, store.Walk{Session: session})
		}
		w := &out[len(out)-1]
		w.Answers = append(w.Answers, scanAnswer(r, id, afterSession))
	}, learner, max(0, limit))
	if err == nil && broken != nil {
		err = unavailable(ctx, doing, broken)
	}
	return out, err
}

// TakeBack removes the newest answer of a review.
func (s *Store) TakeBack(ctx context.Context, session uuid.UUID, n int) error {
	return s.change(ctx, "take an answer back", func(t tx) error {
		gone, err := t.exec(`
			DELETE FROM answer WHERE session = $1 AND n = $2
				AND at = (SELECT max(at) FROM answer WHERE session = $1)
				AND EXISTS (SELECT 1 FROM session WHERE id = $1 AND mode = $3)`, nil, session, n, string(quiz.Review))
		if err != nil || gone == 0 {
			return err
		}
		// A statement of its own, which sees the regrade that the first has waited for.
		_, err = t.exec("DELETE FROM regraded WHERE session = $1 AND n = $2", nil, session, n)
		return err
	})
}
