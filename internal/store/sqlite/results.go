package sqlite

import (
	"bytes"
	"context"
	"encoding/hex"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// walksAtOnce is how many sessions are read at a time: some milliseconds of a
// connection that learners wait for too.
const walksAtOnce = 200

// Taken lists the revisions of a set, the newest first.
func (s *Store) Taken(ctx context.Context, set string) ([]store.Taken, error) {
	var out []store.Taken
	err := s.query(ctx, "list the revisions of a set", `
		SELECT r.hash, r.published, (SELECT count(*) FROM session WHERE revision = r.hash)
		FROM revision r WHERE r.set_id = ? ORDER BY r.published DESC, r.hash`, func(row *sqlite.Stmt) {
		out = append(out, store.Taken{Hash: hex.EncodeToString(columnBytes(row, 0)), Published: columnTime(row, 1), Sessions: row.ColumnInt(2)})
	}, set)
	return out, err
}

// EachWalk calls f with every session of a scope, learner by learner.
func (s *Store) EachWalk(ctx context.Context, of store.Scope, f func(quiz.Session, []quiz.Answer) error) error {
	var key any = of.Assignment
	column := "assignment"
	if of.Assignment == uuid.Nil {
		revision, err := hex.DecodeString(of.Revision)
		if err != nil {
			return store.ErrNotFound
		}
		key, column = revision, "revision"
	}
	learner, last := make([]byte, 16), make([]byte, 16) // where the piece before ended
	for {
		walks, err := s.walks(ctx, column, key, learner, last)
		if err != nil {
			return err
		}
		for _, w := range walks {
			if err := f(w.session, w.answers); err != nil {
				return err
			}
		}
		if len(walks) < walksAtOnce {
			return nil
		}
		end := walks[len(walks)-1].session
		learner, last = bytes.Clone(end.Learner[:]), bytes.Clone(end.ID[:])
	}
}

// walks reads one piece of the sessions with a value in a column.
func (s *Store) walks(ctx context.Context, column string, key any, learner, last []byte) ([]walk, error) {
	out := make([]walk, 0, walksAtOnce)
	var broken error
	err := s.query(ctx, "read the sessions of a class", `
		SELECT `+sessionColumns+`, a.n, a.response, a.dont_know, a.fraction, a.worth, a.at, a.certainty
		FROM session s LEFT JOIN answer a ON a.session = s.id
		WHERE s.id IN (SELECT id FROM session WHERE `+column+` = ? AND (learner, id) > (?, ?) ORDER BY learner, id LIMIT ?)
		ORDER BY s.learner, s.id, a.n`, func(row *sqlite.Stmt) {
		id := columnUUID(row, 0)
		if len(out) == 0 || out[len(out)-1].session.ID != id {
			session, err := scanSession(row)
			if err != nil {
				broken = err
			}
			out = append(out, walk{session: session, answers: make([]quiz.Answer, 0, len(session.Items))})
		}
		if !row.ColumnIsNull(afterSession) {
			w := &out[len(out)-1]
			w.answers = append(w.answers, scanAnswer(row, id, afterSession))
		}
	}, key, learner, last, walksAtOnce)
	if err == nil && broken != nil {
		err = unavailable("read the sessions of a class", broken)
	}
	return out, err
}
