package play

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// Account gives an account. ErrNotFound.
func (s *Staff) Account(ctx context.Context, id uuid.UUID) (Account, error) {
	return s.store.Account(ctx, id)
}

// AccountByName gives the account of that name, whatever its case. ErrNotFound.
func (s *Staff) AccountByName(ctx context.Context, name string) (Account, error) {
	return s.store.AccountByName(ctx, cleanName(name))
}

// Accounts lists all accounts by name.
func (s *Staff) Accounts(ctx context.Context) ([]Account, error) { return s.store.Accounts(ctx) }

// SetRole changes what an account may do. ErrNotFound; *Refused where there is
// no such role, or no admin would be left.
func (s *Staff) SetRole(ctx context.Context, who Who, account uuid.UUID, role Role) error {
	if !slices.Contains(store.Roles, role) {
		return &Refused{"refused.role"}
	}
	return s.alter(ctx, who, account, "role-changed", string(role), func(a *Account) { a.Role = role })
}

// SetClosed closes an account, or opens it again. Whoever is signed in with it
// is out at once. ErrNotFound; *Refused where no admin would be left.
func (s *Staff) SetClosed(ctx context.Context, who Who, account uuid.UUID, closed bool) error {
	action := "account-opened"
	if closed {
		action = "account-closed"
	}
	if err := s.alter(ctx, who, account, action, "", func(a *Account) { a.Closed = closed }); err != nil {
		return err
	}
	return errors.Join(s.store.EndStaffLogins(ctx, account, uuid.Nil), s.store.EndTokens(ctx, account))
}

// EndLogins signs an account out everywhere, but for the login that asks, and
// ends its tokens. ErrNotFound.
func (s *Staff) EndLogins(ctx context.Context, who Who, account uuid.UUID) error {
	a, err := s.store.Account(ctx, account)
	if err != nil {
		return err
	}
	if err := errors.Join(s.store.EndStaffLogins(ctx, account, who.Login), s.store.EndTokens(ctx, account)); err != nil {
		return err
	}
	return s.Record(ctx, who, "logins-ended", a.Name, "")
}

// alter changes an account, and refuses to leave the server without an admin.
func (s *Staff) alter(ctx context.Context, who Who, id uuid.UUID, action, detail string, change func(*Account)) error {
	a, err := s.store.ChangeAccount(ctx, id, change)
	switch {
	case errors.Is(err, store.ErrLastAdmin):
		return &Refused{"refused.last-admin"}
	case err != nil:
		return err
	}
	return s.Record(ctx, who, action, a.Name, detail)
}
