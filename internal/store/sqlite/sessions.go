package sqlite

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

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
	var kept quiz.Session
	var refused error
	assigned := session.Assignment != uuid.Nil
	err = s.change(ctx, "keep a session", func(c *conn) error {
		kept, refused = session, nil
		twin, err := findTwin(c, session, revision, asked)
		if err != nil {
			return err
		}
		if twin != nil {
			kept = *twin
			return nil
		}
		if assigned {
			if refused, err = mayAttempt(c, session.Assignment, session.Learner); err != nil || refused != nil {
				return err
			}
		}
		err = c.exec(`
			INSERT INTO session (id, learner, set_id, revision, mode, scored, seed, parent, asked, items, started, certainty, assignment, time_limit, extension, deadline)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, nil,
			session.ID, session.Learner, session.Set, revision, string(session.Mode), session.Mode.Scored(),
			int64(session.Seed), session.Parent, asked, string(items), session.Started.UnixMicro(), string(session.Certainty), session.Assignment,
			session.TimeLimit, session.Extension, session.Deadline())
		if orphaned(err) {
			refused = store.ErrNotFound
			return nil
		}
		if err == nil && assigned {
			err = countAttempt(c, session.Assignment, session.Learner)
		}
		return err
	}, func() {
		if refused == nil && kept.ID == session.ID {
			s.hot.created(kept)
		}
	})
	if err = outcome(err, &refused); err != nil {
		return quiz.Session{}, err
	}
	return kept, nil
}

// findTwin looks for the session that the same request has just made. The plus
// signs keep SQLite from looking through all sessions of a revision.
func findTwin(c *conn, session quiz.Session, revision []byte, asked string) (*quiz.Session, error) {
	var twin *quiz.Session
	var broken error
	err := c.exec(`
		SELECT `+sessionColumns+` FROM session s
		WHERE s.id IN (SELECT id FROM session WHERE learner = ?1 ORDER BY id DESC LIMIT ?2)
			AND +s.set_id = ?3 AND +s.revision = ?4 AND s.mode = ?5 AND +s.parent IS ?6 AND s.asked = ?7 AND +s.assignment IS ?10
			AND abs(s.started - ?8) < ?9 AND NOT EXISTS (SELECT 1 FROM answer WHERE session = s.id)
			AND NOT EXISTS (SELECT 1 FROM draft WHERE session = s.id)
		ORDER BY s.id DESC LIMIT 1`, func(row *sqlite.Stmt) {
		found, err := scanSession(row)
		twin, broken = &found, err
	}, session.Learner, recentSessions, session.Set, revision, string(session.Mode), session.Parent, asked,
		session.Started.UnixMicro(), store.DoubleClick.Microseconds(), session.Assignment)
	return twin, errors.Join(err, broken)
}

// orphaned says that a row refers to another that is not there. Such a
// statement has changed nothing and its transaction can go on.
func orphaned(err error) bool {
	return sqlite.ErrCode(err) == sqlite.ResultConstraintForeignKey
}

// Walk gives a session with its answers, in the order of their numbers.
func (s *Store) Walk(ctx context.Context, id uuid.UUID) (quiz.Session, []quiz.Answer, error) {
	if err := s.read.ready(ctx); err != nil {
		return quiz.Session{}, nil, unavailable("read a session", err)
	}
	w, f := s.hot.get(id)
	if f != nil {
		var err error
		w, err = s.readWalk(ctx, id)
		s.hot.end(id, f, w)
		if err != nil {
			return quiz.Session{}, nil, err
		}
	}
	if w == nil {
		return quiz.Session{}, nil, store.ErrNotFound
	}
	return *w.session, slices.Clip(w.answers), nil // nobody can append into what is shared
}

// readWalk reads a session by one statement; nil where there is none.
func (s *Store) readWalk(ctx context.Context, id uuid.UUID) (*walk, error) {
	var w *walk
	var broken error
	err := s.query(ctx, "read a session", `
		SELECT `+sessionColumns+`, `+answerColumns+`
		FROM session s LEFT JOIN answer a ON a.session = s.id
		WHERE s.id = ? ORDER BY a.n`, func(row *sqlite.Stmt) {
		if w == nil {
			session, err := scanSession(row)
			w, broken = &walk{session: &session, answers: make([]quiz.Answer, 0, len(session.Items))}, err
		}
		if !row.ColumnIsNull(afterSession) {
			a := scanAnswer(row, id, afterSession)
			w.answers = append(w.answers, a)
			w.written += written(&a)
		}
	}, id)
	if err == nil && broken != nil {
		err = unavailable("read a session", broken)
	}
	if err != nil {
		return nil, err
	}
	return w, nil
}

// newest comes after every uuid of a session.
var newest = bytes.Repeat([]byte{0xff}, 16)

// Sessions lists a learner's sessions, newest first.
func (s *Store) Sessions(ctx context.Context, learner, before uuid.UUID, limit int) ([]store.Summary, error) {
	from := newest
	if before != uuid.Nil {
		from = before[:]
	}
	return s.summaries(ctx, "list sessions", `
		SELECT id FROM session WHERE learner = ? AND id < ? ORDER BY id DESC LIMIT ?`, learner, from, max(0, limit))
}

// summaries sums up the sessions whose ids a query gives, newest first.
func (s *Store) summaries(ctx context.Context, doing, ids string, args ...any) ([]store.Summary, error) {
	var out []store.Summary
	var broken error
	err := s.query(ctx, doing, `
		SELECT `+sessionColumns+`, count(a.n) + (SELECT count(*) FROM draft WHERE session = s.id), total(a.fraction * a.worth), total(a.worth),
			coalesce(max(a.at), (SELECT max(at) FROM draft WHERE session = s.id), s.started)
		FROM session s LEFT JOIN answer a ON a.session = s.id
		WHERE s.id IN (`+ids+`) GROUP BY s.id ORDER BY s.id DESC`, func(row *sqlite.Stmt) {
		session, err := scanSession(row)
		if err != nil {
			broken = err
		}
		out = append(out, store.Summary{
			Session:  session,
			Answered: row.ColumnInt(afterSession),
			Points:   row.ColumnFloat(afterSession + 1),
			Worth:    row.ColumnFloat(afterSession + 2),
			Last:     columnTime(row, afterSession+3),
		})
	}, args...)
	if err == nil && broken != nil {
		err = unavailable(doing, broken)
	}
	return out, err
}

// DeleteSession removes a session, its answers and its retries.
func (s *Store) DeleteSession(ctx context.Context, id uuid.UUID) error {
	return s.deleteSessions(ctx, "delete a session", "SELECT ?", []any{id}, nil)
}

// deleteSessions removes the sessions whose ids a query gives, with their
// answers and retries, and then, where also is not nil, more in the same change.
func (s *Store) deleteSessions(ctx context.Context, doing, ids string, args []any, also func(*conn) error) error {
	var gone []uuid.UUID
	return s.change(ctx, doing, func(c *conn) error {
		gone = nil
		err := c.exec(`
			WITH RECURSIVE gone (id) AS (
				`+ids+` UNION SELECT s.id FROM session s JOIN gone ON s.parent = gone.id
			)
			DELETE FROM session WHERE id IN (SELECT id FROM gone) RETURNING id`, func(row *sqlite.Stmt) {
			gone = append(gone, columnUUID(row, 0))
		}, args...)
		if err == nil && also != nil {
			err = also(c)
		}
		return err
	}, func() {
		s.hot.deleted(gone)
		s.write.deleted()
	})
}
