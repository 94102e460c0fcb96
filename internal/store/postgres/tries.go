package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// CommitTry keeps a try and, where it ends its question, the answer. Of two with
// one number the second waits for the first, and then changes nothing.
func (s *Store) CommitTry(ctx context.Context, t quiz.Try, last *quiz.Answer) error {
	return orNotFound(s.change(ctx, "keep a try", func(in tx) error {
		kept, err := in.exec(`
			INSERT INTO try (session, n, try, response, dont_know, fraction, at)
			SELECT $1::uuid, $2::integer, $3::integer, $4::bytea, $5::boolean, $6::float8, $7::bigint
			WHERE (SELECT count(*) FROM try WHERE session = $1 AND n = $2) = $3 - 1
				AND NOT EXISTS (SELECT 1 FROM answer WHERE session = $1 AND n = $2)
			ON CONFLICT DO NOTHING`, nil,
			t.Session, t.N, t.Try, []byte(t.Response), t.DontKnow, t.Fraction, t.At)
		if err != nil || last == nil || kept == 0 {
			return err
		}
		var graded, earned *float64
		var first []byte
		if tried := last.Tried; tried != nil {
			graded, earned = &tried.Graded, &tried.Earned
			if tried.Wrong > 0 {
				first = append([]byte{}, tried.First...)
			}
		}
		_, err = in.exec(`
			INSERT INTO answer (session, n, response, dont_know, fraction, worth, at, certainty, tries, hints, graded, first, first_response)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`, nil,
			last.Session, last.N, []byte(last.Response), last.DontKnow, last.Fraction, last.Worth, last.At, int(last.Certainty),
			last.Tries(), last.Hints(), graded, earned, first)
		return err
	}))
}

// orNotFound makes ErrNotFound of the error of a row whose session is gone.
func orNotFound(err error) error {
	if orphaned(err) {
		return store.ErrNotFound
	}
	return err
}

// scanTried reads the columns of an answer that say how it came about.
func scanTried(r row, from int) *quiz.Tried {
	if r.null(from) {
		return nil
	}
	return &quiz.Tried{
		Graded: r.float(from),
		Wrong:  int(r.int(from+1)) - 1,
		Hints:  int(r.int(from + 2)),
		Earned: r.float(from + 3),
		First:  quiz.Response(r.text(from + 4)),
	}
}

// GiveHint records that a hint was given.
func (s *Store) GiveHint(ctx context.Context, session uuid.UUID, n, hint int, at time.Time) error {
	return orNotFound(s.query(ctx, "keep a hint", `
		INSERT INTO hint (session, n, hint, at)
		SELECT $1::uuid, $2::integer, $3::integer, $4::bigint
		WHERE (SELECT count(*) FROM hint WHERE session = $1 AND n = $2) = $3 - 1
			AND NOT EXISTS (SELECT 1 FROM answer WHERE session = $1 AND n = $2)
		ON CONFLICT DO NOTHING`, nil, session, n, hint, at))
}

// Tried gives the tries of a question and how many hints were given.
func (s *Store) Tried(ctx context.Context, session uuid.UUID, n int) (tries []quiz.Try, hints int, err error) {
	err = s.query(ctx, "read tries", `
		SELECT (SELECT count(*) FROM hint WHERE session = $1 AND n = $2), t.try, t.response, t.dont_know, t.fraction, t.at
		FROM (SELECT 1) one LEFT JOIN try t ON t.session = $1 AND t.n = $2 ORDER BY t.try`, func(r row) {
		hints = int(r.int(0))
		if !r.null(1) {
			tries = append(tries, quiz.Try{
				Session: session, N: n, Try: int(r.int(1)), Response: quiz.Response(r.text(2)),
				DontKnow: r.bool(3), Fraction: r.float(4), At: r.time(5),
			})
		}
	}, session, n)
	return tries, hints, err
}
