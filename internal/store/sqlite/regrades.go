package sqlite

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// BeginRegrade keeps a regrade, or gives back the same one.
func (s *Store) BeginRegrade(ctx context.Context, r store.Regrade) (store.Regrade, error) {
	revision, err := revisionKey(r.Revision)
	if err != nil {
		return store.Regrade{}, store.ErrNotFound
	}
	r.At = micro(r.At)
	kept, orphan := r, false
	err = s.change(ctx, "keep a regrade", func(c *conn) error {
		kept, orphan = r, false
		var newest *store.Regrade
		err := c.exec("SELECT "+regradeColumns+` FROM regrade r
			WHERE r.set_id = ? AND r.question = ? AND r.assignment IS ? ORDER BY r.id DESC LIMIT 1`, func(row *sqlite.Stmt) {
			found := scanRegrade(row)
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
		err = c.exec(`
			INSERT INTO regrade (id, set_id, question, assignment, rule, revision, account, by_name, why, at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, nil,
			kept.ID, r.Set, r.Question, r.Assignment, string(r.Rule), revision, r.Account, r.By, r.Why, r.At)
		if orphan = orphaned(err); orphan {
			return nil
		}
		return err
	}, nil)
	if err == nil && orphan {
		err = store.ErrNotFound
	}
	if err != nil {
		return store.Regrade{}, err
	}
	return kept, nil
}

// EndRegrade notes that all answers have been graded.
func (s *Store) EndRegrade(ctx context.Context, id uuid.UUID, at time.Time) error {
	return s.changeOne(ctx, "end a regrade", "UPDATE regrade SET done = ? WHERE id = ?", at, id)
}

const regradeColumns = "r.id, r.set_id, r.question, r.assignment, r.rule, r.revision, r.account, r.by_name, r.why, r.at, r.done, r.undone, r.undone_by"

// afterRegrade is the column that follows them.
const afterRegrade = 13

func scanRegrade(row *sqlite.Stmt) store.Regrade {
	r := store.Regrade{
		ID: columnUUID(row, 0), Set: row.ColumnText(1), Question: row.ColumnText(2), Assignment: columnUUID(row, 3),
		Rule: quiz.Rule(row.ColumnText(4)), Revision: hex.EncodeToString(columnBytes(row, 5)), Account: columnUUID(row, 6),
		By: row.ColumnText(7), Why: row.ColumnText(8), At: columnTime(row, 9), UndoneBy: row.ColumnText(12),
	}
	if !row.ColumnIsNull(10) {
		r.Done = columnTime(row, 10)
	}
	if !row.ColumnIsNull(11) {
		r.Undone = columnTime(row, 11)
	}
	return r
}

// Regrade gives a regrade.
func (s *Store) Regrade(ctx context.Context, id uuid.UUID) (r store.Regrade, err error) {
	err = s.query(ctx, "read a regrade", "SELECT "+regradeColumns+" FROM regrade r WHERE r.id = ?", func(row *sqlite.Stmt) { r = scanRegrade(row) }, id)
	if err == nil && r.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return r, err
}

// Regrades lists those of a set, the newest first.
func (s *Store) Regrades(ctx context.Context, set string, before uuid.UUID, limit int) ([]store.RegradeSummary, error) {
	from := newest
	if before != uuid.Nil {
		from = before[:]
	}
	var out []store.RegradeSummary
	err := s.query(ctx, "list regrades", "SELECT "+regradeColumns+`, count(d.n),
			count(CASE WHEN d.undone = 0 THEN 1 END)
		FROM regrade r LEFT JOIN regraded d ON d.regrade = r.id
		WHERE r.id IN (SELECT id FROM regrade WHERE set_id = ? AND id < ? ORDER BY id DESC LIMIT ?)
		GROUP BY r.id ORDER BY r.id DESC`, func(row *sqlite.Stmt) {
		out = append(out, store.RegradeSummary{
			Regrade: scanRegrade(row), Answers: row.ColumnInt(afterRegrade),
			Standing: row.ColumnInt(afterRegrade + 1),
		})
	}, set, from, max(0, limit))
	return out, err
}

// ApplyRegrade replaces grades and keeps those before.
func (s *Store) ApplyRegrade(ctx context.Context, id uuid.UUID, grades []store.Regraded) (int, error) {
	var replaced []uuid.UUID
	err := s.change(ctx, "grade answers anew", func(c *conn) error {
		replaced = nil
		for _, g := range grades {
			err := c.exec(`
				UPDATE answer SET fraction = ?1, worth = ?2, `+triedGrade("?8", "?9")+`
				WHERE session = ?3 AND n = ?4 AND fraction = ?5 AND worth = ?6
					AND EXISTS (SELECT 1 FROM regrade WHERE id = ?7 AND undone IS NULL)
					AND NOT EXISTS (SELECT 1 FROM regraded WHERE session = ?3 AND n = ?4 AND regrade >= ?7 AND undone = 0)`, nil,
				g.After.Fraction, g.After.Worth, g.Session, g.N, g.Before.Fraction, g.Before.Worth, id, g.After.Graded, g.After.First)
			if err != nil {
				return err
			}
			if c.Changes() == 0 {
				continue
			}
			err = c.exec(`
				INSERT INTO regraded (session, n, regrade, fraction_before, worth_before, graded_before, first_before, fraction_after, worth_after, graded_after, first_after)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, nil, g.Session, g.N, id,
				g.Before.Fraction, g.Before.Worth, g.Before.Graded, g.Before.First, g.After.Fraction, g.After.Worth, g.After.Graded, g.After.First)
			if err == nil {
				err = c.exec("UPDATE session SET regraded = regraded + 1 WHERE id = ?", nil, g.Session)
			}
			if err != nil {
				return err
			}
			replaced = append(replaced, g.Session)
		}
		return nil
	}, func() { s.hot.regraded(replaced) })
	if err != nil {
		return 0, err
	}
	return len(replaced), nil
}

// BeginUndo notes that a regrade no longer stands.
func (s *Store) BeginUndo(ctx context.Context, id uuid.UUID, at time.Time, by string) error {
	var refused error
	err := s.change(ctx, "undo a regrade", func(c *conn) error {
		refused = store.ErrNotFound
		err := c.exec("SELECT 1 FROM regrade WHERE id = ?", func(*sqlite.Stmt) { refused = nil }, id)
		if err != nil || refused != nil {
			return err
		}
		err = c.exec(`
			SELECT 1 FROM regraded this JOIN regraded later ON later.session = this.session AND later.n = this.n
			WHERE this.regrade = ?1 AND this.undone = 0 AND later.regrade > ?1 AND later.undone = 0 LIMIT 1`,
			func(*sqlite.Stmt) { refused = store.ErrLater }, id)
		if err != nil || refused != nil {
			return err
		}
		return c.exec("UPDATE regrade SET undone = ?, undone_by = ? WHERE id = ? AND undone IS NULL", nil, at, by, id)
	}, nil)
	return outcome(err, &refused)
}

// Undo gives answers the grades back that they had before a regrade.
func (s *Store) Undo(ctx context.Context, id uuid.UUID, limit int) (int, error) {
	var back []store.Regraded
	var replaced []uuid.UUID
	err := s.change(ctx, "undo a regrade", func(c *conn) error {
		back, replaced = nil, nil
		err := c.exec("SELECT "+regradedColumns+` FROM regraded d JOIN regrade r ON r.id = d.regrade
			WHERE d.regrade = ? AND d.undone = 0 AND r.undone IS NOT NULL
				AND NOT EXISTS (SELECT 1 FROM regraded WHERE session = d.session AND n = d.n AND regrade > d.regrade AND undone = 0)
			LIMIT ?`,
			func(row *sqlite.Stmt) { back = append(back, scanRegraded(row)) }, id, max(0, limit))
		for _, g := range back {
			if err == nil {
				err = c.exec("UPDATE answer SET fraction = ?1, worth = ?2, "+triedGrade("?5", "?6")+" WHERE session = ?3 AND n = ?4", nil,
					g.Before.Fraction, g.Before.Worth, g.Session, g.N, g.Before.Graded, g.Before.First)
			}
			if err == nil {
				err = c.exec("UPDATE regraded SET undone = 1 WHERE session = ? AND n = ? AND regrade = ?", nil, g.Session, g.N, id)
			}
			if err == nil {
				err = c.exec("UPDATE session SET regraded = regraded + 1 WHERE id = ?", nil, g.Session)
			}
			replaced = append(replaced, g.Session)
		}
		return err
	}, func() { s.hot.regraded(replaced) })
	if err != nil {
		return 0, err
	}
	return len(replaced), nil
}

// triedGrade replaces what stands beside the fraction of an answer that took
// more than one response. Of others nothing stands there.
func triedGrade(graded, first string) string {
	return "graded = CASE WHEN graded IS NOT NULL THEN " + graded + " END, first = CASE WHEN first IS NOT NULL THEN " + first + " END"
}

const regradedColumns = "d.regrade, d.session, d.n, d.fraction_before, d.worth_before, d.graded_before, d.first_before, d.fraction_after, d.worth_after, d.graded_after, d.first_after"

func scanRegraded(row *sqlite.Stmt) store.Regraded {
	return store.Regraded{
		Regrade: columnUUID(row, 0), Session: columnUUID(row, 1), N: row.ColumnInt(2),
		Before: quiz.Grade{Fraction: row.ColumnFloat(3), Worth: row.ColumnFloat(4), Graded: row.ColumnFloat(5), First: row.ColumnFloat(6)},
		After:  quiz.Grade{Fraction: row.ColumnFloat(7), Worth: row.ColumnFloat(8), Graded: row.ColumnFloat(9), First: row.ColumnFloat(10)},
	}
}

// Regraded lists what stands of regrades of a session's answers.
func (s *Store) Regraded(ctx context.Context, session uuid.UUID) (out []store.Regraded, err error) {
	err = s.query(ctx, "read what was regraded", "SELECT "+regradedColumns+" FROM regraded d WHERE d.session = ? AND d.undone = 0 ORDER BY d.n, d.regrade",
		func(row *sqlite.Stmt) { out = append(out, scanRegraded(row)) }, session)
	return out, err
}
