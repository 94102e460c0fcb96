package sqlite

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"

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
			if err := f(*w.session, w.answers); err != nil {
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

// walks reads one piece of the sessions with a value in a column, in one state
// of the database. Each session's answers lie together, in their order: nothing
// is sorted, which would cost more than the reading.
func (s *Store) walks(ctx context.Context, column string, key any, learner, last []byte) ([]walk, error) {
	out := make([]walk, 0, walksAtOnce)
	err := s.read.with(ctx, func(c *conn) (err error) {
		if err := c.exec("BEGIN", nil); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.exec("ROLLBACK", nil)) }()
		var broken error
		err = c.exec("SELECT "+sessionColumns+" FROM session s WHERE "+column+" = ? AND (learner, id) > (?, ?) ORDER BY learner, id LIMIT ?",
			func(row *sqlite.Stmt) {
				session, err := scanSession(row)
				broken = errors.Join(broken, err)
				out = append(out, walk{session: &session, answers: make([]quiz.Answer, 0, len(session.Items))})
			}, key, learner, last, walksAtOnce)
		for i := 0; i < len(out) && err == nil; i++ {
			w := &out[i]
			err = c.exec("SELECT "+answerColumns+" FROM answer a WHERE a.session = ? ORDER BY a.n",
				func(row *sqlite.Stmt) { w.answers = append(w.answers, scanAnswer(row, w.session.ID, 0)) }, w.session.ID)
		}
		return errors.Join(err, broken)
	})
	if err != nil {
		return nil, unavailable("read the sessions of a class", err)
	}
	return out, nil
}
