package postgres

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// recentSessions bounds the search for a start that is asked for twice.
const recentSessions = 8

// CreateSession keeps a new session, or gives back the one that the same
// request has just made.
func (s *Store) CreateSession(ctx context.Context, session quiz.Session, asked string) (quiz.Session, error) {
	session.Started = micro(session.Started)
	revision, err := hex.DecodeString(session.Revision)
	if err != nil {
		return quiz.Session{}, store.ErrNotFound
	}
	items, err := json.Marshal(session.Items)
	if err != nil {
		return quiz.Session{}, fmt.Errorf("the questions of a session cannot be written: %w", err)
	}
	kept := session
	err = s.change(ctx, "keep a session", func(t tx) error {
		// Two clicks may reach two nodes: the second waits here for the first,
		// and the next statement then sees its session.
		var no, err error
		if session.Assignment != uuid.Nil {
			no, err = mayAttempt(t, session.Assignment, session.Learner)
		} else {
			_, err = t.exec("SELECT 1 FROM learner WHERE id = $1 FOR NO KEY UPDATE", nil, session.Learner)
		}
		if err != nil {
			return err
		}
		var twin *quiz.Session
		var broken error
		_, err = t.exec(`
			WITH twin AS (
				SELECT * FROM session s
				WHERE s.id IN (SELECT id FROM session WHERE learner = $2 ORDER BY id DESC LIMIT $14)
					AND s.set_id = $3 AND s.revision = $4 AND s.mode = $5 AND s.parent IS NOT DISTINCT FROM $8 AND s.asked = $9
					AND s.assignment IS NOT DISTINCT FROM $13
					AND abs(s.started - $11) < $15 AND NOT EXISTS (SELECT 1 FROM answer WHERE session = s.id)
					AND NOT EXISTS (SELECT 1 FROM draft WHERE session = s.id)
				ORDER BY s.id DESC LIMIT 1
			), new AS (
				INSERT INTO session (id, learner, set_id, revision, mode, scored, seed, parent, asked, items, started, certainty, assignment, time_limit, extension, deadline)
				SELECT $1::uuid, $2::uuid, $3::text, $4::bytea, $5::text, $6::boolean, $7::bigint, $8::uuid, $9::text, $10::text, $11::bigint, $12::text, $13::uuid, $17::integer, $18::integer, $19::bigint
				WHERE $16 AND NOT EXISTS (SELECT 1 FROM twin)
			)
			SELECT `+sessionColumns+` FROM twin s`, func(r row) {
			found, err := scanSession(r)
			twin, broken = &found, err
		},
			session.ID, session.Learner, session.Set, revision, string(session.Mode), session.Mode.Scored(),
			int64(session.Seed), session.Parent, asked, string(items), session.Started.UnixMicro(), string(session.Certainty), session.Assignment,
			recentSessions, store.DoubleClick.Microseconds(), no == nil, session.TimeLimit, session.Extension, session.Deadline())
		switch {
		case err != nil || broken != nil:
			return errors.Join(err, broken)
		case twin != nil:
			kept = *twin
			return nil
		case no != nil:
			return refused{no}
		}
		kept = session
		if session.Assignment != uuid.Nil {
			return countAttempt(t, session.Assignment, session.Learner)
		}
		return nil
	})
	switch {
	case orphaned(err):
		return quiz.Session{}, store.ErrNotFound
	case err != nil:
		return quiz.Session{}, err
	}
	return kept, nil
}

// Sessions lists a learner's sessions, newest first.
func (s *Store) Sessions(ctx context.Context, learner, before uuid.UUID, limit int) ([]store.Summary, error) {
	if before == uuid.Nil {
		before = uuid.Max
	}
	return s.summaries(ctx, "list sessions", `
		SELECT id FROM session WHERE learner = $1 AND id < $2 ORDER BY id DESC LIMIT $3`, learner, before, max(0, limit))
}

// Latest gives, for each set, the learner's newest scored session of their own.
func (s *Store) Latest(ctx context.Context, learner uuid.UUID) ([]store.Summary, error) {
	return s.summaries(ctx, "find the newest sessions", `
		SELECT DISTINCT ON (set_id) id FROM session WHERE learner = $1 AND scored AND assignment IS NULL ORDER BY set_id, id DESC`, learner)
}

// summaries sums up the sessions whose ids a query gives, newest first.
func (s *Store) summaries(ctx context.Context, doing, ids string, args ...any) ([]store.Summary, error) {
	var out []store.Summary
	var broken error
	err := s.query(ctx, doing, `
		SELECT `+sessionColumns+`, count(a.n) + (SELECT count(*) FROM draft WHERE session = s.id), coalesce(sum(a.fraction * a.worth), 0), coalesce(sum(a.worth), 0),
			coalesce(max(a.at), (SELECT max(at) FROM draft WHERE session = s.id), s.started)
		FROM session s LEFT JOIN answer a ON a.session = s.id
		WHERE s.id IN (`+ids+`) GROUP BY s.id ORDER BY s.id DESC`, func(r row) {
		session, err := scanSession(r)
		if err != nil {
			broken = err
		}
		out = append(out, store.Summary{
			Session:  session,
			Answered: int(r.int(afterSession)),
			Points:   r.float(afterSession + 1),
			Worth:    r.float(afterSession + 2),
			Last:     r.time(afterSession + 3),
		})
	}, args...)
	if err == nil && broken != nil {
		err = unavailable(ctx, doing, broken)
	}
	return out, err
}

// DeleteSession removes a session, its answers and its retries. Deletions
// cascade, and so reach a retry that is begun meanwhile.
func (s *Store) DeleteSession(ctx context.Context, id uuid.UUID) error {
	return s.query(ctx, "delete a session", "DELETE FROM session WHERE id = $1", nil, id)
}
