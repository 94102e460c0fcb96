package sqlite

import (
	"context"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// CommitTry keeps a try and, where it ends its question, the answer.
func (s *Store) CommitTry(ctx context.Context, t quiz.Try, last *quiz.Answer) error {
	var refused error
	var answered quiz.Answer
	if last != nil {
		answered = *last
		answered.At = micro(last.At)
	}
	kept := false
	err := s.change(ctx, "keep a try", func(c *conn) error {
		kept, refused = false, nil
		err := c.exec(`
			INSERT INTO try (session, n, try, response, dont_know, fraction, at)
			SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
			WHERE (SELECT count(*) FROM try WHERE session = ?1 AND n = ?2) = ?3 - 1
				AND NOT EXISTS (SELECT 1 FROM answer WHERE session = ?1 AND n = ?2)`, nil,
			t.Session, t.N, t.Try, string(t.Response), t.DontKnow, t.Fraction, t.At)
		if orphaned(err) {
			refused = store.ErrNotFound
			return nil
		}
		if err != nil || last == nil || c.Changes() == 0 {
			return err
		}
		kept = true
		if answered.Tried == nil {
			return insertAnswer(c, answered)
		}
		return insertTried(c, answered)
	}, func() {
		if kept {
			s.hot.answered(answered)
		}
	})
	return outcome(err, &refused)
}

// insertTried writes an answer that took more than one response.
func insertTried(c *conn, a quiz.Answer) error {
	var first any = string(a.Tried.First)
	if a.Tried.Wrong == 0 {
		first = nil
	}
	return c.exec(`
		INSERT INTO answer (session, n, response, dont_know, fraction, worth, at, certainty, tries, hints, graded, first, first_response)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, nil,
		a.Session, a.N, string(a.Response), a.DontKnow, a.Fraction, a.Worth, a.At, int(a.Certainty),
		a.Tries(), a.Hints(), a.Tried.Graded, a.Tried.Earned, first)
}

// scanTried reads the columns of an answer that say how it came about.
func scanTried(row *sqlite.Stmt, from int) *quiz.Tried {
	if row.ColumnIsNull(from) {
		return nil
	}
	return &quiz.Tried{
		Graded: row.ColumnFloat(from),
		Wrong:  row.ColumnInt(from+1) - 1,
		Hints:  row.ColumnInt(from + 2),
		Earned: row.ColumnFloat(from + 3),
		First:  quiz.Response(row.ColumnText(from + 4)),
	}
}

// GiveHint records that a hint was given.
func (s *Store) GiveHint(ctx context.Context, session uuid.UUID, n, hint int, at time.Time) error {
	var refused error
	err := s.change(ctx, "keep a hint", func(c *conn) error {
		refused = nil
		err := c.exec(`
			INSERT INTO hint (session, n, hint, at)
			SELECT ?1, ?2, ?3, ?4
			WHERE (SELECT count(*) FROM hint WHERE session = ?1 AND n = ?2) = ?3 - 1
				AND NOT EXISTS (SELECT 1 FROM answer WHERE session = ?1 AND n = ?2)`, nil, session, n, hint, at)
		if orphaned(err) {
			refused = store.ErrNotFound
			return nil
		}
		return err
	}, nil)
	return outcome(err, &refused)
}

// Tried gives the tries of a question and how many hints were given.
func (s *Store) Tried(ctx context.Context, session uuid.UUID, n int) (tries []quiz.Try, hints int, err error) {
	err = s.query(ctx, "read tries", `
		SELECT (SELECT count(*) FROM hint WHERE session = ?1 AND n = ?2), t.try, t.response, t.dont_know, t.fraction, t.at
		FROM (SELECT 1) LEFT JOIN try t ON t.session = ?1 AND t.n = ?2 ORDER BY t.try`, func(row *sqlite.Stmt) {
		hints = row.ColumnInt(0)
		if !row.ColumnIsNull(1) {
			tries = append(tries, quiz.Try{
				Session: session, N: n, Try: row.ColumnInt(1), Response: quiz.Response(row.ColumnText(2)),
				DontKnow: row.ColumnBool(3), Fraction: row.ColumnFloat(4), At: columnTime(row, 5),
			})
		}
	}, session, n)
	return tries, hints, err
}
