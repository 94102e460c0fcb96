package play

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestTokens(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	staff := h.Staff()
	who, _ := h.admin()
	issue := func(publish bool) string {
		text, err := staff.NewToken(ctx, who, who.Account, " the  pipeline ", publish, 30)
		h.must(err)
		return text
	}
	text := issue(true)
	if !strings.HasPrefix(text, "vbt_") || len(text) != len("vbt_")+36+1+43 {
		t.Errorf("the token is %q", text)
	}
	got, token, err := staff.ByToken(ctx, text)
	h.must(err)
	if got.ID != who.ID || got.Login != uuid.Nil || token.Name != "the pipeline" || !token.Publish {
		t.Errorf("it stands for %+v as %+v", got, token)
	}
	all, err := staff.Tokens(ctx, who.Account)
	h.must(err)
	if len(all) != 1 || !all[0].Used.Equal(h.clock.now()) {
		t.Errorf("the tokens are %+v", all)
	}

	last := "A"
	if strings.HasSuffix(text, last) {
		last = "Q"
	}
	for name, wrong := range map[string]string{
		"nothing": "", "no prefix": strings.TrimPrefix(text, "vbt_"), "another secret": text[:len(text)-1] + last,
		"too long": text + "A", "a cookie": "vbt_" + uuid.NewString() + "." + strings.Repeat("A", 43),
	} {
		_, _, err := staff.ByToken(ctx, wrong)
		wants(t, name, err, ErrNotFound)
	}

	h.clock.move(30*24*time.Hour - time.Second)
	_, _, err = staff.ByToken(ctx, text)
	h.must(err)
	h.clock.move(time.Second)
	_, _, err = staff.ByToken(ctx, text)
	wants(t, "a token whose time is over", err, ErrNotFound)

	for _, end := range []func(id uuid.UUID) error{
		func(id uuid.UUID) error { return staff.EndToken(ctx, who, who.Account, id) },
		func(uuid.UUID) error { return staff.EndLogins(ctx, Terminal, who.ID) },
	} {
		text := issue(false)
		_, token, err := staff.ByToken(ctx, text)
		h.must(err)
		h.must(end(token.ID))
		_, _, err = staff.ByToken(ctx, text)
		wants(t, "a token that was ended", err, ErrNotFound)
		wants(t, "its end again", staff.EndToken(ctx, who, who.Account, token.ID), ErrNotFound)
	}
}

func TestTokensAreRefused(t *testing.T) {
	h := newHouse(t)
	who, _ := h.admin()
	for message, c := range map[string]struct {
		name string
		days int
	}{
		"refused.token-name": {"  ", 1},
		"refused.token-days": {"pipeline", 0},
	} {
		var refused *Refused
		if _, err := h.Staff().NewToken(t.Context(), who, who.Account, c.name, false, c.days); !errors.As(err, &refused) || refused.Message != message {
			t.Errorf("%+v: %v, want %s", c, err, message)
		}
	}
	for range maxTokens {
		_, err := h.Staff().NewToken(t.Context(), who, who.Account, "pipeline", false, TokenDays)
		h.must(err)
	}
	if _, err := h.Staff().NewToken(t.Context(), who, who.Account, "one more", false, 1); err == nil {
		t.Error("there is no end of tokens")
	}
	who.Role = Assistant
	h.must(h.Staff().EndLogins(t.Context(), Terminal, who.ID))
	text, err := h.Staff().NewToken(t.Context(), who, who.Account, "an assistant's", true, 1)
	h.must(err)
	_, token, err := h.Staff().ByToken(t.Context(), text)
	h.must(err)
	if token.Publish {
		t.Error("an assistant's token publishes")
	}
}
