package postgres

import (
	"context"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// PutReport keeps a report on a question of a session, in place of the earlier one.
func (s *Store) PutReport(ctx context.Context, r store.Report) error {
	revision, err := hex.DecodeString(r.Revision)
	if err != nil {
		return store.ErrNotFound
	}
	err = s.change(ctx, "keep a report", func(t tx) error {
		_, err := t.exec(`
			INSERT INTO report (id, session, n, set_id, revision, question, reason, text, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (session, n) DO UPDATE SET reason = excluded.reason, text = excluded.text, at = excluded.at, closed = NULL`, nil,
			r.ID, r.Session, r.N, r.Set, revision, r.Question, r.Reason, []byte(r.Text), r.At)
		return err
	})
	if orphaned(err) {
		return store.ErrNotFound
	}
	return err
}

const reportColumns = "id, session, n, set_id, revision, question, reason, text, at, closed"

func scanReport(r row) store.Report {
	out := store.Report{
		ID: r.uuid(0), Session: r.uuid(1), N: int(r.int(2)), Set: r.text(3), Revision: hex.EncodeToString(r[4]),
		Question: r.text(5), Reason: r.text(6), Text: r.text(7), At: r.time(8),
	}
	if !r.null(9) {
		out.Closed = r.time(9)
	}
	return out
}

// Report gives the report on a question of a session.
func (s *Store) Report(ctx context.Context, session uuid.UUID, n int) (out store.Report, err error) {
	err = s.query(ctx, "read a report", "SELECT "+reportColumns+" FROM report WHERE session = $1 AND n = $2",
		func(r row) { out = scanReport(r) }, session, n)
	if err == nil && out.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return out, err
}

// Reports lists the reports on a set, or on all, the newest first.
func (s *Store) Reports(ctx context.Context, set string, closed bool, before uuid.UUID, limit int) ([]store.Report, error) {
	if before == uuid.Nil {
		before = uuid.Max
	}
	where, args := "id < $1", []any{before}
	if set != "" {
		where, args = where+" AND set_id = $2", append(args, set)
	}
	if !closed {
		where += " AND closed IS NULL"
	}
	args = append(args, max(0, limit))
	var out []store.Report
	err := s.query(ctx, "list reports", "SELECT "+reportColumns+" FROM report WHERE "+where+" ORDER BY id DESC LIMIT $"+strconv.Itoa(len(args)),
		func(r row) { out = append(out, scanReport(r)) }, args...)
	return out, err
}

// CloseReport notes that a report was dealt with.
func (s *Store) CloseReport(ctx context.Context, id uuid.UUID, at time.Time) error {
	return s.changeOne(ctx, "close a report", "UPDATE report SET closed = coalesce(closed, $1) WHERE id = $2", at, id)
}
