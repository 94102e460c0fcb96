package play

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// Ticket is a link by which somebody chooses a password, once.
type Ticket = store.Ticket

// How long a link stays good. That of the terminal is printed anew at each start.
const (
	setUpLasts  = 24 * time.Hour
	inviteLasts = 7 * 24 * time.Hour
)

// firstAdmin is the role of the link that is good while nobody can publish; who
// opens it becomes an admin.
const firstAdmin Role = "first-admin"

// SetUp makes the link for the first admin, in place of the one before, and
// gives its code. It is empty where somebody can sign in and publish already.
func (s *Staff) SetUp(ctx context.Context) (code string, err error) {
	if begun, err := s.begun(ctx); err != nil || begun {
		return "", err
	}
	return s.issue(ctx, s.store.PutTicket, Ticket{Role: firstAdmin, Expires: s.now().Add(setUpLasts)})
}

// begun says whether somebody can sign in and publish.
func (s *Staff) begun(ctx context.Context) (bool, error) {
	all, err := s.store.Accounts(ctx)
	return slices.ContainsFunc(all, func(a Account) bool { return !a.Closed && May(a.Role, Instructor) }), err
}

// Invite makes a link for a new account. The name may be left to its owner; then
// it stands beside those that were made before, and otherwise in place of one of
// the same name and role. *Refused where there is no such role or the name will not do.
func (s *Staff) Invite(ctx context.Context, who Who, name string, role Role) (code string, err error) {
	name = cleanName(name)
	if !slices.Contains(store.Roles, role) {
		return "", &Refused{"refused.role"}
	}
	if name != "" {
		if err := checkName(name); err != nil {
			return "", err
		}
		switch _, err := s.store.AccountByName(ctx, name); {
		case err == nil:
			return "", &Refused{"refused.name-taken"}
		case !errors.Is(err, ErrNotFound):
			return "", err
		}
	}
	put := s.store.PutTicket
	if name == "" {
		put = s.store.AddTicket // it may be for somebody else
	}
	code, err = s.issue(ctx, put, Ticket{Name: name, Role: role, Maker: who.ID, Expires: s.now().Add(inviteLasts)})
	if err != nil {
		return "", err
	}
	return code, s.Record(ctx, who, "account-invited", name, string(role))
}

// Invitations lists the links for new accounts that can still be used, those
// that end first before.
func (s *Staff) Invitations(ctx context.Context) ([]Ticket, error) {
	all, err := s.store.Invitations(ctx)
	return slices.DeleteFunc(all, func(t Ticket) bool { return s.now().After(t.Expires) || t.Role == firstAdmin }), err
}

// EndInvitation ends a link for a new account. ErrNotFound where it was used, or
// withdrawn before.
func (s *Staff) EndInvitation(ctx context.Context, who Who, invitation uuid.UUID) error {
	t, err := s.store.Ticket(ctx, invitation)
	if err == nil && t.Account != uuid.Nil {
		err = ErrNotFound
	}
	if err != nil {
		return err
	}
	if err := s.store.DropTicket(ctx, t.ID); err != nil {
		return err
	}
	return s.Record(ctx, who, "invitation-withdrawn", t.Name, string(t.Role))
}

// Reset makes a link by which the owner of an account chooses a new password.
// The old one is good until then. ErrNotFound.
func (s *Staff) Reset(ctx context.Context, who Who, account uuid.UUID) (code string, err error) {
	a, err := s.store.Account(ctx, account)
	if err != nil {
		return "", err
	}
	code, err = s.issue(ctx, s.store.PutTicket, Ticket{Account: a.ID, Name: a.Name, Role: a.Role, Maker: who.ID, Expires: s.now().Add(setUpLasts)})
	if err != nil {
		return "", err
	}
	return code, s.Record(ctx, who, "password-reset", a.Name, "")
}

func (s *Staff) issue(ctx context.Context, put func(context.Context, Ticket) error, t Ticket) (code string, err error) {
	if t.ID, t.Hash, code, err = s.newSecret(); err != nil {
		return "", err
	}
	return code, put(ctx, t)
}

// Ticket gives the ticket that a link's code stands for. ErrNotFound for one
// that was used, replaced or is too old, and for anything else that is wrong.
func (s *Staff) Ticket(ctx context.Context, code string) (Ticket, error) {
	id, hash, ok := parseCookie(code)
	if !ok {
		return Ticket{}, ErrNotFound
	}
	t, err := s.store.Ticket(ctx, id)
	if err != nil {
		return Ticket{}, err
	}
	if !same(hash, t.Hash) || s.now().After(t.Expires) {
		return Ticket{}, ErrNotFound
	}
	if t.Role == firstAdmin {
		t.Role = Admin
		if begun, err := s.begun(ctx); err != nil || begun {
			return Ticket{}, cmp.Or(err, ErrNotFound)
		}
	}
	return t, nil
}

// Redeem chooses the password that a link is for, makes the account where it is
// new, and signs it in. The name counts where the ticket has none. ErrNotFound
// as Ticket, *Refused where the name or the password will not do.
func (s *Staff) Redeem(ctx context.Context, code, name, password, browser string) (Who, string, error) {
	t, err := s.Ticket(ctx, code)
	if err != nil {
		return Who{}, "", err
	}
	if t.Name != "" {
		name = t.Name
	}
	name = cleanName(name)
	if err := checkName(name); err != nil {
		return Who{}, "", err
	}
	if err := CheckPassword(password, name); err != nil {
		return Who{}, "", err
	}
	a := Account{Name: name, Role: t.Role, Created: s.now()}
	if t.Account != uuid.Nil {
		if a, err = s.store.Account(ctx, t.Account); err != nil {
			return Who{}, "", err
		}
	} else if a.ID, err = s.newID(); err != nil {
		return Who{}, "", err
	}
	if a.Password, err = s.hashes.make(ctx, password); err != nil {
		return Who{}, "", err
	}
	err = s.store.Redeem(ctx, t.ID, a)
	if errors.Is(err, store.ErrTaken) {
		err = &Refused{"refused.name-taken"}
	}
	if err != nil {
		return Who{}, "", err
	}
	action := "account-created"
	if t.Account != uuid.Nil {
		action = "password-changed"
	}
	if err := s.Record(ctx, Who{Account: a}, action, a.Name, string(a.Role)); err != nil {
		return Who{}, "", err
	}
	return s.login(ctx, a, browser)
}
