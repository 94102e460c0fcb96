package sqlite

import (
	"context"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// CommitAnswer keeps an answer, once.
func (s *Store) CommitAnswer(ctx context.Context, a quiz.Answer) (quiz.Answer, error) {
	if err := s.read.ready(ctx); err != nil {
		return quiz.Answer{}, unavailable("keep an answer", err)
	}
	if earlier, ok := s.hot.answer(a.Session, a.N); ok {
		return earlier, nil
	}
	a.At = micro(a.At)
	var kept quiz.Answer
	var orphan bool
	err := s.change(ctx, "keep an answer", func(c *conn) error {
		kept, orphan = a, false
		err := insertAnswer(c, a)
		if orphan = orphaned(err); orphan {
			return nil
		}
		if err != nil || c.Changes() == 1 {
			return err
		}
		return c.exec("SELECT "+answerColumns+" FROM answer a WHERE a.session = ? AND a.n = ?",
			func(row *sqlite.Stmt) { kept = scanAnswer(row, a.Session, 0) }, a.Session, a.N)
	}, func() {
		if !orphan {
			s.hot.answered(kept)
		}
	})
	switch {
	case err != nil:
		return quiz.Answer{}, err
	case orphan:
		return quiz.Answer{}, store.ErrNotFound
	}
	return kept, nil
}

// insertAnswer writes an answer unless there is one already.
func insertAnswer(c *conn, a quiz.Answer) error {
	return c.exec(`
		INSERT INTO answer (session, n, response, dont_know, fraction, worth, at, certainty)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, nil,
		a.Session, a.N, string(a.Response), a.DontKnow, a.Fraction, a.Worth, a.At.UnixMicro(), int(a.Certainty))
}

// answerColumns are what scanAnswer reads, in its order.
const answerColumns = "a.n, a.response, a.dont_know, a.fraction, a.worth, a.at, a.certainty, a.graded, a.tries, a.hints, a.first, a.first_response"

func scanAnswer(row *sqlite.Stmt, session uuid.UUID, from int) quiz.Answer {
	return quiz.Answer{
		Session:   session,
		N:         row.ColumnInt(from),
		Response:  quiz.Response(row.ColumnText(from + 1)),
		DontKnow:  row.ColumnBool(from + 2),
		Fraction:  row.ColumnFloat(from + 3),
		Worth:     row.ColumnFloat(from + 4),
		At:        columnTime(row, from+5),
		Certainty: quiz.Certainty(row.ColumnInt(from + 6)),
		Tried:     scanTried(row, from+7),
	}
}
