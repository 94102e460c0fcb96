package sqlite

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// PutReport keeps a report on a question of a session, in place of the earlier one.
func (s *Store) PutReport(ctx context.Context, r store.Report) error {
	revision, err := hex.DecodeString(r.Revision)
	if err != nil {
		return store.ErrNotFound
	}
	orphan := false
	err = s.change(ctx, "keep a report", func(c *conn) error {
		err := c.exec(`
			INSERT INTO report (id, session, n, set_id, revision, question, reason, text, at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (session, n) DO UPDATE SET reason = excluded.reason, text = excluded.text, at = excluded.at, closed = NULL, closed_by = '', note = ''`, nil,
			r.ID, r.Session, r.N, r.Set, revision, r.Question, r.Reason, r.Text, r.At)
		if orphan = orphaned(err); orphan {
			return nil
		}
		return err
	}, nil)
	if err == nil && orphan {
		err = store.ErrNotFound
	}
	return err
}

const reportColumns = "id, session, n, set_id, revision, question, reason, text, at, closed, closed_by, note"

func scanReport(row *sqlite.Stmt) store.Report {
	r := store.Report{
		ID: columnUUID(row, 0), Session: columnUUID(row, 1), N: row.ColumnInt(2), Set: row.ColumnText(3),
		Revision: hex.EncodeToString(columnBytes(row, 4)), Question: row.ColumnText(5), Reason: row.ColumnText(6),
		Text: row.ColumnText(7), At: columnTime(row, 8), ClosedBy: row.ColumnText(10), Note: row.ColumnText(11),
	}
	if !row.ColumnIsNull(9) {
		r.Closed = columnTime(row, 9)
	}
	return r
}

// Report gives the report on a question of a session.
func (s *Store) Report(ctx context.Context, session uuid.UUID, n int) (r store.Report, err error) {
	err = s.query(ctx, "read a report", "SELECT "+reportColumns+" FROM report WHERE session = ? AND n = ?",
		func(row *sqlite.Stmt) { r = scanReport(row) }, session, n)
	if err == nil && r.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return r, err
}

// ReportByID gives a report.
func (s *Store) ReportByID(ctx context.Context, id uuid.UUID) (r store.Report, err error) {
	err = s.query(ctx, "read a report", "SELECT "+reportColumns+" FROM report WHERE id = ?", func(row *sqlite.Stmt) { r = scanReport(row) }, id)
	if err == nil && r.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return r, err
}

// Reports lists the reports that are wanted, the newest first.
func (s *Store) Reports(ctx context.Context, q store.ReportQuery) ([]store.Report, error) {
	where, args := "id < ?", []any{newest}
	if q.Before != uuid.Nil {
		args[0] = q.Before[:]
	}
	if q.Set != "" {
		where, args = where+" AND set_id = ?", append(args, q.Set)
	}
	if q.Question != "" {
		where, args = where+" AND question = ?", append(args, q.Question)
	}
	if !q.Open {
		where += " AND closed IS NOT NULL"
	}
	if !q.Closed {
		where += " AND closed IS NULL"
	}
	var out []store.Report
	err := s.query(ctx, "list reports", "SELECT "+reportColumns+" FROM report WHERE "+where+" ORDER BY id DESC LIMIT ?",
		func(row *sqlite.Stmt) { out = append(out, scanReport(row)) }, append(args, max(0, q.Limit))...)
	return out, err
}

// OpenReports counts those that are open.
func (s *Store) OpenReports(ctx context.Context) (out []store.OpenReports, err error) {
	err = s.query(ctx, "count reports", "SELECT set_id, question, count(*) FROM report WHERE closed IS NULL GROUP BY set_id, question ORDER BY set_id, question",
		func(row *sqlite.Stmt) {
			out = append(out, store.OpenReports{Set: row.ColumnText(0), Question: row.ColumnText(1), N: row.ColumnInt(2)})
		})
	return out, err
}

// CloseReport notes that a report was dealt with.
func (s *Store) CloseReport(ctx context.Context, id uuid.UUID, at time.Time, by, note string) error {
	return s.changeOne(ctx, "close a report", `
		UPDATE report SET closed_by = iif(closed IS NULL, ?, closed_by), note = iif(closed IS NULL, ?, note), closed = coalesce(closed, ?) WHERE id = ?`,
		by, note, at, id)
}

// ReopenReport takes back that a report was dealt with.
func (s *Store) ReopenReport(ctx context.Context, id uuid.UUID) error {
	return s.changeOne(ctx, "open a report again", "UPDATE report SET closed = NULL, closed_by = '', note = '' WHERE id = ?", id)
}
