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
			ON CONFLICT (session, n) DO UPDATE SET reason = excluded.reason, text = excluded.text, at = excluded.at, closed = NULL, closed_by = '', note = ''`, nil,
			r.ID, r.Session, r.N, r.Set, revision, r.Question, r.Reason, []byte(r.Text), r.At)
		return err
	})
	if orphaned(err) {
		return store.ErrNotFound
	}
	return err
}

const reportColumns = "id, session, n, set_id, revision, question, reason, text, at, closed, closed_by, note"

func scanReport(r row) store.Report {
	out := store.Report{
		ID: r.uuid(0), Session: r.uuid(1), N: int(r.int(2)), Set: r.text(3), Revision: hex.EncodeToString(r[4]),
		Question: r.text(5), Reason: r.text(6), Text: r.text(7), At: r.time(8), ClosedBy: r.text(10), Note: r.text(11),
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

// ReportByID gives a report.
func (s *Store) ReportByID(ctx context.Context, id uuid.UUID) (out store.Report, err error) {
	err = s.query(ctx, "read a report", "SELECT "+reportColumns+" FROM report WHERE id = $1", func(r row) { out = scanReport(r) }, id)
	if err == nil && out.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return out, err
}

// Reports lists the reports that are wanted, the newest first.
func (s *Store) Reports(ctx context.Context, q store.ReportQuery) ([]store.Report, error) {
	if q.Before == uuid.Nil {
		q.Before = uuid.Max
	}
	where, args := "id < $1", []any{q.Before}
	with := func(condition string, arg any) {
		args = append(args, arg)
		where += " AND " + condition + strconv.Itoa(len(args))
	}
	if q.Set != "" {
		with("set_id = $", q.Set)
	}
	if q.Question != "" {
		with("question = $", q.Question)
	}
	if !q.Open {
		where += " AND closed IS NOT NULL"
	}
	if !q.Closed {
		where += " AND closed IS NULL"
	}
	args = append(args, max(0, q.Limit))
	var out []store.Report
	err := s.query(ctx, "list reports", "SELECT "+reportColumns+" FROM report WHERE "+where+" ORDER BY id DESC LIMIT $"+strconv.Itoa(len(args)),
		func(r row) { out = append(out, scanReport(r)) }, args...)
	return out, err
}

// OpenReports counts those that are open.
func (s *Store) OpenReports(ctx context.Context) (out []store.OpenReports, err error) {
	err = s.query(ctx, "count reports", `
		SELECT set_id, question, count(*) FROM report WHERE closed IS NULL GROUP BY set_id, question ORDER BY set_id COLLATE "C", question COLLATE "C"`,
		func(r row) {
			out = append(out, store.OpenReports{Set: r.text(0), Question: r.text(1), N: int(r.int(2))})
		})
	return out, err
}

// CloseReport notes that a report was dealt with.
func (s *Store) CloseReport(ctx context.Context, id uuid.UUID, at time.Time, by, note string) error {
	return s.changeOne(ctx, "close a report", `
		UPDATE report SET closed_by = CASE WHEN closed IS NULL THEN $1 ELSE closed_by END,
			note = CASE WHEN closed IS NULL THEN $2 ELSE note END, closed = coalesce(closed, $3) WHERE id = $4`, by, note, at, id)
}

// ReopenReport takes back that a report was dealt with.
func (s *Store) ReopenReport(ctx context.Context, id uuid.UUID) error {
	return s.changeOne(ctx, "open a report again", "UPDATE report SET closed = NULL, closed_by = '', note = '' WHERE id = $1", id)
}
