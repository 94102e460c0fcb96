package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// accountColumns are what scanAccount reads, in its order.
const accountColumns = "a.id, a.name, a.role, a.password, a.created, a.closed"

func scanAccount(r row, from int) store.Account {
	return store.Account{
		ID: r.uuid(from), Name: r.text(from + 1), Role: store.Role(r.text(from + 2)),
		Password: r.text(from + 3), Created: r.time(from + 4), Closed: r.bool(from + 5),
	}
}

// Account gives an account.
func (s *Store) Account(ctx context.Context, id uuid.UUID) (store.Account, error) {
	return s.account(ctx, "a.id = $1", id)
}

// AccountByName gives the account of that name.
func (s *Store) AccountByName(ctx context.Context, name string) (store.Account, error) {
	return s.account(ctx, "a.key = $1", store.FoldName(name))
}

func (s *Store) account(ctx context.Context, where string, key any) (a store.Account, err error) {
	err = s.query(ctx, "read an account", "SELECT "+accountColumns+" FROM account a WHERE "+where, func(r row) { a = scanAccount(r, 0) }, key)
	if err == nil && a.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return a, err
}

// Accounts lists all accounts by name.
func (s *Store) Accounts(ctx context.Context) (all []store.Account, err error) {
	err = s.query(ctx, "list the accounts", "SELECT "+accountColumns+` FROM account a ORDER BY a.key COLLATE "C"`,
		func(r row) { all = append(all, scanAccount(r, 0)) })
	return all, err
}

// ChangeAccount alters an account. All are locked, so that of two admins who
// close each other one stays.
func (s *Store) ChangeAccount(ctx context.Context, id uuid.UUID, change func(*store.Account)) (a store.Account, err error) {
	err = s.change(ctx, "change an account", func(t tx) error {
		var all []store.Account
		if _, err := t.exec("SELECT "+accountColumns+" FROM account a ORDER BY a.id FOR UPDATE",
			func(r row) { all = append(all, scanAccount(r, 0)) }); err != nil {
			return err
		}
		if a, err = store.Altered(all, id, change); err != nil {
			return refused{err}
		}
		if _, err = t.exec("UPDATE account SET role = $1, closed = $2 WHERE id = $3", nil, string(a.Role), a.Closed, id); err != nil || a.Invites() {
			return err
		}
		_, err = t.exec("DELETE FROM ticket WHERE made_by = $1", nil, id)
		return err
	})
	return a, err
}

// SetPassword replaces the password of an account and ends its logins but one.
func (s *Store) SetPassword(ctx context.Context, account uuid.UUID, password string, but uuid.UUID) error {
	return s.change(ctx, "set a password", func(t tx) error {
		changed, err := t.exec("UPDATE account SET password = $1 WHERE id = $2", nil, password, account)
		switch {
		case err != nil:
			return err
		case changed == 0:
			return refused{store.ErrNotFound}
		}
		_, err = t.exec(endStaffLogins, nil, account, but)
		return err
	})
}

// CreateStaffLogin keeps a new login of an account.
func (s *Store) CreateStaffLogin(ctx context.Context, l store.StaffLogin) error {
	err := s.query(ctx, "keep a login", `
		INSERT INTO staff_login (id, account, hash, created, seen, browser) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`, nil,
		l.ID, l.Account, l.Hash[:], l.Created.UnixMicro(), l.Seen.UnixMicro(), l.Browser)
	if orphaned(err) {
		return store.ErrNotFound
	}
	return err
}

// staffLoginColumns are what scanStaffLogin reads, in its order.
const staffLoginColumns = "l.id, l.account, l.hash, l.created, l.seen, l.browser"

// afterStaffLogin is the column that follows them.
const afterStaffLogin = 6

func scanStaffLogin(r row) store.StaffLogin {
	l := store.StaffLogin{ID: r.uuid(0), Account: r.uuid(1), Created: r.time(3), Seen: r.time(4), Browser: r.text(5)}
	copy(l.Hash[:], r[2])
	return l
}

// StaffLogin gives a login that has not been ended, and its account.
func (s *Store) StaffLogin(ctx context.Context, id uuid.UUID) (l store.StaffLogin, a store.Account, err error) {
	err = s.query(ctx, "read a login", "SELECT "+staffLoginColumns+", "+accountColumns+`
		FROM staff_login l JOIN account a ON a.id = l.account WHERE l.id = $1`, func(r row) {
		l, a = scanStaffLogin(r), scanAccount(r, afterStaffLogin)
	}, id)
	if err == nil && l.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return l, a, err
}

// StaffLogins lists the logins of an account, newest first.
func (s *Store) StaffLogins(ctx context.Context, account uuid.UUID) (all []store.StaffLogin, err error) {
	err = s.query(ctx, "list logins", "SELECT "+staffLoginColumns+" FROM staff_login l WHERE l.account = $1 ORDER BY l.id DESC",
		func(r row) { all = append(all, scanStaffLogin(r)) }, account)
	return all, err
}

// TouchStaffLogin records that a login was seen.
func (s *Store) TouchStaffLogin(ctx context.Context, id uuid.UUID, seen time.Time) error {
	return s.query(ctx, "note a visit", "UPDATE staff_login SET seen = $1 WHERE id = $2", nil, seen.UnixMicro(), id)
}

// EndStaffLogin forgets a login of an account.
func (s *Store) EndStaffLogin(ctx context.Context, account, id uuid.UUID) error {
	return s.query(ctx, "end a login", "DELETE FROM staff_login WHERE id = $1 AND account = $2", nil, id, account)
}

const endStaffLogins = "DELETE FROM staff_login WHERE account = $1 AND id IS DISTINCT FROM $2"

// EndStaffLogins forgets the logins of an account but one.
func (s *Store) EndStaffLogins(ctx context.Context, account, but uuid.UUID) error {
	return s.query(ctx, "end logins", endStaffLogins, nil, account, but)
}
