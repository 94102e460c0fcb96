package postgres

import (
	"context"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// Append keeps an entry of the audit log.
func (s *Store) Append(ctx context.Context, e store.Entry) error {
	return s.query(ctx, "write to the audit log", `
		INSERT INTO audit (id, at, account, name, action, object, detail, token) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`, nil,
		e.ID, e.At.UnixMicro(), e.Account, e.Name, e.Action, e.Object, e.Detail, e.Token)
}

// Entries lists the audit log, newest first.
func (s *Store) Entries(ctx context.Context, before uuid.UUID, limit int) (all []store.Entry, err error) {
	if before == uuid.Nil {
		before = uuid.Max
	}
	err = s.query(ctx, "read the audit log", `
		SELECT id, at, account, name, action, object, detail, token FROM audit WHERE id < $1 ORDER BY id DESC LIMIT $2`, func(r row) {
		all = append(all, store.Entry{
			ID: r.uuid(0), At: r.time(1), Account: r.uuid(2), Name: r.text(3), Action: r.text(4), Object: r.text(5), Detail: r.text(6), Token: r.text(7),
		})
	}, before, max(0, limit))
	return all, err
}
