package sqlite

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// SaveAnswer keeps an answer of an open test.
func (s *Store) SaveAnswer(ctx context.Context, d quiz.Saved) error {
	var refused error
	err := s.change(ctx, "save an answer", func(c *conn) error {
		refused = nil
		err := c.exec(`
			INSERT INTO draft (session, n, response, dont_know, certainty, at)
			SELECT id, ?2, ?3, ?4, ?5, ?6 FROM session
			WHERE id = ?1 AND mode = 'test' AND finished IS NULL AND (deadline IS NULL OR deadline > ?6)
			ON CONFLICT (session, n) DO UPDATE SET response = excluded.response, dont_know = excluded.dont_know,
				certainty = excluded.certainty, at = excluded.at`, nil,
			d.Session, d.N, string(d.Response), d.DontKnow, int(d.Certainty), d.At)
		if err != nil || c.Changes() == 1 {
			return err
		}
		refused = store.ErrNotFound
		return c.exec("SELECT 1 FROM session WHERE id = ? AND mode = 'test'",
			func(*sqlite.Stmt) { refused = store.ErrFinished }, d.Session)
	}, nil)
	return outcome(err, &refused)
}

// selectSaved reads what is saved of a test; scanSaved takes its columns.
const selectSaved = "SELECT n, response, dont_know, certainty, at FROM draft WHERE session = ? ORDER BY n"

func scanSaved(row *sqlite.Stmt, session uuid.UUID) quiz.Saved {
	return quiz.Saved{
		Session:   session,
		N:         row.ColumnInt(0),
		Response:  quiz.Response(row.ColumnText(1)),
		DontKnow:  row.ColumnBool(2),
		Certainty: quiz.Certainty(row.ColumnInt(3)),
		At:        columnTime(row, 4),
	}
}

// SavedAnswers gives what is saved of an open test.
func (s *Store) SavedAnswers(ctx context.Context, session uuid.UUID) ([]quiz.Saved, error) {
	var saved []quiz.Saved
	err := s.query(ctx, "read saved answers", selectSaved,
		func(row *sqlite.Stmt) { saved = append(saved, scanSaved(row, session)) }, session)
	return saved, err
}

// Finish ends a test.
func (s *Store) Finish(ctx context.Context, id uuid.UUID, at time.Time, grade store.Grade) (quiz.Session, []quiz.Answer, error) {
	var session quiz.Session
	var answers []quiz.Answer
	var refused error
	err := s.change(ctx, "finish a test", func(c *conn) error {
		answers, refused = nil, store.ErrNotFound
		var broken error
		err := c.exec("SELECT "+sessionColumns+" FROM session s WHERE s.id = ? AND s.mode = 'test'", func(row *sqlite.Stmt) {
			session, broken = scanSession(row)
			refused = nil
		}, id)
		if err = errors.Join(err, broken); err != nil || refused != nil {
			return err
		}
		if session.Open() {
			var saved []quiz.Saved
			err := c.exec(selectSaved, func(row *sqlite.Stmt) { saved = append(saved, scanSaved(row, id)) }, id)
			if err != nil {
				return err
			}
			if answers, refused = grade(saved); refused != nil {
				return nil //nolint:nilerr // the caller is told once nothing has been changed
			}
			for i := range answers {
				answers[i].At = micro(answers[i].At)
				if err := insertAnswer(c, answers[i]); err != nil {
					return err
				}
			}
			session.Finished = micro(at)
			if err := c.exec("UPDATE session SET finished = ? WHERE id = ?", nil, at, id); err != nil {
				return err
			}
			return c.exec("DELETE FROM draft WHERE session = ?", nil, id)
		}
		return c.exec("SELECT "+answerColumns+" FROM answer a WHERE a.session = ? ORDER BY a.n",
			func(row *sqlite.Stmt) { answers = append(answers, scanAnswer(row, id, 0)) }, id)
	}, func() {
		if refused == nil {
			s.hot.finished(session, answers)
		}
	})
	if err = outcome(err, &refused); err != nil {
		return quiz.Session{}, nil, err
	}
	return session, answers, nil
}

// Overdue lists open tests whose time is over or whose assignment has closed.
func (s *Store) Overdue(ctx context.Context, now time.Time, limit int) ([]quiz.Session, error) {
	const doing = "find overdue tests"
	var sessions []quiz.Session
	var broken error
	err := s.query(ctx, doing, `
		SELECT * FROM (
			SELECT `+sessionColumns+` FROM session s
			WHERE s.deadline IS NOT NULL AND s.finished IS NULL AND s.deadline <= ?1 ORDER BY s.deadline LIMIT ?2
		) UNION ALL SELECT * FROM (
			SELECT `+sessionColumns+` FROM session s JOIN assignment a ON a.id = s.assignment
			WHERE s.assignment IS NOT NULL AND s.mode = 'test' AND s.finished IS NULL AND a.closes <= ?1
				AND (s.deadline IS NULL OR s.deadline > ?1) LIMIT ?2
		) LIMIT ?2`,
		func(row *sqlite.Stmt) {
			session, err := scanSession(row)
			sessions, broken = append(sessions, session), errors.Join(broken, err)
		}, now, max(0, limit))
	if err == nil && broken != nil {
		err = unavailable(doing, broken)
	}
	return sessions, err
}
