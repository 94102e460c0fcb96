package sqlite

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// secretSize is the length of an installation's secrets in bytes.
const secretSize = 32

// Secret gives the named random bytes of this installation.
func (s *Store) Secret(ctx context.Context, name string) ([]byte, error) {
	const doing, find = "read a secret of the installation", "SELECT value FROM secret WHERE name = ?"
	var value []byte
	read := func(row *sqlite.Stmt) { value = columnBytes(row, 0) }
	if err := s.query(ctx, doing, find, read, name); err != nil || value != nil {
		return value, err
	}
	fresh := make([]byte, secretSize)
	rand.Read(fresh)
	err := s.change(ctx, "make a secret of the installation", func(c *conn) error {
		return c.exec("INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", nil, name, fresh)
	}, nil)
	if err != nil {
		return nil, err
	}
	err = s.query(ctx, doing, find, read, name)
	return value, err
}

// CreateLogin keeps a new login and, where it is new, its learner.
func (s *Store) CreateLogin(ctx context.Context, l store.Login) error {
	return s.change(ctx, "keep a login", func(c *conn) error {
		err := c.exec("INSERT INTO learner (id, created) VALUES (?, ?) ON CONFLICT DO NOTHING", nil,
			l.Learner, l.Created.UnixMicro())
		if err != nil {
			return err
		}
		return c.exec("INSERT INTO login (id, learner, hash, created, seen) VALUES (?, ?, ?, ?, ?)", nil,
			l.ID, l.Learner, l.Hash[:], l.Created.UnixMicro(), l.Seen.UnixMicro())
	}, nil)
}

// Login gives a login that has not been ended.
func (s *Store) Login(ctx context.Context, id uuid.UUID) (store.Login, error) {
	var l store.Login
	err := s.query(ctx, "read a login", "SELECT id, learner, hash, created, seen FROM login WHERE id = ?", func(row *sqlite.Stmt) {
		l.ID, l.Learner = columnUUID(row, 0), columnUUID(row, 1)
		row.ColumnBytes(2, l.Hash[:])
		l.Created, l.Seen = columnTime(row, 3), columnTime(row, 4)
	}, id)
	if err == nil && l.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return l, err
}

// TouchLogin records that a login was seen.
func (s *Store) TouchLogin(ctx context.Context, id uuid.UUID, seen time.Time) error {
	return s.change(ctx, "note a visit", func(c *conn) error {
		return c.exec("UPDATE login SET seen = ? WHERE id = ?", nil, seen.UnixMicro(), id)
	}, nil)
}

// EndLogin forgets a login.
func (s *Store) EndLogin(ctx context.Context, id uuid.UUID) error {
	return s.change(ctx, "end a login", func(c *conn) error {
		return c.exec("DELETE FROM login WHERE id = ?", nil, id)
	}, s.write.deleted)
}
