package storetest

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

func newToken(account uuid.UUID) store.Token {
	return store.Token{
		ID: newID(), Account: account, Hash: sha256.Sum256([]byte("token")), Name: "pipeline µ", Publish: true,
		Created: day, Expires: day.Add(time.Hour),
	}
}

var tokenTests = map[string]func(*testing.T, *fixture){
	"come back as they were": func(t *testing.T, f *fixture) {
		a := f.account("anna", store.Instructor)
		token := newToken(a.ID)
		must(t, f.CreateToken(ctx, token))
		f.reopen()
		got, account, err := f.Token(ctx, token.ID)
		must(t, err)
		equal(t, "the token", got, token)
		equal(t, "its account", account, a)
		token.Used = day.Add(time.Minute)
		must(t, f.TouchToken(ctx, token.ID, token.Used))
		got, _, err = f.Token(ctx, token.ID)
		must(t, err)
		equal(t, "the token, used", got, token)
	},
	"are listed and ended by their account": func(t *testing.T, f *fixture) {
		a, b := f.account("anna", store.Instructor), f.account("berta", store.Instructor)
		first, second, theirs := newToken(a.ID), newToken(a.ID), newToken(b.ID)
		second.Publish = false
		for _, token := range []store.Token{first, second, theirs} {
			must(t, f.CreateToken(ctx, token))
		}
		all, err := f.Tokens(ctx, a.ID)
		must(t, err)
		equal(t, "the tokens", all, []store.Token{second, first})
		wants(t, "the end of another's", f.EndToken(ctx, a.ID, theirs.ID), store.ErrNotFound)
		must(t, f.EndToken(ctx, a.ID, second.ID))
		wants(t, "the end of one that has ended", f.EndToken(ctx, a.ID, second.ID), store.ErrNotFound)
		must(t, f.EndTokens(ctx, a.ID))
		_, _, err = f.Token(ctx, first.ID)
		wants(t, "a token of none", err, store.ErrNotFound)
		_, _, err = f.Token(ctx, theirs.ID)
		must(t, err)
	},
	"end with the password": func(t *testing.T, f *fixture) {
		a := f.account("anna", store.Instructor)
		token := newToken(a.ID)
		must(t, f.CreateToken(ctx, token))
		reset := newTicket(a.ID, a.Name)
		must(t, f.PutTicket(ctx, reset))
		must(t, f.Redeem(ctx, reset.ID, a))
		_, _, err := f.Token(ctx, token.ID)
		wants(t, "a token from before", err, store.ErrNotFound)
	},
	"need an account": func(t *testing.T, f *fixture) {
		wants(t, "a token of nobody", f.CreateToken(ctx, newToken(newID())), store.ErrNotFound)
		must(t, f.TouchToken(ctx, newID(), day))
		must(t, f.EndTokens(ctx, newID()))
	},
}
