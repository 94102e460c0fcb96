package storetest

import (
	"crypto/sha256"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// account makes an account by a ticket of its own.
func (f *fixture) account(name string, role store.Role) store.Account {
	f.t.Helper()
	a := store.Account{ID: newID(), Name: name, Role: role, Password: "$argon2id$" + name, Created: day}
	t := newTicket(uuid.Nil, name)
	must(f.t, f.PutTicket(ctx, t))
	must(f.t, f.Redeem(ctx, t.ID, a))
	return a
}

func newTicket(account uuid.UUID, name string) store.Ticket {
	return store.Ticket{ID: newID(), Hash: sha256.Sum256([]byte("ticket")), Account: account, Name: name, Role: store.Instructor, Expires: day.Add(time.Hour)}
}

func newStaffLogin(account uuid.UUID) store.StaffLogin {
	return store.StaffLogin{ID: newID(), Account: account, Hash: sha256.Sum256([]byte("secret")), Created: day, Seen: day, Browser: "a browser µ"}
}

var accountTests = map[string]func(*testing.T, *fixture){
	"come back as they were": func(t *testing.T, f *fixture) {
		b, a := f.account("Berta", store.Admin), f.account("anna", store.Assistant)
		f.reopen()
		got, err := f.Account(ctx, a.ID)
		must(t, err)
		equal(t, "the account", got, a)
		for _, name := range []string{"Anna", " anna ", "ANNA"} {
			got, err = f.AccountByName(ctx, name)
			must(t, err)
			equal(t, "the account "+name, got, a)
		}
		all, err := f.Accounts(ctx)
		must(t, err)
		equal(t, "all accounts", all, []store.Account{a, b})
	},
	"are changed": func(t *testing.T, f *fixture) {
		a, other := f.account("anna", store.Assistant), f.account("berta", store.Admin)
		must(t, f.SetPassword(ctx, a.ID, "other", uuid.Nil))
		changed, err := f.ChangeAccount(ctx, a.ID, func(a *store.Account) { a.Role, a.Closed = store.Instructor, true })
		must(t, err)
		a.Role, a.Password, a.Closed = store.Instructor, "other", true
		equal(t, "what has become of it", changed, a)
		got, err := f.Account(ctx, a.ID)
		must(t, err)
		equal(t, "the account", got, a)
		got, err = f.Account(ctx, other.ID)
		must(t, err)
		equal(t, "the other account", got, other)
		a.ID = newID()
		_, err = f.ChangeAccount(ctx, a.ID, func(*store.Account) {})
		wants(t, "a change of none", err, store.ErrNotFound)
		wants(t, "a password of none", f.SetPassword(ctx, a.ID, "other", uuid.Nil), store.ErrNotFound)
	},
	// Of two admins who close each other at once, on two servers maybe, one stays.
	"leave an admin": func(t *testing.T, f *fixture) {
		both := []store.Account{f.account("anna", store.Admin), f.account("berta", store.Admin)}
		set := func(closed bool) (said []error) {
			var all sync.WaitGroup
			said = make([]error, len(both))
			for i, a := range both {
				all.Go(func() {
					_, said[i] = f.ChangeAccount(ctx, a.ID, func(a *store.Account) { a.Closed = closed })
				})
			}
			all.Wait()
			return said
		}
		for range 20 {
			said := set(true)
			if (said[0] == nil) == (said[1] == nil) || !errors.Is(errors.Join(said...), store.ErrLastAdmin) {
				t.Fatalf("two admins close each other: %v", said)
			}
			must(t, errors.Join(set(false)...))
		}
	},
	"that never were": func(t *testing.T, f *fixture) {
		_, err := f.Account(ctx, newID())
		wants(t, "an unknown account", err, store.ErrNotFound)
		_, err = f.AccountByName(ctx, "nobody")
		wants(t, "an unknown name", err, store.ErrNotFound)
		_, _, err = f.StaffLogin(ctx, newID())
		wants(t, "an unknown login", err, store.ErrNotFound)
		wants(t, "a login of none", f.CreateStaffLogin(ctx, newStaffLogin(newID())), store.ErrNotFound)
		_, err = f.Ticket(ctx, newID())
		wants(t, "an unknown ticket", err, store.ErrNotFound)
	},
	"have logins that end": func(t *testing.T, f *fixture) {
		a, b := f.account("anna", store.Admin), f.account("berta", store.Admin)
		var logins []store.StaffLogin
		for range 4 {
			l := newStaffLogin(a.ID)
			must(t, f.CreateStaffLogin(ctx, l))
			logins = append([]store.StaffLogin{l}, logins...) // newest first
		}
		theirs := newStaffLogin(b.ID)
		must(t, f.CreateStaffLogin(ctx, theirs))
		logins[0].Seen = day.Add(time.Hour)
		must(t, f.TouchStaffLogin(ctx, logins[0].ID, logins[0].Seen))
		f.reopen()
		l, account, err := f.StaffLogin(ctx, logins[0].ID)
		must(t, err)
		equal(t, "the login", l, logins[0])
		equal(t, "its account", account, a)
		list, err := f.StaffLogins(ctx, a.ID)
		must(t, err)
		equal(t, "the logins", list, logins)

		must(t, f.EndStaffLogin(ctx, b.ID, logins[1].ID)) // another's
		must(t, f.EndStaffLogin(ctx, a.ID, logins[3].ID))
		must(t, f.EndStaffLogin(ctx, a.ID, logins[3].ID))
		must(t, f.TouchStaffLogin(ctx, logins[3].ID, day))
		list, err = f.StaffLogins(ctx, a.ID)
		must(t, err)
		equal(t, "the logins but one", list, logins[:3])
		must(t, f.EndStaffLogins(ctx, a.ID, logins[2].ID))
		list, err = f.StaffLogins(ctx, a.ID)
		must(t, err)
		equal(t, "the login kept", list, logins[2:3])
		must(t, f.CreateStaffLogin(ctx, logins[1]))
		must(t, f.SetPassword(ctx, a.ID, "other", logins[2].ID))
		list, err = f.StaffLogins(ctx, a.ID)
		must(t, err)
		equal(t, "the login kept with a new password", list, logins[2:3])
		must(t, f.EndStaffLogins(ctx, a.ID, uuid.Nil))
		list, err = f.StaffLogins(ctx, a.ID)
		must(t, err)
		equal(t, "the logins at the end", len(list), 0)
		_, _, err = f.StaffLogin(ctx, theirs.ID)
		must(t, err)
	},
}

var ticketTests = map[string]func(*testing.T, *fixture){
	"end with who made them": func(t *testing.T, f *fixture) {
		maker, other := f.account("anna", store.Admin), f.account("berta", store.Admin)
		for what, change := range map[string]func(*store.Account){
			"closed":   func(a *store.Account) { a.Closed = true },
			"no admin": func(a *store.Account) { a.Role = store.Instructor },
		} {
			_, err := f.ChangeAccount(ctx, maker.ID, func(a *store.Account) { a.Role, a.Closed = store.Admin, false })
			must(t, err)
			gone, reset, stays := newTicket(uuid.Nil, ""), newTicket(other.ID, other.Name), newTicket(uuid.Nil, "")
			gone.Maker, reset.Maker, stays.Maker = maker.ID, maker.ID, other.ID
			for _, k := range []store.Ticket{gone, reset, stays} {
				must(t, f.AddTicket(ctx, k))
			}
			_, err = f.ChangeAccount(ctx, maker.ID, func(*store.Account) {})
			must(t, err)
			got, err := f.Ticket(ctx, gone.ID)
			must(t, err)
			equal(t, "the ticket of an admin", got, gone)
			_, err = f.ChangeAccount(ctx, maker.ID, change)
			must(t, err)
			for _, k := range []store.Ticket{gone, reset} {
				_, err = f.Ticket(ctx, k.ID)
				wants(t, "a ticket whose maker is "+what, err, store.ErrNotFound)
			}
			_, err = f.Ticket(ctx, stays.ID)
			must(t, err)
		}
	},
	"come back and are replaced": func(t *testing.T, f *fixture) {
		first, second, other := newTicket(uuid.Nil, ""), newTicket(uuid.Nil, ""), newTicket(uuid.Nil, "anna")
		for _, k := range []store.Ticket{first, other, second} {
			must(t, f.PutTicket(ctx, k))
		}
		f.reopen()
		_, err := f.Ticket(ctx, first.ID)
		wants(t, "a ticket that was replaced", err, store.ErrNotFound)
		for _, k := range []store.Ticket{second, other} {
			got, err := f.Ticket(ctx, k.ID)
			must(t, err)
			equal(t, "the ticket", got, k)
		}
	},
	"stand beside each other": func(t *testing.T, f *fixture) {
		first, second := newTicket(uuid.Nil, ""), newTicket(uuid.Nil, "")
		for _, k := range []store.Ticket{first, second} {
			must(t, f.AddTicket(ctx, k))
		}
		for _, k := range []store.Ticket{first, second} {
			got, err := f.Ticket(ctx, k.ID)
			must(t, err)
			equal(t, "the ticket", got, k)
		}
	},
	"are listed and withdrawn": func(t *testing.T, f *fixture) {
		open, err := f.Invitations(ctx)
		must(t, err)
		equal(t, "the invitations of an empty database", len(open), 0)
		a := f.account("anna", store.Admin)
		soon, late := newTicket(uuid.Nil, "berta"), newTicket(uuid.Nil, "")
		soon.Expires = soon.Expires.Add(-time.Minute)
		for _, k := range []store.Ticket{late, soon, newTicket(a.ID, a.Name)} { // the last is no invitation
			must(t, f.AddTicket(ctx, k))
		}
		open, err = f.Invitations(ctx)
		must(t, err)
		equal(t, "the invitations", open, []store.Ticket{soon, late})
		must(t, f.DropTicket(ctx, soon.ID))
		must(t, f.DropTicket(ctx, soon.ID))
		_, err = f.Ticket(ctx, soon.ID)
		wants(t, "one that was withdrawn", err, store.ErrNotFound)
		open, err = f.Invitations(ctx)
		must(t, err)
		equal(t, "the invitations that are left", open, []store.Ticket{late})
	},
	"are redeemed once": func(t *testing.T, f *fixture) {
		k := newTicket(uuid.Nil, "")
		must(t, f.PutTicket(ctx, k))
		var made atomic.Int32
		together(16, func(int) {
			a := store.Account{ID: newID(), Name: newID().String(), Role: store.Admin, Password: "x", Created: day}
			if err := f.Redeem(ctx, k.ID, a); err == nil {
				made.Add(1)
			} else {
				wants(t, "another redemption", err, store.ErrNotFound)
			}
		})
		all, err := f.Accounts(ctx)
		must(t, err)
		equal(t, "the accounts", []int{len(all), int(made.Load())}, []int{1, 1})
	},
	"stay where the name is taken": func(t *testing.T, f *fixture) {
		f.account("anna", store.Admin)
		k := newTicket(uuid.Nil, "")
		must(t, f.PutTicket(ctx, k))
		a := store.Account{ID: newID(), Name: "ANNA", Role: store.Admin, Password: "x", Created: day}
		wants(t, "a taken name", f.Redeem(ctx, k.ID, a), store.ErrTaken)
		a.Name = "Berta"
		must(t, f.Redeem(ctx, k.ID, a))
	},
	"choose a password and end the logins": func(t *testing.T, f *fixture) {
		a, b := f.account("anna", store.Admin), f.account("berta", store.Admin)
		mine, theirs := newStaffLogin(a.ID), newStaffLogin(b.ID)
		must(t, f.CreateStaffLogin(ctx, mine))
		must(t, f.CreateStaffLogin(ctx, theirs))
		k := newTicket(a.ID, "")
		must(t, f.PutTicket(ctx, k))
		must(t, f.Redeem(ctx, k.ID, store.Account{Password: "new"}))
		a.Password = "new"
		got, err := f.Account(ctx, a.ID)
		must(t, err)
		equal(t, "the account", got, a)
		_, _, err = f.StaffLogin(ctx, mine.ID)
		wants(t, "a login from before", err, store.ErrNotFound)
		_, _, err = f.StaffLogin(ctx, theirs.ID)
		must(t, err)
	},
}

var logTests = map[string]func(*testing.T, *fixture){
	"is paged newest first": func(t *testing.T, f *fixture) {
		var want []store.Entry
		for i := range 7 {
			e := store.Entry{ID: newID(), At: day, Account: newID(), Name: "anna", Action: "published", Object: "kratom", Detail: "µ"}
			if i%2 == 0 {
				e.Account = uuid.Nil
			} else {
				e.Token = "pipeline"
			}
			must(t, f.Append(ctx, e))
			want = append([]store.Entry{e}, want...)
		}
		f.reopen()
		var got []store.Entry
		before := uuid.Nil
		for {
			page, err := f.Entries(ctx, before, 3)
			must(t, err)
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
			before = page[len(page)-1].ID
		}
		equal(t, "the log", got, want)
	},
}
