package postgres

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// CommitAnswer keeps an answer, once.
func (s *Store) CommitAnswer(ctx context.Context, a quiz.Answer) (quiz.Answer, error) {
	a.At = micro(a.At)
	p := &pending{sent: a}
	switch err := s.write.Do(ctx, p); {
	case err != nil:
		return quiz.Answer{}, unavailable(ctx, "keep an answer", err)
	case !p.found:
		return quiz.Answer{}, store.ErrNotFound
	}
	return p.kept, nil
}

// place is one question of one session.
type place struct {
	session [16]byte
	n       int32
}

func (p *pending) place() place { return place{p.sent.Session, int32(p.sent.N)} }

func (p place) compare(q place) int {
	return cmp.Or(bytes.Compare(p.session[:], q.session[:]), cmp.Compare(p.n, q.n))
}

// Arrays of answers, one for each column. Transactions of several nodes insert
// them in one order, so that none waits for another in a circle.
const (
	answersInsert = `
		INSERT INTO answer (session, n, response, dont_know, fraction, worth, at, certainty)
		SELECT * FROM unnest($1::uuid[], $2::integer[], $3::bytea[], $4::boolean[], $5::float8[], $6::float8[], $7::bigint[], $8::integer[])
			AS a (session, n, response, dont_know, fraction, worth, at, certainty)`
	answersConflict = ` ON CONFLICT DO NOTHING`
	// The learner may have deleted the session while the answer was under way.
	answersOfSessions = ` WHERE EXISTS (SELECT 1 FROM session WHERE id = a.session)`
	answersThere      = `
		SELECT k.session, ` + answerColumns + ` FROM unnest($1::uuid[], $2::integer[]) AS k (session, n)
		CROSS JOIN LATERAL (SELECT * FROM answer WHERE session = k.session AND n = k.n LIMIT 1) a`
)

// commit keeps answers in one transaction, which is one statement. Where some
// were there before, it asks what stands for them.
func (d database) commit(ctx context.Context, answers []*pending) error {
	slices.SortStableFunc(answers, func(a, b *pending) int { return a.place().compare(b.place()) })
	var c columns
	for i, p := range answers {
		if i == 0 || p.place() != answers[i-1].place() {
			c.add(p.sent)
		}
	}
	const doing = "keep answers"
	kept, err := d.exec(ctx, doing, answersInsert+answersConflict, nil, c.args()...)
	for orphaned(err) && ctx.Err() == nil {
		kept, err = d.exec(ctx, doing, answersInsert+answersOfSessions+answersConflict, nil, c.args()...)
	}
	if err != nil {
		return err
	}
	stand := make(map[place]quiz.Answer, len(answers))
	if int(kept) == len(c.sessions) {
		for _, p := range answers {
			if _, ok := stand[p.place()]; !ok {
				stand[p.place()] = p.sent
			}
		}
	} else if err := d.query(ctx, doing, answersThere, func(r row) {
		a := scanAnswer(r, r.uuid(0), 1)
		stand[place{a.Session, int32(a.N)}] = a
	}, c.sessions, c.numbers); err != nil {
		return err
	}
	for _, p := range answers {
		p.kept, p.found = stand[p.place()]
	}
	return nil
}

// columns are answers as arrays.
type columns struct {
	sessions  [][16]byte
	numbers   []int32
	responses [][]byte
	dontKnow  []bool
	fractions []float64
	worths    []float64
	times     []int64
	certainty []int32
}

func (c *columns) add(a quiz.Answer) {
	c.sessions = append(c.sessions, a.Session)
	c.numbers = append(c.numbers, int32(a.N))
	c.responses = append(c.responses, []byte(a.Response))
	c.dontKnow = append(c.dontKnow, a.DontKnow)
	c.fractions = append(c.fractions, a.Fraction)
	c.worths = append(c.worths, a.Worth)
	c.times = append(c.times, a.At.UnixMicro())
	c.certainty = append(c.certainty, int32(a.Certainty))
}

func (c *columns) args() []any {
	return []any{c.sessions, c.numbers, c.responses, c.dontKnow, c.fractions, c.worths, c.times, c.certainty}
}
