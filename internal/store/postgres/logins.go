package postgres

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// secretSize is the length of an installation's secrets in bytes.
const secretSize = 32

// Secret gives the named random bytes of this installation.
func (s *Store) Secret(ctx context.Context, name string) ([]byte, error) {
	const doing, find = "read a secret of the installation", "SELECT value FROM secret WHERE name = $1"
	var value []byte
	read := func(r row) { value = r.bytes(0) }
	if err := s.query(ctx, doing, find, read, name); err != nil || value != nil {
		return value, err
	}
	fresh := make([]byte, secretSize)
	rand.Read(fresh)
	err := s.query(ctx, "make a secret of the installation",
		"INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", nil, name, fresh)
	if err != nil {
		return nil, err
	}
	err = s.query(ctx, doing, find, read, name)
	return value, err
}

// CreateLogin keeps a new login and, where it is new, its learner.
func (s *Store) CreateLogin(ctx context.Context, l store.Login) error {
	return s.query(ctx, "keep a login", `
		WITH new AS (INSERT INTO learner (id, created) VALUES ($2, $4) ON CONFLICT DO NOTHING)
		INSERT INTO login (id, learner, hash, created, seen) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`, nil,
		l.ID, l.Learner, l.Hash[:], l.Created.UnixMicro(), l.Seen.UnixMicro())
}

// Login gives a login that has not been ended.
func (s *Store) Login(ctx context.Context, id uuid.UUID) (store.Login, error) {
	var l store.Login
	err := s.query(ctx, "read a login", "SELECT id, learner, hash, created, seen FROM login WHERE id = $1", func(r row) {
		l.ID, l.Learner = r.uuid(0), r.uuid(1)
		copy(l.Hash[:], r[2])
		l.Created, l.Seen = r.time(3), r.time(4)
	}, id)
	if err == nil && l.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return l, err
}

// TouchLogin records that a login was seen.
func (s *Store) TouchLogin(ctx context.Context, id uuid.UUID, seen time.Time) error {
	return s.query(ctx, "note a visit", "UPDATE login SET seen = $2 WHERE id = $1", nil, id, seen.UnixMicro())
}

// EndLogin forgets a login.
func (s *Store) EndLogin(ctx context.Context, id uuid.UUID) error {
	return s.query(ctx, "end a login", "DELETE FROM login WHERE id = $1", nil, id)
}
