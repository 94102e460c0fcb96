package play

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// The people who run sets and classes.
type (
	// Account is one of them.
	Account = store.Account
	// Role says what an account may do.
	Role = store.Role
	// StaffLogin is a browser in which one of them has signed in.
	StaffLogin = store.StaffLogin
)

// The roles, each of which may do what those after it may.
const (
	Admin      = store.Admin      // sees to the accounts
	Instructor = store.Instructor // publishes sets and offers them to classes
	Assistant  = store.Assistant  // sees, and does not publish
)

// May says whether a role may do what another may.
func May(role, what Role) bool {
	have, need := slices.Index(store.Roles, role), slices.Index(store.Roles, what)
	return have >= 0 && need >= 0 && have <= need
}

// Who is who asks for something: a person who has signed in, a program of theirs,
// or the terminal.
type Who struct {
	Account
	Login uuid.UUID // zero for the terminal and for programs
	Token string    // the name of the token by which a program acts; empty for all others
}

// Terminal is whoever may run commands where the server's data lies.
var Terminal = Who{Account: Account{Name: "terminal", Role: Admin}}

// Staff is who may do more than learn: it signs people in and sees to their
// accounts.
type Staff struct {
	*Play
	hashes   hashes
	attempts attempts
}

// Staff gives who may do more than learn.
func (p *Play) Staff() *Staff { return p.staff }

// ErrSignIn says that no account has this name and password.
var ErrSignIn = errors.New("the name or the password is not right")

// How long a sign-in lasts, and how exactly its use is recorded.
const (
	staffIdle      = 3 * 24 * time.Hour
	staffAbsolute  = 30 * 24 * time.Hour
	staffSeenEvery = 10 * time.Minute
)

// Bounds of what people write, in characters.
const (
	maxAccount = 80
	maxBrowser = 200 // bytes
)

// From says where an attempt to sign in comes from.
type From struct {
	Address netip.Addr
	Browser string // what it calls itself
	Known   string // tells a browser in which the account was signed in before from all others; empty for them
}

// SignIn makes a login where the name and the password are those of an
// account, and gives what the browser must bring back. before is who was signed
// in there, whose login ends; it may be zero. The error is ErrSignIn alike for
// an unknown name and a wrong password, and *Throttled where too many failed.
func (s *Staff) SignIn(ctx context.Context, name, password string, from From, before Who) (Who, string, error) {
	name = cleanName(name)
	settle, err := s.attempts.begin(FoldName(name), from.Address, from.Known, s.now())
	if err != nil {
		s.log.WarnContext(ctx, "a sign-in was throttled", "from", networkOf(from.Address))
		return Who{}, "", err
	}
	a, err := s.store.AccountByName(ctx, name)
	known := err == nil && !a.Closed && a.Password != ""
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Who{}, "", err
	}
	if !known {
		a.Password = s.hashes.decoy() // takes as long as a real one
	}
	ok, err := s.hashes.verify(ctx, a.Password, password)
	if err != nil {
		return Who{}, "", err
	}
	if !ok || !known {
		// The name as it was typed may be a password in the wrong box.
		s.log.WarnContext(ctx, "a sign-in failed", "account", a.Name, "from", networkOf(from.Address))
		return Who{}, "", ErrSignIn
	}
	settle()
	if before.Login != uuid.Nil {
		if err := s.SignOut(ctx, before); err != nil {
			return Who{}, "", err
		}
	}
	return s.login(ctx, a, from.Browser)
}

// login makes a login of an account.
func (s *Staff) login(ctx context.Context, a Account, browser string) (Who, string, error) {
	now := s.now()
	id, hash, cookie, err := s.newSecret()
	if err != nil {
		return Who{}, "", err
	}
	l := StaffLogin{ID: id, Account: a.ID, Hash: hash, Created: now, Seen: now, Browser: cut(browser, maxBrowser)}
	if err := s.store.CreateStaffLogin(ctx, l); err != nil {
		return Who{}, "", err
	}
	who := Who{Account: a, Login: id}
	return who, cookie, s.Record(ctx, who, "sign-in", a.Name, "")
}

// Authenticate tells whose cookie it is. Whatever is wrong with it, the error
// is ErrNotFound. Nothing is believed from memory: who is signed out or closed
// out is so at once, on every server.
func (s *Staff) Authenticate(ctx context.Context, cookie string) (Who, error) {
	id, hash, ok := parseCookie(cookie)
	if !ok {
		return Who{}, ErrNotFound
	}
	l, a, err := s.store.StaffLogin(ctx, id)
	if err != nil {
		return Who{}, err
	}
	now := s.now()
	if !same(hash, l.Hash) || a.Closed || now.Sub(l.Seen) > staffIdle || now.Sub(l.Created) > staffAbsolute {
		return Who{}, ErrNotFound
	}
	if now.Sub(l.Seen) >= staffSeenEvery {
		if err := s.store.TouchStaffLogin(ctx, id, now); err != nil {
			s.log.WarnContext(ctx, "a visit could not be noted", "error", err)
		}
	}
	return Who{Account: a, Login: id}, nil
}

// SignOut ends the login that somebody asks with.
func (s *Staff) SignOut(ctx context.Context, who Who) error {
	return s.store.EndStaffLogin(ctx, who.ID, who.Login)
}

// Logins lists where an account is signed in, newest first.
func (s *Staff) Logins(ctx context.Context, who Who) ([]StaffLogin, error) {
	all, err := s.store.StaffLogins(ctx, who.ID)
	now := s.now()
	return slices.DeleteFunc(all, func(l StaffLogin) bool {
		return now.Sub(l.Seen) > staffIdle || now.Sub(l.Created) > staffAbsolute
	}), err
}

// EndLogin signs an own account out elsewhere.
func (s *Staff) EndLogin(ctx context.Context, who Who, login uuid.UUID) error {
	if err := s.store.EndStaffLogin(ctx, who.ID, login); err != nil {
		return err
	}
	return s.Record(ctx, who, "login-ended", who.Name, "")
}

// ChangePassword replaces one's own password and signs the account out
// everywhere else. Attempts that failed to sign in elsewhere are no hindrance.
// ErrSignIn where the present one is not right, *Refused where the new one will
// not do.
func (s *Staff) ChangePassword(ctx context.Context, who Who, present, next string, from netip.Addr) error {
	if err := CheckPassword(next, who.Name); err != nil {
		return err
	}
	settle, err := s.attempts.begin(FoldName(who.Name), from, who.Login.String(), s.now())
	if err != nil {
		return err
	}
	ok, err := s.hashes.verify(ctx, who.Password, present)
	if err == nil && !ok {
		err = ErrSignIn
	}
	if err != nil {
		return err
	}
	settle()
	hash, err := s.hashes.make(ctx, next)
	if err != nil {
		return err
	}
	if err := s.store.SetPassword(ctx, who.ID, hash, who.Login); err != nil {
		return err
	}
	return s.Record(ctx, who, "password-changed", who.Name, "")
}

// FoldName gives the form of a name by which two are taken for the same.
func FoldName(name string) string { return store.FoldName(name) }

func cleanName(name string) string { return strings.Join(strings.Fields(name), " ") }

// checkName refuses what cannot be a name.
func checkName(name string) error {
	if n := utf8.RuneCountInString(name); n == 0 || n > maxAccount {
		return &Refused{"refused.name"}
	}
	if FoldName(name) == Terminal.Name { // the log could not tell them apart
		return &Refused{"refused.name-taken"}
	}
	return nil
}

// cut shortens a text to so many bytes, between characters.
func cut(text string, most int) string {
	if len(text) <= most {
		return strings.ToValidUTF8(text, "")
	}
	return strings.ToValidUTF8(text[:most], "")
}
