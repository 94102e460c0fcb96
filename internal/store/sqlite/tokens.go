package sqlite

import (
	"context"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// tokenColumns are what scanToken reads, in its order.
const tokenColumns = "t.id, t.account, t.hash, t.name, t.publish, t.created, t.expires, t.used" //nolint:gosec // names of columns

// afterToken is the column that follows them.
const afterToken = 8

func scanToken(row *sqlite.Stmt) store.Token {
	t := store.Token{
		ID: columnUUID(row, 0), Account: columnUUID(row, 1), Name: row.ColumnText(3), Publish: row.ColumnBool(4),
		Created: columnTime(row, 5), Expires: columnTime(row, 6),
	}
	row.ColumnBytes(2, t.Hash[:])
	if !row.ColumnIsNull(7) {
		t.Used = columnTime(row, 7)
	}
	return t
}

// CreateToken keeps a new token.
func (s *Store) CreateToken(ctx context.Context, t store.Token) error {
	var orphan error
	err := s.change(ctx, "keep a token", func(c *conn) error {
		orphan = nil
		err := c.exec("INSERT INTO token (id, account, hash, name, publish, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)", nil,
			t.ID, t.Account, t.Hash[:], t.Name, t.Publish, t.Created.UnixMicro(), t.Expires.UnixMicro())
		if orphaned(err) {
			orphan = store.ErrNotFound
			return nil
		}
		return err
	}, nil)
	return outcome(err, &orphan)
}

// Token gives a token that has not been ended, and its account.
func (s *Store) Token(ctx context.Context, id uuid.UUID) (t store.Token, a store.Account, err error) {
	err = s.query(ctx, "read a token", "SELECT "+tokenColumns+", "+accountColumns+`
		FROM token t JOIN account a ON a.id = t.account WHERE t.id = ?`, func(row *sqlite.Stmt) {
		t, a = scanToken(row), scanAccount(row, afterToken)
	}, id)
	if err == nil && t.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return t, a, err
}

// Tokens lists the tokens of an account, newest first.
func (s *Store) Tokens(ctx context.Context, account uuid.UUID) (all []store.Token, err error) {
	err = s.query(ctx, "list tokens", "SELECT "+tokenColumns+" FROM token t WHERE t.account = ? ORDER BY t.id DESC",
		func(row *sqlite.Stmt) { all = append(all, scanToken(row)) }, account)
	return all, err
}

// TouchToken records that a token was used.
func (s *Store) TouchToken(ctx context.Context, id uuid.UUID, used time.Time) error {
	return s.change(ctx, "note a visit", func(c *conn) error {
		return c.exec("UPDATE token SET used = ? WHERE id = ?", nil, used.UnixMicro(), id)
	}, nil)
}

// EndToken forgets a token of an account.
func (s *Store) EndToken(ctx context.Context, account, id uuid.UUID) error {
	return s.changeOne(ctx, "end a token", "DELETE FROM token WHERE id = ? AND account = ?", id, account)
}

// EndTokens forgets all tokens of an account.
func (s *Store) EndTokens(ctx context.Context, account uuid.UUID) error {
	return s.change(ctx, "end tokens", func(c *conn) error { return endTokens(c, account) }, s.write.deleted)
}

func endTokens(c *conn, account uuid.UUID) error {
	return c.exec("DELETE FROM token WHERE account = ?", nil, account)
}
