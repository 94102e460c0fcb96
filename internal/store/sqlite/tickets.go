package sqlite

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// PutTicket keeps a new ticket in place of those for the same.
func (s *Store) PutTicket(ctx context.Context, t store.Ticket) error {
	return s.change(ctx, "keep a ticket", func(c *conn) error {
		err := c.exec("DELETE FROM ticket WHERE account IS ? AND name = ? AND role = ?", nil, t.Account, t.Name, string(t.Role))
		if err != nil {
			return err
		}
		return addTicket(c, t)
	}, nil)
}

// AddTicket keeps a new ticket beside all others.
func (s *Store) AddTicket(ctx context.Context, t store.Ticket) error {
	return s.change(ctx, "keep a ticket", func(c *conn) error { return addTicket(c, t) }, nil)
}

func addTicket(c *conn, t store.Ticket) error {
	return c.exec("INSERT INTO ticket (id, hash, account, name, role, expires, made_by) VALUES (?, ?, ?, ?, ?, ?, ?)", nil,
		t.ID, t.Hash[:], t.Account, t.Name, string(t.Role), t.Expires.UnixMicro(), t.Maker)
}

// Ticket gives a ticket that has not been redeemed.
func (s *Store) Ticket(ctx context.Context, id uuid.UUID) (t store.Ticket, err error) {
	err = s.query(ctx, "read a ticket", "SELECT "+ticketColumns+" FROM ticket WHERE id = ?", func(row *sqlite.Stmt) { t = scanTicket(row) }, id)
	if err == nil && t.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return t, err
}

// Invitations lists the tickets for new accounts.
func (s *Store) Invitations(ctx context.Context) (all []store.Ticket, err error) {
	err = s.query(ctx, "list the invitations", "SELECT "+ticketColumns+" FROM ticket WHERE account IS NULL ORDER BY expires, id", func(row *sqlite.Stmt) {
		all = append(all, scanTicket(row))
	})
	return all, err
}

const ticketColumns = "id, hash, account, name, role, expires, made_by"

func scanTicket(row *sqlite.Stmt) store.Ticket {
	t := store.Ticket{ID: columnUUID(row, 0), Account: columnUUID(row, 2), Name: row.ColumnText(3), Role: store.Role(row.ColumnText(4)), Expires: columnTime(row, 5), Maker: columnUUID(row, 6)}
	row.ColumnBytes(1, t.Hash[:])
	return t
}

// DropTicket takes a ticket away.
func (s *Store) DropTicket(ctx context.Context, id uuid.UUID) error {
	return s.change(ctx, "withdraw a ticket", func(c *conn) error { return c.exec("DELETE FROM ticket WHERE id = ?", nil, id) }, s.write.deleted)
}

// Redeem takes a ticket away and keeps the account that it was for.
func (s *Store) Redeem(ctx context.Context, ticket uuid.UUID, a store.Account) error {
	var refused error
	err := s.change(ctx, "keep an account", func(c *conn) error {
		refused = nil
		// Looked at before anything is changed, since other changes share the transaction.
		there, account := false, uuid.Nil
		err := c.exec("SELECT account FROM ticket WHERE id = ?", func(row *sqlite.Stmt) { there, account = true, columnUUID(row, 0) }, ticket)
		switch {
		case err != nil:
			return err
		case !there:
			refused = store.ErrNotFound
			return nil
		case account == uuid.Nil:
			err = c.exec("INSERT INTO account (id, name, key, role, password, created, closed) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING", nil,
				a.ID, a.Name, store.FoldName(a.Name), string(a.Role), a.Password, a.Created.UnixMicro(), a.Closed)
			if err == nil && c.Changes() == 0 {
				refused = store.ErrTaken
				return nil
			}
		default:
			if err = c.exec("UPDATE account SET password = ? WHERE id = ?", nil, a.Password, account); err == nil {
				err = errors.Join(endStaffLogins(c, account, uuid.Nil), endTokens(c, account))
			}
		}
		if err != nil {
			return err
		}
		return c.exec("DELETE FROM ticket WHERE id = ?", nil, ticket)
	}, s.write.deleted)
	return outcome(err, &refused)
}
