package sqlite

import (
	"context"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// Append keeps an entry of the audit log.
func (s *Store) Append(ctx context.Context, e store.Entry) error {
	return s.change(ctx, "write to the audit log", func(c *conn) error {
		return c.exec("INSERT INTO audit (id, at, account, name, action, object, detail, token) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", nil,
			e.ID, e.At.UnixMicro(), e.Account, e.Name, e.Action, e.Object, e.Detail, e.Token)
	}, nil)
}

// Entries lists the audit log, newest first.
func (s *Store) Entries(ctx context.Context, before uuid.UUID, limit int) (all []store.Entry, err error) {
	from := newest
	if before != uuid.Nil {
		from = before[:]
	}
	err = s.query(ctx, "read the audit log", `
		SELECT id, at, account, name, action, object, detail, token FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?`, func(row *sqlite.Stmt) {
		all = append(all, store.Entry{
			ID: columnUUID(row, 0), At: columnTime(row, 1), Account: columnUUID(row, 2), Name: row.ColumnText(3),
			Action: row.ColumnText(4), Object: row.ColumnText(5), Detail: row.ColumnText(6), Token: row.ColumnText(7),
		})
	}, from, max(0, limit))
	return all, err
}
