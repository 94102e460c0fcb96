package postgres

import (
	"context"
	"encoding/hex"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// walksAtOnce is how many sessions are read at a time: some milliseconds of a
// connection that learners wait for too.
const walksAtOnce = 200

// Taken lists the revisions of a set, the newest first.
func (d database) Taken(ctx context.Context, set string) ([]store.Taken, error) {
	var out []store.Taken
	err := d.query(ctx, "list the revisions of a set", `
		SELECT r.hash, r.published, (SELECT count(*) FROM session WHERE revision = r.hash)
		FROM revision r WHERE r.set_id = $1 ORDER BY r.published DESC, r.hash`, func(r row) {
		out = append(out, store.Taken{Hash: hex.EncodeToString(r[0]), Published: r.time(1), Sessions: int(r.int(2))})
	}, set)
	return out, err
}

// EachWalk calls f with every session of a scope, learner by learner.
func (d database) EachWalk(ctx context.Context, of store.Scope, f func(quiz.Session, []quiz.Answer) error) error {
	var key any = of.Assignment
	column := "assignment"
	if of.Assignment == uuid.Nil {
		revision, err := hex.DecodeString(of.Revision)
		if err != nil {
			return store.ErrNotFound
		}
		key, column = revision, "revision"
	}
	var end quiz.Session // of the piece before
	for {
		walks, err := d.walks(ctx, column, key, end.Learner, end.ID)
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
		end = walks[len(walks)-1].session
	}
}

type walk struct {
	session quiz.Session
	answers []quiz.Answer
}

// walks reads one piece of the sessions with a value in a column: those after
// a session of a learner. The zero ids stand before all others.
func (d database) walks(ctx context.Context, column string, key any, learner, last uuid.UUID) ([]walk, error) {
	const doing = "read the sessions of a class"
	out := make([]walk, 0, walksAtOnce)
	var broken error
	err := d.query(ctx, doing, `
		SELECT `+sessionColumns+`, `+answerColumns+`
		FROM session s LEFT JOIN answer a ON a.session = s.id
		WHERE s.id IN (SELECT id FROM session WHERE `+column+` = $1 AND (learner, id) > ($2, $3) ORDER BY learner, id LIMIT $4)
		ORDER BY s.learner, s.id, a.n`, func(r row) {
		id := r.uuid(0)
		if len(out) == 0 || out[len(out)-1].session.ID != id {
			session, err := scanSession(r)
			if err != nil {
				broken = err
			}
			out = append(out, walk{session, make([]quiz.Answer, 0, len(session.Items))})
		}
		if !r.null(afterSession) {
			w := &out[len(out)-1]
			w.answers = append(w.answers, scanAnswer(r, id, afterSession))
		}
	}, key, pgtype.UUID{Bytes: learner, Valid: true}, pgtype.UUID{Bytes: last, Valid: true}, walksAtOnce)
	if err == nil && broken != nil {
		err = unavailable(ctx, doing, broken)
	}
	return out, err
}
