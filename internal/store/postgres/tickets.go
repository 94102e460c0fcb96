package postgres

import (
	"context"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// PutTicket keeps a new ticket in place of those for the same.
func (s *Store) PutTicket(ctx context.Context, t store.Ticket) error {
	return s.change(ctx, "keep a ticket", func(in tx) error {
		_, err := in.exec("DELETE FROM ticket WHERE account IS NOT DISTINCT FROM $1 AND name = $2 AND role = $3", nil, t.Account, t.Name, string(t.Role))
		if err != nil {
			return err
		}
		return addTicket(in, t)
	})
}

// AddTicket keeps a new ticket beside all others.
func (s *Store) AddTicket(ctx context.Context, t store.Ticket) error {
	return s.change(ctx, "keep a ticket", func(in tx) error { return addTicket(in, t) })
}

func addTicket(in tx, t store.Ticket) error {
	_, err := in.exec("INSERT INTO ticket (id, hash, account, name, role, expires, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)", nil,
		t.ID, t.Hash[:], t.Account, t.Name, string(t.Role), t.Expires.UnixMicro(), t.Maker)
	return err
}

// Ticket gives a ticket that has not been redeemed.
func (s *Store) Ticket(ctx context.Context, id uuid.UUID) (t store.Ticket, err error) {
	err = s.query(ctx, "read a ticket", "SELECT "+ticketColumns+" FROM ticket WHERE id = $1", func(r row) { t = scanTicket(r) }, id)
	if err == nil && t.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return t, err
}

// Invitations lists the tickets for new accounts.
func (s *Store) Invitations(ctx context.Context) (all []store.Ticket, err error) {
	err = s.query(ctx, "list the invitations", "SELECT "+ticketColumns+" FROM ticket WHERE account IS NULL ORDER BY expires, id", func(r row) {
		all = append(all, scanTicket(r))
	})
	return all, err
}

const ticketColumns = "id, hash, account, name, role, expires, made_by"

func scanTicket(r row) store.Ticket {
	t := store.Ticket{ID: r.uuid(0), Account: r.uuid(2), Name: r.text(3), Role: store.Role(r.text(4)), Expires: r.time(5), Maker: r.uuid(6)}
	copy(t.Hash[:], r[1])
	return t
}

// DropTicket takes a ticket away.
func (s *Store) DropTicket(ctx context.Context, id uuid.UUID) error {
	return s.query(ctx, "withdraw a ticket", "DELETE FROM ticket WHERE id = $1", nil, id)
}

// Redeem takes a ticket away and keeps the account that it was for.
func (s *Store) Redeem(ctx context.Context, ticket uuid.UUID, a store.Account) error {
	return s.change(ctx, "keep an account", func(in tx) error {
		// Of several at once, the second waits here and then finds nothing.
		var account uuid.UUID
		n, err := in.exec("DELETE FROM ticket WHERE id = $1 RETURNING account", func(r row) { account = r.uuid(0) }, ticket)
		switch {
		case err != nil:
			return err
		case n == 0:
			return refused{store.ErrNotFound}
		case account == uuid.Nil:
			n, err = in.exec("INSERT INTO account (id, name, key, role, password, created, closed) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING", nil,
				a.ID, a.Name, store.FoldName(a.Name), string(a.Role), a.Password, a.Created.UnixMicro(), a.Closed)
			if err == nil && n == 0 {
				return refused{store.ErrTaken}
			}
			return err
		}
		if _, err := in.exec("UPDATE account SET password = $1 WHERE id = $2", nil, a.Password, account); err != nil {
			return err
		}
		if _, err := in.exec(endStaffLogins, nil, account, uuid.Nil); err != nil {
			return err
		}
		_, err = in.exec(endTokens, nil, account)
		return err
	})
}
