package postgres

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// BeginRegrade keeps a regrade, or gives back the same one.
func (s *Store) BeginRegrade(ctx context.Context, r store.Regrade) (store.Regrade, error) {
	var revision any // NULL
	if r.Revision != "" {
		key, err := hex.DecodeString(r.Revision)
		if err != nil {
			return store.Regrade{}, store.ErrNotFound
		}
		revision = key
	}
	r.At = micro(r.At)
	kept := r
	err := s.change(ctx, "keep a regrade", func(t tx) error {
		kept = r
		// Two clicks may reach two nodes: the second waits here for the first.
		if _, err := t.exec("SELECT 1 FROM revision WHERE set_id = $1 ORDER BY hash FOR NO KEY UPDATE", nil, r.Set); err != nil {
			return err
		}
		var newest *store.Regrade
		_, err := t.exec("SELECT "+regradeColumns+` FROM regrade r
			WHERE r.set_id = $1 AND r.question = $2 AND r.assignment IS NOT DISTINCT FROM $3 ORDER BY r.id DESC LIMIT 1`, func(r row) {
			found := scanRegrade(r)
			newest = &found
		}, r.Set, r.Question, r.Assignment)
		if err != nil {
			return err
		}
		if newest != nil && newest.Same(r) {
			kept = *newest
			return nil
		}
		if newest != nil {
			kept.ID = store.Above(newest.ID, r.ID)
		}
		_, err = t.exec(`
			INSERT INTO regrade (id, set_id, question, assignment, rule, revision, account, by_name, why, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, nil,
			kept.ID, r.Set, r.Question, r.Assignment, string(r.Rule), revision, r.Account, r.By, r.Why, r.At)
		return err
	})
	switch {
	case orphaned(err):
		return store.Regrade{}, store.ErrNotFound
	case err != nil:
		return store.Regrade{}, err
	}
	return kept, nil
}

// EndRegrade notes that all answers have been graded.
func (s *Store) EndRegrade(ctx context.Context, id uuid.UUID, at time.Time) error {
	return s.changeOne(ctx, "end a regrade", "UPDATE regrade SET done = $1 WHERE id = $2", at, id)
}

const regradeColumns = "r.id, r.set_id, r.question, r.assignment, r.rule, r.revision, r.account, r.by_name, r.why, r.at, r.done, r.undone, r.undone_by"

// afterRegrade is the column that follows them.
const afterRegrade = 13

func scanRegrade(r row) store.Regrade {
	out := store.Regrade{
		ID: r.uuid(0), Set: r.text(1), Question: r.text(2), Assignment: r.uuid(3), Rule: quiz.Rule(r.text(4)),
		Revision: hex.EncodeToString(r[5]), Account: r.uuid(6), By: r.text(7), Why: r.text(8), At: r.time(9), UndoneBy: r.text(12),
	}
	if !r.null(10) {
		out.Done = r.time(10)
	}
	if !r.null(11) {
		out.Undone = r.time(11)
	}
	return out
}

// Regrade gives a regrade.
func (d database) Regrade(ctx context.Context, id uuid.UUID) (out store.Regrade, err error) {
	err = d.query(ctx, "read a regrade", "SELECT "+regradeColumns+" FROM regrade r WHERE r.id = $1", func(r row) { out = scanRegrade(r) }, id)
	if err == nil && out.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return out, err
}

// Regrades lists those of a set, the newest first.
func (d database) Regrades(ctx context.Context, set string, before uuid.UUID, limit int) ([]store.RegradeSummary, error) {
	if before == uuid.Nil {
		before = uuid.Max
	}
	var out []store.RegradeSummary
	err := d.query(ctx, "list regrades", "SELECT "+regradeColumns+`, count(d.n),
			count(*) FILTER (WHERE NOT d.undone)
		FROM regrade r LEFT JOIN regraded d ON d.regrade = r.id
		WHERE r.id IN (SELECT id FROM regrade WHERE set_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3)
		GROUP BY r.id ORDER BY r.id DESC`, func(r row) {
		out = append(out, store.RegradeSummary{
			Regrade: scanRegrade(r), Answers: int(r.int(afterRegrade)),
			Standing: int(r.int(afterRegrade + 1)),
		})
	}, set, before, max(0, limit))
	return out, err
}

// ApplyRegrade replaces grades and keeps those before, all at a time. Where
// a session is deleted meanwhile, it is done again without that.
func (s *Store) ApplyRegrade(ctx context.Context, id uuid.UUID, grades []store.Regraded) (changed int, err error) {
	var c columns
	var before, after [2][]float64 // graded, first
	var fractions, worths []float64
	for _, g := range grades {
		c.sessions, c.numbers = append(c.sessions, g.Session), append(c.numbers, int32(g.N))
		c.fractions, c.worths = append(c.fractions, g.Before.Fraction), append(c.worths, g.Before.Worth)
		fractions, worths = append(fractions, g.After.Fraction), append(worths, g.After.Worth)
		before[0], before[1] = append(before[0], g.Before.Graded), append(before[1], g.Before.First)
		after[0], after[1] = append(after[0], g.After.Graded), append(after[1], g.After.First)
	}
	for {
		err = s.change(ctx, "grade answers anew", func(t tx) error {
			changed = 0
			// An undo waits until this is done, so that it finds what it has to undo.
			if n, err := t.exec("SELECT 1 FROM regrade WHERE id = $1 AND undone IS NULL FOR KEY SHARE", nil, id); err != nil || n == 0 {
				return err
			}
			_, err := t.exec(`
				WITH g AS (
					SELECT * FROM unnest($2::uuid[], $3::integer[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::float8[])
						AS g (session, n, fraction_before, worth_before, fraction_after, worth_after, graded_before, first_before, graded_after, first_after)
				), replaced AS (
					UPDATE answer a SET fraction = g.fraction_after, worth = g.worth_after,
						graded = CASE WHEN a.graded IS NOT NULL THEN g.graded_after END, first = CASE WHEN a.first IS NOT NULL THEN g.first_after END
					FROM g
					WHERE a.session = g.session AND a.n = g.n AND a.fraction = g.fraction_before AND a.worth = g.worth_before
						AND NOT EXISTS (SELECT 1 FROM regraded d WHERE d.session = g.session AND d.n = g.n AND d.regrade >= $1 AND NOT d.undone)
					RETURNING a.session, a.n
				), kept AS (
					INSERT INTO regraded (session, n, regrade, fraction_before, worth_before, graded_before, first_before, fraction_after, worth_after, graded_after, first_after)
					SELECT g.session, g.n, $1, g.fraction_before, g.worth_before, g.graded_before, g.first_before, g.fraction_after, g.worth_after, g.graded_after, g.first_after
					FROM g JOIN replaced USING (session, n)
					RETURNING session
				), counted AS (
					UPDATE session s SET regraded = s.regraded + k.n FROM (SELECT session, count(*)::integer AS n FROM kept GROUP BY session) k WHERE s.id = k.session
				)
				SELECT count(*) FROM kept`, func(r row) { changed = int(r.int(0)) },
				id, c.sessions, c.numbers, c.fractions, c.worths, fractions, worths, before[0], before[1], after[0], after[1])
			return err
		})
		if !orphaned(err) || ctx.Err() != nil {
			return changed, err
		}
	}
}

// BeginUndo notes that a regrade no longer stands.
func (s *Store) BeginUndo(ctx context.Context, id uuid.UUID, at time.Time, by string) error {
	return s.change(ctx, "undo a regrade", func(t tx) error {
		if n, err := t.exec("SELECT 1 FROM regrade WHERE id = $1 FOR UPDATE", nil, id); err != nil || n == 0 {
			return refusedOr(err, store.ErrNotFound)
		}
		n, err := t.exec(`
			SELECT 1 FROM regraded this JOIN regraded later ON later.session = this.session AND later.n = this.n
			WHERE this.regrade = $1 AND NOT this.undone AND later.regrade > $1 AND NOT later.undone LIMIT 1`, nil, id)
		if err != nil || n > 0 {
			return refusedOr(err, store.ErrLater)
		}
		_, err = t.exec("UPDATE regrade SET undone = $1, undone_by = $2 WHERE id = $3 AND undone IS NULL", nil, at, by, id)
		return err
	})
}

// refusedOr gives what went wrong, or else a refusal.
func refusedOr(err, no error) error {
	if err != nil {
		return err
	}
	return refused{no}
}

// Undo gives answers the grades back that they had before a regrade, by one
// statement.
func (s *Store) Undo(ctx context.Context, id uuid.UUID, limit int) (changed int, err error) {
	err = s.change(ctx, "undo a regrade", func(t tx) error {
		_, err := t.exec(`
			WITH back AS (
				UPDATE regraded d SET undone = true FROM (
					SELECT session, n FROM regraded this WHERE regrade = $1 AND NOT undone
						AND EXISTS (SELECT 1 FROM regrade WHERE id = $1 AND undone IS NOT NULL)
						AND NOT EXISTS (SELECT 1 FROM regraded l WHERE l.session = this.session AND l.n = this.n AND l.regrade > $1 AND NOT l.undone)
					ORDER BY session, n LIMIT $2
				) these
				WHERE d.regrade = $1 AND d.session = these.session AND d.n = these.n AND NOT d.undone
				RETURNING d.session, d.n, d.fraction_before, d.worth_before, d.graded_before, d.first_before
			), replaced AS (
				UPDATE answer a SET fraction = b.fraction_before, worth = b.worth_before,
					graded = CASE WHEN a.graded IS NOT NULL THEN b.graded_before END, first = CASE WHEN a.first IS NOT NULL THEN b.first_before END
				FROM back b WHERE a.session = b.session AND a.n = b.n
			), counted AS (
				UPDATE session s SET regraded = s.regraded + b.n FROM (SELECT session, count(*)::integer AS n FROM back GROUP BY session) b WHERE s.id = b.session
			)
			SELECT count(*) FROM back`, func(r row) { changed = int(r.int(0)) }, id, max(0, limit))
		return err
	})
	return changed, err
}

// Regraded lists what stands of regrades of a session's answers.
func (d database) Regraded(ctx context.Context, session uuid.UUID) (out []store.Regraded, err error) {
	err = d.query(ctx, "read what was regraded", `
		SELECT regrade, session, n, fraction_before, worth_before, graded_before, first_before, fraction_after, worth_after, graded_after, first_after
		FROM regraded WHERE session = $1 AND NOT undone ORDER BY n, regrade`, func(r row) {
		out = append(out, store.Regraded{
			Regrade: r.uuid(0), Session: r.uuid(1), N: int(r.int(2)),
			Before: quiz.Grade{Fraction: r.float(3), Worth: r.float(4), Graded: r.float(5), First: r.float(6)},
			After:  quiz.Grade{Fraction: r.float(7), Worth: r.float(8), Graded: r.float(9), First: r.float(10)},
		})
	}, session)
	return out, err
}
