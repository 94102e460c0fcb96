package play

import (
	"errors"
	"testing"
	"time"
)

func TestTrust25Tickets(t *testing.T) {
	h := newHouse(t)
	s := h.Staff()
	first, err := s.SetUp(t.Context())
	h.must(err)
	second, err := s.SetUp(t.Context())
	h.must(err)
	_, err = s.Ticket(t.Context(), first)
	wants(t, "the link before", err, ErrNotFound)
	h.clock.move(setUpLasts + time.Second)
	_, err = s.Ticket(t.Context(), second)
	wants(t, "an old link", err, ErrNotFound)
	_, _, err = s.Redeem(t.Context(), second, "anna", strong, "")
	wants(t, "redeeming an old link", err, ErrNotFound)
	third, err := s.SetUp(t.Context())
	h.must(err)
	opened, err := s.Ticket(t.Context(), third)
	h.must(err)
	equal(t, "the role that it gives", opened.Role, Admin)
	invited, err := s.Invite(t.Context(), Terminal, "anna", Admin)
	h.must(err)
	_, _, err = s.Redeem(t.Context(), invited, "", strong, "")
	h.must(err)
	_, _, err = s.Redeem(t.Context(), third, "berta", strong, "")
	wants(t, "the link once there is an admin", err, ErrNotFound)
	open, err := s.Invitations(t.Context())
	h.must(err)
	equal(t, "how many invitations are listed", len(open), 0)
	again, err := s.SetUp(t.Context())
	h.must(err)
	equal(t, "a link once there is an admin", again, "")
}

// Links without a name are for whoever they were passed on to: a second one
// takes nothing from the first.
func TestInvitationsStandBesideEachOther(t *testing.T) {
	h := newHouse(t)
	who, _ := h.admin()
	s := h.Staff()
	first, err := s.Invite(t.Context(), who, "", Instructor)
	h.must(err)
	second, err := s.Invite(t.Context(), who, "", Instructor)
	h.must(err)
	for name, code := range map[string]string{"berta": first, "carla": second} {
		_, _, err = s.Redeem(t.Context(), code, name, strong, "")
		h.must(err)
	}
	named, err := s.Invite(t.Context(), who, "dora", Instructor)
	h.must(err)
	again, err := s.Invite(t.Context(), who, "dora", Instructor)
	h.must(err)
	_, err = s.Ticket(t.Context(), named)
	wants(t, "the link before of that name", err, ErrNotFound)
	_, err = s.Ticket(t.Context(), again)
	h.must(err)
}

// An admin who is shown out has no way back by links made before.
func TestInvitationsEndWithTheirMaker(t *testing.T) {
	h := newHouse(t)
	who, _ := h.admin()
	s, ctx := h.Staff(), t.Context()
	invited := func(maker Who, name string, role Role) (code string) {
		code, err := s.Invite(ctx, maker, name, role)
		h.must(err)
		return code
	}
	berta, _, err := s.Redeem(ctx, invited(who, "berta", Admin), "", strong, "")
	h.must(err)
	back, stays := invited(berta, "", Admin), invited(who, "", Instructor)
	reset, err := s.Reset(ctx, berta, who.ID)
	h.must(err)
	h.must(s.SetClosed(ctx, who, berta.ID, true))
	for _, code := range []string{back, reset} {
		_, _, err = s.Redeem(ctx, code, "again", strong, "")
		wants(t, "a link of a closed account", err, ErrNotFound)
	}
	_, err = s.Ticket(ctx, stays)
	h.must(err)
	h.must(s.SetClosed(ctx, who, berta.ID, false))
	back = invited(berta, "", Admin)
	h.must(s.SetRole(ctx, who, berta.ID, Instructor))
	_, err = s.Ticket(ctx, back)
	wants(t, "a link of who is no admin any more", err, ErrNotFound)
}

// What the log says of the terminal nobody else has done.
func TestNobodyIsCalledTerminal(t *testing.T) {
	h := newHouse(t)
	who, _ := h.admin()
	s := h.Staff()
	code, err := s.Invite(t.Context(), who, "", Instructor)
	h.must(err)
	_, _, redeemed := s.Redeem(t.Context(), code, " Terminal ", strong, "")
	_, invited := s.Invite(t.Context(), who, "terminal", Instructor)
	for what, err := range map[string]error{"who opens a link": redeemed, "who invites": invited} {
		if r, ok := errors.AsType[*Refused](err); !ok || r.Message != "refused.name-taken" {
			t.Errorf("%s: %v", what, err)
		}
	}
}
