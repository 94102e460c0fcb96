package sqlite

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// accountColumns are what scanAccount reads, in its order.
const accountColumns = "a.id, a.name, a.role, a.password, a.created, a.closed"

func scanAccount(row *sqlite.Stmt, from int) store.Account {
	return store.Account{
		ID: columnUUID(row, from), Name: row.ColumnText(from + 1), Role: store.Role(row.ColumnText(from + 2)),
		Password: row.ColumnText(from + 3), Created: columnTime(row, from+4), Closed: row.ColumnBool(from + 5),
	}
}

// Account gives an account.
func (s *Store) Account(ctx context.Context, id uuid.UUID) (store.Account, error) {
	return s.account(ctx, "SELECT "+accountColumns+" FROM account a WHERE a.id = ?", id)
}

// AccountByName gives the account of that name.
func (s *Store) AccountByName(ctx context.Context, name string) (store.Account, error) {
	return s.account(ctx, "SELECT "+accountColumns+" FROM account a WHERE a.key = ?", store.FoldName(name))
}

func (s *Store) account(ctx context.Context, query string, arg any) (a store.Account, err error) {
	err = s.query(ctx, "read an account", query, func(row *sqlite.Stmt) { a = scanAccount(row, 0) }, arg)
	if err == nil && a.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return a, err
}

const selectAccounts = "SELECT " + accountColumns + " FROM account a ORDER BY a.key"

// Accounts lists all accounts by name.
func (s *Store) Accounts(ctx context.Context) (all []store.Account, err error) {
	err = s.query(ctx, "list the accounts", selectAccounts,
		func(row *sqlite.Stmt) { all = append(all, scanAccount(row, 0)) })
	return all, err
}

// ChangeAccount alters an account.
func (s *Store) ChangeAccount(ctx context.Context, id uuid.UUID, change func(*store.Account)) (store.Account, error) {
	var changed store.Account
	var refused error
	err := s.change(ctx, "change an account", func(c *conn) error {
		var all []store.Account
		if err := c.exec(selectAccounts, func(row *sqlite.Stmt) { all = append(all, scanAccount(row, 0)) }); err != nil {
			return err
		}
		if changed, refused = store.Altered(all, id, change); refused != nil {
			return nil //nolint:nilerr // the caller is told once nothing has been changed
		}
		if err := c.exec("UPDATE account SET role = ?, closed = ? WHERE id = ?", nil, string(changed.Role), changed.Closed, id); err != nil || changed.Invites() {
			return err
		}
		return c.exec("DELETE FROM ticket WHERE made_by = ?", nil, id)
	}, s.write.deleted)
	if err = outcome(err, &refused); err != nil {
		return store.Account{}, err
	}
	return changed, nil
}

// SetPassword replaces the password of an account and ends its logins but one.
func (s *Store) SetPassword(ctx context.Context, account uuid.UUID, password string, but uuid.UUID) error {
	var missed error
	err := s.change(ctx, "set a password", func(c *conn) error {
		missed = nil
		err := c.exec("UPDATE account SET password = ? WHERE id = ?", nil, password, account)
		if err == nil && c.Changes() == 0 {
			missed = store.ErrNotFound
			return nil
		}
		return errors.Join(err, endStaffLogins(c, account, but))
	}, s.write.deleted)
	return outcome(err, &missed)
}

// CreateStaffLogin keeps a new login of an account.
func (s *Store) CreateStaffLogin(ctx context.Context, l store.StaffLogin) error {
	var orphan error
	err := s.change(ctx, "keep a login", func(c *conn) error {
		orphan = nil
		err := c.exec("INSERT INTO staff_login (id, account, hash, created, seen, browser) VALUES (?, ?, ?, ?, ?, ?)", nil,
			l.ID, l.Account, l.Hash[:], l.Created.UnixMicro(), l.Seen.UnixMicro(), l.Browser)
		if orphaned(err) {
			orphan = store.ErrNotFound
			return nil
		}
		return err
	}, nil)
	return outcome(err, &orphan)
}

// staffLoginColumns are what scanStaffLogin reads, in its order.
const staffLoginColumns = "l.id, l.account, l.hash, l.created, l.seen, l.browser"

// afterStaffLogin is the column that follows them.
const afterStaffLogin = 6

func scanStaffLogin(row *sqlite.Stmt) store.StaffLogin {
	l := store.StaffLogin{
		ID: columnUUID(row, 0), Account: columnUUID(row, 1),
		Created: columnTime(row, 3), Seen: columnTime(row, 4), Browser: row.ColumnText(5),
	}
	row.ColumnBytes(2, l.Hash[:])
	return l
}

// StaffLogin gives a login that has not been ended, and its account.
func (s *Store) StaffLogin(ctx context.Context, id uuid.UUID) (l store.StaffLogin, a store.Account, err error) {
	err = s.query(ctx, "read a login", "SELECT "+staffLoginColumns+", "+accountColumns+`
		FROM staff_login l JOIN account a ON a.id = l.account WHERE l.id = ?`, func(row *sqlite.Stmt) {
		l, a = scanStaffLogin(row), scanAccount(row, afterStaffLogin)
	}, id)
	if err == nil && l.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return l, a, err
}

// StaffLogins lists the logins of an account, newest first.
func (s *Store) StaffLogins(ctx context.Context, account uuid.UUID) (all []store.StaffLogin, err error) {
	err = s.query(ctx, "list logins", "SELECT "+staffLoginColumns+" FROM staff_login l WHERE l.account = ? ORDER BY l.id DESC",
		func(row *sqlite.Stmt) { all = append(all, scanStaffLogin(row)) }, account)
	return all, err
}

// TouchStaffLogin records that a login was seen.
func (s *Store) TouchStaffLogin(ctx context.Context, id uuid.UUID, seen time.Time) error {
	return s.change(ctx, "note a visit", func(c *conn) error {
		return c.exec("UPDATE staff_login SET seen = ? WHERE id = ?", nil, seen.UnixMicro(), id)
	}, nil)
}

// EndStaffLogin forgets a login of an account.
func (s *Store) EndStaffLogin(ctx context.Context, account, id uuid.UUID) error {
	return s.change(ctx, "end a login", func(c *conn) error {
		return c.exec("DELETE FROM staff_login WHERE id = ? AND account = ?", nil, id, account)
	}, s.write.deleted)
}

// EndStaffLogins forgets the logins of an account but one.
func (s *Store) EndStaffLogins(ctx context.Context, account, but uuid.UUID) error {
	return s.change(ctx, "end logins", func(c *conn) error { return endStaffLogins(c, account, but) }, s.write.deleted)
}

func endStaffLogins(c *conn, account, but uuid.UUID) error {
	return c.exec("DELETE FROM staff_login WHERE account = ? AND id IS NOT ?", nil, account, but)
}
