package sqlite

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
	"verbatim/internal/store/recent"
)

// newestOf picks, for each set, the learner's newest scored session of their own.
const newestOf = "SELECT max(id) FROM session WHERE learner = ? AND scored = 1 AND assignment IS NULL GROUP BY set_id"

// Latest gives, for each set, the learner's newest scored session of their own.
// Where these are in memory, nothing is read.
func (s *Store) Latest(ctx context.Context, learner uuid.UUID) ([]store.Summary, error) {
	if err := s.read.ready(ctx); err != nil {
		return nil, unavailable("find the newest sessions", err)
	}
	ids, known, state := s.hot.latest(learner)
	if !known {
		err := s.query(ctx, "find the newest sessions", newestOf, func(row *sqlite.Stmt) {
			ids = append(ids, columnUUID(row, 0))
		}, learner)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(b[:], a[:]) }) // newest first
		s.hot.setLatest(learner, ids, state)
	}
	if summaries, ok := s.hot.summaries(ids); ok {
		return summaries, nil
	}
	return s.summaries(ctx, "find the newest sessions", newestOf, learner)
}

// latest is the part of the cache that knows each learner's newest sessions.
// The state of the database that they were read in tells whether they still
// stand: the writer changes it with each session that begins or is removed.
type latest struct {
	known *recent.Map[uuid.UUID, []uuid.UUID]
	state uint64
}

func newLatest(learners int) latest {
	return latest{known: recent.New[uuid.UUID, []uuid.UUID](learners, nil)}
}

// latest gives the ids of a learner's newest sessions, or the state in which
// they are about to be read.
func (c *cache) latest(learner uuid.UUID) (ids []uuid.UUID, known bool, state uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ids, known = c.newest.known.Get(learner)
	return ids, known, c.newest.state
}

// setLatest notes what was read in a state, unless it has changed since.
func (c *cache) setLatest(learner uuid.UUID, ids []uuid.UUID, state uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if state == c.newest.state && c.limit > 0 {
		c.newest.known.Add(learner, ids)
	}
}

// summaries sums up sessions; it reports false where one is not in memory.
func (c *cache) summaries(ids []uuid.UUID) ([]store.Summary, bool) {
	walks := make([]*walk, len(ids))
	c.mu.Lock()
	for i, id := range ids {
		w, ok := c.walks.Get(id)
		if !ok || w.session.Open() { // what is saved of a test is in the database alone
			c.mu.Unlock()
			return nil, false
		}
		walks[i] = w
	}
	c.mu.Unlock()
	summaries := make([]store.Summary, len(ids))
	for i, w := range walks {
		summaries[i] = summaryOf(*w.session, w.answers)
	}
	return summaries, true
}

func summaryOf(s quiz.Session, answers []quiz.Answer) store.Summary {
	sum := store.Summary{Session: s, Answered: len(answers), Last: s.Started}
	for i := range answers {
		a := &answers[i]
		sum.Points += a.Fraction * a.Worth
		sum.Worth += a.Worth
		if i == 0 || a.At.After(sum.Last) {
			sum.Last = a.At
		}
	}
	return sum
}
