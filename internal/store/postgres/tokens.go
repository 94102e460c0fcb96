package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// tokenColumns are what scanToken reads, in its order.
const tokenColumns = "t.id, t.account, t.hash, t.name, t.publish, t.created, t.expires, t.used" //nolint:gosec // names of columns

// afterToken is the column that follows them.
const afterToken = 8

func scanToken(r row) store.Token {
	t := store.Token{ID: r.uuid(0), Account: r.uuid(1), Name: r.text(3), Publish: r.bool(4), Created: r.time(5), Expires: r.time(6)}
	copy(t.Hash[:], r[2])
	if !r.null(7) {
		t.Used = r.time(7)
	}
	return t
}

// CreateToken keeps a new token.
func (s *Store) CreateToken(ctx context.Context, t store.Token) error {
	err := s.query(ctx, "keep a token", `
		INSERT INTO token (id, account, hash, name, publish, created, expires) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`, nil,
		t.ID, t.Account, t.Hash[:], t.Name, t.Publish, t.Created.UnixMicro(), t.Expires.UnixMicro())
	if orphaned(err) {
		return store.ErrNotFound
	}
	return err
}

// Token gives a token that has not been ended, and its account.
func (s *Store) Token(ctx context.Context, id uuid.UUID) (t store.Token, a store.Account, err error) {
	err = s.query(ctx, "read a token", "SELECT "+tokenColumns+", "+accountColumns+`
		FROM token t JOIN account a ON a.id = t.account WHERE t.id = $1`, func(r row) {
		t, a = scanToken(r), scanAccount(r, afterToken)
	}, id)
	if err == nil && t.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return t, a, err
}

// Tokens lists the tokens of an account, newest first.
func (s *Store) Tokens(ctx context.Context, account uuid.UUID) (all []store.Token, err error) {
	err = s.query(ctx, "list tokens", "SELECT "+tokenColumns+" FROM token t WHERE t.account = $1 ORDER BY t.id DESC",
		func(r row) { all = append(all, scanToken(r)) }, account)
	return all, err
}

// TouchToken records that a token was used.
func (s *Store) TouchToken(ctx context.Context, id uuid.UUID, used time.Time) error {
	return s.query(ctx, "note a visit", "UPDATE token SET used = $1 WHERE id = $2", nil, used.UnixMicro(), id)
}

// EndToken forgets a token of an account.
func (s *Store) EndToken(ctx context.Context, account, id uuid.UUID) error {
	return s.changeOne(ctx, "end a token", "DELETE FROM token WHERE id = $1 AND account = $2", id, account)
}

const endTokens = "DELETE FROM token WHERE account = $1"

// EndTokens forgets all tokens of an account.
func (s *Store) EndTokens(ctx context.Context, account uuid.UUID) error {
	return s.query(ctx, "end tokens", endTokens, nil, account)
}
