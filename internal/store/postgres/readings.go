package postgres

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
	"verbatim/internal/store/batch"
)

// readings read sessions, many at a time: those that are asked for while others
// are being read share the next round trip.
type readings = batch.Queue[*reading]

// reading is a session that is to be read.
type reading struct {
	id   uuid.UUID
	from int // the number of the first answer to be read

	session quiz.Session // zero where there is none
	answers []quiz.Answer
	broken  error // it cannot be understood
}

func newReadings(d database) *readings {
	return batch.New(func(wanted []*reading) (alone bool, err error) {
		return false, d.readAll(context.Background(), wanted)
	})
}

// Arrays of what is asked for, one for each column. What is found of each
// comes by its index, since two may ask for the same session.
const readingsRead = `
	SELECT ` + sessionColumns + `, ` + answerColumns + `, k.i
	FROM unnest($1::uuid[], $2::integer[], $3::integer[]) AS k (session, n, i)
	CROSS JOIN LATERAL (SELECT * FROM session WHERE id = k.session LIMIT 1) s
	LEFT JOIN LATERAL (SELECT * FROM answer WHERE session = k.session AND n >= k.n ORDER BY n) a ON true
	ORDER BY k.i, a.n`

func (d database) readAll(ctx context.Context, wanted []*reading) error {
	ids, froms, places := make([][16]byte, len(wanted)), make([]int32, len(wanted)), make([]int32, len(wanted))
	for i, w := range wanted {
		ids[i], froms[i], places[i] = w.id, int32(w.from), int32(i)
	}
	return d.query(ctx, "read sessions", readingsRead, func(r row) {
		w := wanted[r.int(len(r)-1)]
		if w.session.ID == uuid.Nil {
			w.session, w.broken = scanSession(r)
			w.answers = []quiz.Answer{}
		}
		if !r.null(afterSession) {
			w.answers = append(w.answers, scanAnswer(r, w.id, afterSession))
		}
	}, ids, froms, places)
}

// Walk gives a session with its answers, in the order of their numbers.
func (s *Store) Walk(ctx context.Context, id uuid.UUID) (quiz.Session, []quiz.Answer, error) {
	recent := s.recent.get(id)
	known := recent.answers
	session, answers, err := s.walkFrom(ctx, id, len(known))
	if err == nil && len(known) > 0 {
		if len(answers) > 0 && answers[0].Equal(known[len(known)-1]) && session.Regraded == recent.regraded {
			answers = slices.Concat(known[:len(known)-1], answers)
		} else { // it was regraded, or is another session of the same id
			session, answers, err = s.walkFrom(ctx, id, 0)
		}
	}
	if err != nil {
		return quiz.Session{}, nil, err
	}
	s.recent.put(session, answers)
	return session, slices.Clip(answers), nil // nobody can append into what is shared
}

// walkFrom reads a session and its answers from a number on.
func (s *Store) walkFrom(ctx context.Context, id uuid.UUID, from int) (quiz.Session, []quiz.Answer, error) {
	const doing = "read a session"
	w := &reading{id: id, from: from}
	switch err := s.readings.Do(ctx, w); {
	case err != nil:
		return quiz.Session{}, nil, unavailable(ctx, doing, err)
	case w.broken != nil:
		return quiz.Session{}, nil, unavailable(ctx, doing, w.broken)
	case w.session.ID == uuid.Nil:
		return quiz.Session{}, nil, store.ErrNotFound
	}
	return w.session, w.answers, nil
}
