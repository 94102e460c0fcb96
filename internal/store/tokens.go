package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Tokens keeps what programs show to act for an account.
type Tokens interface {
	// CreateToken keeps a new token. ErrNotFound where there is no such account.
	CreateToken(ctx context.Context, t Token) error
	// Token gives a token that has not been ended, and its account. ErrNotFound.
	Token(ctx context.Context, id uuid.UUID) (Token, Account, error)
	// Tokens lists the tokens of an account, newest first.
	Tokens(ctx context.Context, account uuid.UUID) ([]Token, error)
	// TouchToken records that a token was used. Unknown tokens are no error.
	TouchToken(ctx context.Context, id uuid.UUID, used time.Time) error
	// EndToken forgets a token of an account. ErrNotFound.
	EndToken(ctx context.Context, account, id uuid.UUID) error
	// EndTokens forgets all tokens of an account.
	EndTokens(ctx context.Context, account uuid.UUID) error
}

// Token is what a program shows to act for an account. It carries the id and a
// secret; only the secret's SHA-256 is kept.
type Token struct {
	ID      uuid.UUID // version 7
	Account uuid.UUID
	Hash    [32]byte
	Name    string // what its owner calls it
	Publish bool   // it may change things, as far as the account may; otherwise it only reads
	Created time.Time
	Expires time.Time
	Used    time.Time // not to the minute; zero: never
}
