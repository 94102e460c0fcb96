package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// ErrLastAdmin says that nobody would be left who sees to the accounts.
var ErrLastAdmin = errors.New("no admin would be left")

// Accounts keeps the people who run the server's sets and classes, what proves
// who they are, and the links by which they choose a password.
type Accounts interface {
	// Account gives an account. ErrNotFound.
	Account(ctx context.Context, id uuid.UUID) (Account, error)
	// AccountByName gives the account of that name, whatever its case. ErrNotFound.
	AccountByName(ctx context.Context, name string) (Account, error)
	// Accounts lists all accounts by name.
	Accounts(ctx context.Context) ([]Account, error)
	// ChangeAccount has change alter the role or the state of an account as it
	// stands, and gives what has become of it. The tickets that it has made go
	// where it is no open admin any more. change may be called more than once.
	// ErrNotFound; ErrLastAdmin where no admin would be left, whoever alters other
	// accounts at the same time.
	ChangeAccount(ctx context.Context, id uuid.UUID, change func(*Account)) (Account, error)
	// SetPassword replaces the password of an account and forgets its logins but
	// one, which may be none: both or neither. ErrNotFound.
	SetPassword(ctx context.Context, account uuid.UUID, password string, but uuid.UUID) error

	// CreateStaffLogin keeps a new login of an account. ErrNotFound where there
	// is no such account.
	CreateStaffLogin(ctx context.Context, l StaffLogin) error
	// StaffLogin gives a login that has not been ended, and its account. ErrNotFound.
	StaffLogin(ctx context.Context, id uuid.UUID) (StaffLogin, Account, error)
	// StaffLogins lists the logins of an account, newest first.
	StaffLogins(ctx context.Context, account uuid.UUID) ([]StaffLogin, error)
	// TouchStaffLogin records that a login was seen. Unknown logins are no error.
	TouchStaffLogin(ctx context.Context, id uuid.UUID, seen time.Time) error
	// EndStaffLogin forgets a login of an account. Unknown logins are no error.
	EndStaffLogin(ctx context.Context, account, id uuid.UUID) error
	// EndStaffLogins forgets the logins of an account but one, which may be none.
	EndStaffLogins(ctx context.Context, account, but uuid.UUID) error

	// PutTicket keeps a new ticket in place of those that are for the same
	// account, or for the same role and name where it is for no account.
	PutTicket(ctx context.Context, t Ticket) error
	// AddTicket keeps a new ticket beside all others.
	AddTicket(ctx context.Context, t Ticket) error
	// Ticket gives a ticket that has not been redeemed. ErrNotFound.
	Ticket(ctx context.Context, id uuid.UUID) (Ticket, error)
	// Invitations lists the tickets for new accounts, those that expire first before.
	Invitations(ctx context.Context) ([]Ticket, error)
	// DropTicket takes a ticket away. Unknown tickets are no error.
	DropTicket(ctx context.Context, id uuid.UUID) error
	// Redeem takes a ticket away and keeps the account that it was for, which
	// is new or ends all its logins and tokens. ErrNotFound where the ticket is gone,
	// ErrTaken where the name of a new account is in use; then nothing changes.
	Redeem(ctx context.Context, ticket uuid.UUID, a Account) error
}

// Account is a person who may do more than learn.
type Account struct {
	ID       uuid.UUID // version 7
	Name     string    // as its owner writes it; no two are alike but for case
	Role     Role
	Password string // a hash in PHC string format; empty where the account has none
	Created  time.Time
	Closed   bool // it stays for what refers to it, and cannot be used
}

// Invites says whether the tickets that it makes are good.
func (a Account) Invites() bool { return a.Role == Admin && !a.Closed }

// Altered is the rule of ChangeAccount: of all accounts, it gives that one as
// change makes it. ErrNotFound, ErrLastAdmin.
func Altered(all []Account, id uuid.UUID, change func(*Account)) (Account, error) {
	i := slices.IndexFunc(all, func(a Account) bool { return a.ID == id })
	if i < 0 {
		return Account{}, ErrNotFound
	}
	change(&all[i])
	if !slices.ContainsFunc(all, func(a Account) bool { return a.Role == Admin && !a.Closed }) {
		return Account{}, ErrLastAdmin
	}
	return all[i], nil
}

// Role says what an account may do.
type Role string

// The roles, each of which may do what those after it may.
const (
	Admin      Role = "admin"      // sees to the accounts
	Instructor Role = "instructor" // publishes sets and offers them to classes
	Assistant  Role = "assistant"  // sees, and does not publish
)

// Roles lists them.
var Roles = []Role{Admin, Instructor, Assistant}

// StaffLogin is a browser's proof of being an account. The cookie carries the
// id and a secret; only the secret's SHA-256 is kept.
type StaffLogin struct {
	ID      uuid.UUID
	Account uuid.UUID
	Hash    [32]byte
	Created time.Time
	Seen    time.Time
	Browser string // what it calls itself, at most 200 bytes
}

// Ticket is a link by which somebody chooses a password, once. The link
// carries the id and a secret; only the secret's SHA-256 is kept.
type Ticket struct {
	ID      uuid.UUID
	Hash    [32]byte
	Account uuid.UUID // whose password is chosen; zero for a new account
	Maker   uuid.UUID // the account that made it; zero for the terminal
	Name    string    // of the new account; empty: its owner chooses it
	Role    Role      // of the new account
	Expires time.Time
}

// FoldName gives the form of a name by which two are taken for the same.
func FoldName(name string) string {
	return cases.Fold().String(norm.NFKC.String(strings.Join(strings.Fields(name), " ")))
}
