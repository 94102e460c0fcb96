package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// SaveAnswer keeps an answer of an open test. It waits for a Finish under way,
// and a Finish for it: whoever comes second sees what the first has done.
func (s *Store) SaveAnswer(ctx context.Context, d quiz.Saved) error {
	return s.change(ctx, "save an answer", func(t tx) error {
		no := store.ErrNotFound
		_, err := t.exec("SELECT finished IS NULL AND (deadline IS NULL OR deadline > $2) FROM session WHERE id = $1 AND mode = 'test' FOR KEY SHARE",
			func(r row) {
				if no = nil; !r.bool(0) {
					no = store.ErrFinished
				}
			}, d.Session, d.At)
		if err != nil {
			return err
		}
		if no != nil {
			return refused{no}
		}
		_, err = t.exec(`
			INSERT INTO draft (session, n, response, dont_know, certainty, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (session, n) DO UPDATE SET response = excluded.response, dont_know = excluded.dont_know,
				certainty = excluded.certainty, at = excluded.at`, nil,
			d.Session, d.N, []byte(d.Response), d.DontKnow, int(d.Certainty), d.At)
		return err
	})
}

// selectSaved reads what is saved of a test; scanSaved takes its columns.
const selectSaved = "SELECT n, response, dont_know, certainty, at FROM draft WHERE session = $1 ORDER BY n"

func scanSaved(r row, session uuid.UUID) quiz.Saved {
	return quiz.Saved{
		Session:   session,
		N:         int(r.int(0)),
		Response:  quiz.Response(r.text(1)),
		DontKnow:  r.bool(2),
		Certainty: quiz.Certainty(r.int(3)),
		At:        r.time(4),
	}
}

// SavedAnswers gives what is saved of an open test.
func (s *Store) SavedAnswers(ctx context.Context, session uuid.UUID) ([]quiz.Saved, error) {
	var saved []quiz.Saved
	err := s.query(ctx, "read saved answers", selectSaved, func(r row) { saved = append(saved, scanSaved(r, session)) }, session)
	return saved, err
}

// Finish ends a test.
func (s *Store) Finish(ctx context.Context, id uuid.UUID, at time.Time, grade store.Grade) (quiz.Session, []quiz.Answer, error) {
	var session quiz.Session
	var answers []quiz.Answer
	err := s.change(ctx, "finish a test", func(t tx) error {
		session, answers = quiz.Session{}, nil
		var broken error
		_, err := t.exec("SELECT "+sessionColumns+" FROM session s WHERE s.id = $1 AND s.mode = 'test' FOR UPDATE",
			func(r row) { session, broken = scanSession(r) }, id)
		switch {
		case err != nil || broken != nil:
			return errors.Join(err, broken)
		case session.ID == uuid.Nil:
			return refused{store.ErrNotFound}
		case !session.Open():
			_, err = t.exec("SELECT "+answerColumns+" FROM answer a WHERE a.session = $1 ORDER BY a.n",
				func(r row) { answers = append(answers, scanAnswer(r, id, 0)) }, id)
			return err
		}
		var saved []quiz.Saved
		if _, err = t.exec(selectSaved, func(r row) { saved = append(saved, scanSaved(r, id)) }, id); err != nil {
			return err
		}
		if answers, err = grade(saved); err != nil {
			return refused{err}
		}
		var c columns
		for i := range answers {
			answers[i].At = micro(answers[i].At)
			c.add(answers[i])
		}
		if _, err = t.exec(answersInsert+answersConflict, nil, c.args()...); err != nil {
			return err
		}
		session.Finished = micro(at)
		if _, err = t.exec("UPDATE session SET finished = $1 WHERE id = $2", nil, at, id); err != nil {
			return err
		}
		_, err = t.exec("DELETE FROM draft WHERE session = $1", nil, id)
		return err
	})
	if err != nil {
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
			WHERE s.deadline IS NOT NULL AND s.finished IS NULL AND s.deadline <= $1 ORDER BY s.deadline LIMIT $2
		) AS late UNION ALL SELECT * FROM (
			SELECT `+sessionColumns+` FROM session s JOIN assignment a ON a.id = s.assignment
			WHERE s.assignment IS NOT NULL AND s.mode = 'test' AND s.finished IS NULL AND a.closes <= $1
				AND (s.deadline IS NULL OR s.deadline > $1) LIMIT $2
		) AS closed LIMIT $2`,
		func(r row) {
			session, err := scanSession(r)
			sessions, broken = append(sessions, session), errors.Join(broken, err)
		}, now, max(0, limit))
	if err == nil && broken != nil {
		err = unavailable(ctx, doing, broken)
	}
	return sessions, err
}
