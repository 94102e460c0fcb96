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
			ON CONFLICT (session, n) DO UPDATE SET reason = excluded.reason, text = excluded.text, at = excluded.at, closed = NULL`, nil,
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

const reportColumns = "id, session, n, set_id, revision, question, reason, text, at, closed"

func scanReport(row *sqlite.Stmt) store.Report {
	r := store.Report{
		ID: columnUUID(row, 0), Session: columnUUID(row, 1), N: row.ColumnInt(2), Set: row.ColumnText(3),
		Revision: hex.EncodeToString(columnBytes(row, 4)), Question: row.ColumnText(5), Reason: row.ColumnText(6),
		Text: row.ColumnText(7), At: columnTime(row, 8),
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

// Reports lists the reports on a set, or on all, the newest first.
func (s *Store) Reports(ctx context.Context, set string, closed bool, before uuid.UUID, limit int) ([]store.Report, error) {
	from := newest
	if before != uuid.Nil {
		from = before[:]
	}
	where, args := "id < ?", []any{from}
	if set != "" {
		where, args = "set_id = ? AND id < ?", []any{set, from}
	}
	if !closed {
		where += " AND closed IS NULL"
	}
	var out []store.Report
	err := s.query(ctx, "list reports", "SELECT "+reportColumns+" FROM report WHERE "+where+" ORDER BY id DESC LIMIT ?",
		func(row *sqlite.Stmt) { out = append(out, scanReport(row)) }, append(args, max(0, limit))...)
	return out, err
}

// CloseReport notes that a report was dealt with.
func (s *Store) CloseReport(ctx context.Context, id uuid.UUID, at time.Time) error {
	return s.changeOne(ctx, "close a report", "UPDATE report SET closed = coalesce(closed, ?) WHERE id = ?", at, id)
}
