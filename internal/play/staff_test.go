package play

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
)

const strong = "quiet harbour lamp 19"

// admin makes the first account of a house and signs it in.
func (h *house) admin() (Who, string) {
	h.t.Helper()
	code, err := h.Staff().SetUp(h.t.Context())
	h.must(err)
	who, cookie, err := h.Staff().Redeem(h.t.Context(), code, "Anna", strong, "")
	h.must(err)
	return who, cookie
}

func TestTrust20StaffLoginExpires(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name   string
		visits []time.Duration // after each other
		want   error
	}{
		{"in use", []time.Duration{2 * day, 2 * day, 2 * day}, nil},
		{"idle", []time.Duration{staffIdle + time.Hour}, ErrNotFound},
		{"for too long", []time.Duration{2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2*day + time.Hour}, ErrNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			_, cookie := h.admin()
			var err error
			for i, wait := range c.visits {
				h.clock.move(wait)
				if _, err = h.Staff().Authenticate(t.Context(), cookie); err != nil && i < len(c.visits)-1 {
					t.Fatalf("visit %d: %v", i, err)
				}
			}
			wants(t, "the last visit", err, c.want)
		})
	}
}

func TestTrust21HashesAreArgon2id(t *testing.T) {
	h := newHouse(t)
	who, _ := h.admin()
	if !strings.HasPrefix(who.Password, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the hash is %q", who.Password)
	}
	other, err := h.Staff().hashes.make(t.Context(), strong)
	h.must(err)
	if other == who.Password {
		t.Error("two hashes of a password are alike: there is no salt")
	}
	for hash, want := range map[string]bool{who.Password: true, other: true, h.Staff().hashes.decoy(): false, "": false, "$argon2id$v=19$m=19456,t=2,p=1$$": false} {
		ok, err := h.Staff().hashes.verify(t.Context(), hash, strong)
		h.must(err)
		equal(t, hash, ok, want)
	}
}

func TestTrust22Passwords(t *testing.T) {
	for password, want := range map[string]string{
		"":                                      "refused.password-short",
		"seven77":                               "refused.password-short",
		strings.Repeat("ä", 129):                "refused.password-long",
		"password":                              "refused.password-common",
		"Passw0rd":                              "refused.password-common",
		"Password2026!":                         "refused.password-common",
		"12345678":                              "refused.password-common",
		"aaaaaaaaaaaaaa":                        "refused.password-common",
		"abcdefghijklmnop":                      "refused.password-common",
		"anna-lena1":                            "refused.password-common",
		"verbatim1!":                            "refused.password-common",
		"correcthorsebatterystaple":             "refused.password-common",
		strong:                                  "",
		"nothing but lower case":                "",
		"mwq7tkzp":                              "",
		"四つの関係ない言葉":                             "",
		"  spaces count  ":                      "",
		strings.Repeat("long enough ", 10):      "",
		"Anna has four red bicycles in a shed.": "",
	} {
		err := CheckPassword(password, "Anna-Lena")
		got := ""
		if r, ok := errors.AsType[*Refused](err); ok {
			got = r.Message
		}
		equal(t, password, got, want)
	}
}

// An account that nobody has takes as long as one with another password.
// TestTrust23TimeTellsNothing holds what takes the time, the hash, to be the
// same for a name that there is and for one that there is not.
func TestTrust23TimeTellsNothing(t *testing.T) {
	h := newHouse(t)
	h.admin()
	spent := &h.Staff().hashes.spent
	for _, name := range []string{"anna", "nobody"} {
		before := spent.Load()
		_, _, err := h.Staff().SignIn(t.Context(), name, "wrong wrong", From{}, Who{})
		wants(t, name, err, ErrSignIn)
		equal(t, "what the answer to "+name+" cost", spent.Load()-before, argonMemory*argonTime)
	}
}

func TestTrust24Attempts(t *testing.T) {
	h := newHouse(t)
	h.admin()
	try := func(name, password, from string) error {
		_, _, err := h.Staff().SignIn(t.Context(), name, password, From{Address: netip.MustParseAddr(from)}, Who{})
		return err
	}
	throttled := func(err error) bool { _, ok := errors.AsType[*Throttled](err); return ok }
	for range perAccount {
		wants(t, "a wrong password", try("ANNA ", "wrong wrong", "192.0.2.1"), ErrSignIn)
	}
	if err := try("anna", strong, "198.51.100.1"); !throttled(err) {
		t.Errorf("from elsewhere, after %d failures: %v", perAccount, err)
	}
	h.clock.move(accountAgain)
	if err := try("anna", strong, "198.51.100.1"); err != nil {
		t.Errorf("a minute later: %v", err)
	}
	for range perAccount {
		wants(t, "after a success", try("anna", "wrong wrong", "192.0.2.1"), ErrSignIn)
	}

	// A network is counted over all names.
	a := newAttempts()
	now := time.Now()
	for i := range perNetwork {
		if _, err := a.begin(uuid.NewString(), netip.MustParseAddr("2001:db8::1"), "", now); err != nil {
			t.Fatalf("attempt %d: %v", i, err)
		}
	}
	if _, err := a.begin("x", netip.MustParseAddr("2001:db8::ffff"), "", now); !throttled(err) {
		t.Errorf("from the same network: %v", err)
	}
	if _, err := a.begin("x", netip.MustParseAddr("2001:db8:0:1::1"), "", now); err != nil {
		t.Errorf("from another network: %v", err)
	}
}

// Whoever fails on purpose does not keep the owner of an account out of a
// browser that is known, nor one who is signed in from choosing a new password.
func TestFailuresElsewhereKeepNobodyOut(t *testing.T) {
	h := newHouse(t)
	who, _ := h.admin()
	s := h.Staff()
	throttled := func(err error) bool { _, ok := errors.AsType[*Throttled](err); return ok }
	here := From{Address: netip.MustParseAddr("192.0.2.1")}
	try := func(name, password string, from From) error {
		_, _, err := s.SignIn(t.Context(), name, password, from, Who{})
		return err
	}
	for range perAccount {
		wants(t, "a wrong password", try("anna", "wrong wrong", here), ErrSignIn)
	}
	for i := range perNetwork { // a name each, none of which there is
		if err := try(uuid.NewString(), "wrong wrong", here); throttled(err) && i < perNetwork-perAccount {
			t.Fatalf("failure %d: %v", i, err)
		}
	}
	if err := try("anna", strong, here); !throttled(err) {
		t.Fatalf("a browser that nobody knows: %v", err)
	}
	known := here
	known.Known = "mine"
	if err := try("anna", strong, known); err != nil {
		t.Errorf("a browser that is known: %v", err)
	}
	if err := s.ChangePassword(t.Context(), who, strong, "quite another lamp 7", here.Address); err != nil {
		t.Errorf("another password: %v", err)
	}
	// It is known, not trusted: there too few attempts may fail.
	for range perAccount {
		wants(t, "a wrong password where it is known", try("anna", "wrong wrong", known), ErrSignIn)
	}
	if err := try("anna", "wrong wrong", known); !throttled(err) {
		t.Errorf("too many where it is known: %v", err)
	}
	other := here
	other.Known = "another's"
	wants(t, "another known browser", try("anna", "wrong wrong", other), ErrSignIn)
}

func TestLastAdminStays(t *testing.T) {
	h := newHouse(t)
	who, _ := h.admin()
	s := h.Staff()
	for what, err := range map[string]error{
		"closing": s.SetClosed(t.Context(), who, who.ID, true),
		"a role":  s.SetRole(t.Context(), who, who.ID, Instructor),
	} {
		if r, ok := errors.AsType[*Refused](err); !ok || r.Message != "refused.last-admin" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestClosedAccountIsOutAtOnce(t *testing.T) {
	h := newHouse(t)
	who, _ := h.admin()
	s := h.Staff()
	code, err := s.Invite(t.Context(), who, "berta", Instructor)
	h.must(err)
	berta, cookie, err := s.Redeem(t.Context(), code, "", strong, "")
	h.must(err)
	h.must(s.SetClosed(t.Context(), who, berta.ID, true))
	_, err = s.Authenticate(t.Context(), cookie)
	wants(t, "a closed account", err, ErrNotFound)
	_, _, err = s.SignIn(t.Context(), "berta", strong, From{}, Who{})
	wants(t, "signing in to it", err, ErrSignIn)
	h.must(s.SetClosed(t.Context(), who, berta.ID, false))
	_, _, err = s.SignIn(t.Context(), "berta", strong, From{}, Who{})
	h.must(err)
}

// Few passwords are hashed at once; who waits too long is told so.
func TestHashesWaitTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHashes()
		for range cap(h.turns) {
			h.turns <- struct{}{}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := h.make(ctx, strong)
		wants(t, "a hash without a turn", err, ErrUnavailable)
	})
}

// Whoever loses a role, or the account, while a password of theirs is hashed
// does not have it back by that.
func TestAPasswordChangeUndoesNothing(t *testing.T) {
	h := newHouse(t)
	anna, _ := h.admin()
	s := h.Staff()
	code, err := s.Invite(t.Context(), anna, "berta", Admin)
	h.must(err)
	berta, _, err := s.Redeem(t.Context(), code, "", strong, "")
	h.must(err)
	before := s.hashes.spent.Load()
	changed := make(chan error)
	go func() {
		changed <- s.ChangePassword(t.Context(), berta, strong, "another quiet lamp 20", netip.Addr{})
	}()
	for s.hashes.spent.Load() < before+2*argonMemory*argonTime { // the present one is right, and the next is made
		time.Sleep(time.Millisecond)
	}
	h.must(s.SetRole(t.Context(), anna, berta.ID, Assistant))
	h.must(s.SetClosed(t.Context(), anna, berta.ID, true))
	h.must(<-changed)
	got, err := s.Account(t.Context(), berta.ID)
	h.must(err)
	if got.Role != Assistant || !got.Closed {
		t.Errorf("the account is %s, closed: %v", got.Role, got.Closed)
	}
}
