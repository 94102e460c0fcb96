package play

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// Token is what a program shows to act for an account.
type Token = store.Token

// tokenPrefix makes a token known for what it is where it should not be, such as
// in a public repository.
const tokenPrefix = "vbt_"

// Bounds of a token.
const (
	maxTokenName = 80 // characters
	maxTokens    = 50 // of an account
	// TokenDays is how long a token may last at most, in days.
	TokenDays      = 366
	tokenSeenEvery = 10 * time.Minute
)

// NewToken makes a token of an account, one's own or any at the terminal, that
// lasts so many days, and gives the text that a program shows; nobody can be
// shown it again. One that does not publish only reads. *Refused where the name
// or the days will not do, or there are too many.
func (s *Staff) NewToken(ctx context.Context, who Who, of Account, name string, publish bool, days int) (text string, err error) {
	name = cleanName(name)
	all, err := s.store.Tokens(ctx, of.ID)
	switch n := utf8.RuneCountInString(name); {
	case err != nil:
		return "", err
	case n == 0 || n > maxTokenName:
		return "", &Refused{"refused.token-name"}
	case days < 1 || days > TokenDays:
		return "", &Refused{"refused.token-days"}
	case len(all) >= maxTokens:
		return "", &Refused{"refused.tokens"}
	}
	t := Token{Account: of.ID, Name: name, Publish: publish && May(of.Role, Instructor), Created: s.now()}
	t.Expires = t.Created.AddDate(0, 0, days)
	if t.ID, t.Hash, text, err = s.newSecret(); err != nil {
		return "", err
	}
	if err := s.store.CreateToken(ctx, t); err != nil {
		return "", err
	}
	return tokenPrefix + text, s.Record(ctx, who, "token-made", name, anothers(who, of))
}

// anothers names an account where it is not that of who does something with it.
func anothers(who Who, of Account) string {
	if who.ID == of.ID {
		return ""
	}
	return of.Name
}

// Tokens lists the tokens of an account, newest first, those too whose time is over.
func (s *Staff) Tokens(ctx context.Context, of Account) ([]Token, error) {
	return s.store.Tokens(ctx, of.ID)
}

// EndToken ends a token of an account, as NewToken makes one. ErrNotFound.
func (s *Staff) EndToken(ctx context.Context, who Who, of Account, id uuid.UUID) error {
	all, err := s.store.Tokens(ctx, of.ID)
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.ID != id {
			continue
		}
		if err := s.store.EndToken(ctx, of.ID, id); err != nil {
			return err
		}
		return s.Record(ctx, who, "token-ended", t.Name, anothers(who, of))
	}
	return ErrNotFound
}

// ByToken tells for which account a program acts, and by which token. Whatever
// is wrong with the text, the error is ErrNotFound. Nothing is believed from
// memory: a token that has ended, or whose account is closed, is so at once.
func (s *Staff) ByToken(ctx context.Context, text string) (Who, Token, error) {
	text, prefixed := strings.CutPrefix(text, tokenPrefix)
	id, hash, ok := parseCookie(text)
	if !prefixed || !ok {
		return Who{}, Token{}, ErrNotFound
	}
	t, a, err := s.store.Token(ctx, id)
	if err != nil {
		return Who{}, Token{}, err
	}
	now := s.now()
	if !same(hash, t.Hash) || a.Closed || !now.Before(t.Expires) {
		return Who{}, Token{}, ErrNotFound
	}
	if now.Sub(t.Used) >= tokenSeenEvery {
		if err := s.store.TouchToken(ctx, id, now); err != nil {
			s.log.WarnContext(ctx, "a visit could not be noted", "error", err)
		}
	}
	return Who{Account: a, Token: t.Name}, t, nil
}
