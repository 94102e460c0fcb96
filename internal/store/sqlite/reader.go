package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Reader reads the database of a data folder and claims nothing, so a server
// may be running on the folder.
type Reader struct{ store *Store }

// OpenReader opens the database in the data folder dir for reading. Each error
// is one line for the person who asked.
func OpenReader(dir string) (*Reader, error) {
	path := filepath.Join(dir, dbFile)
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("there is no database in the data folder %s: %w", dir, cause(err))
	}
	c, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		return nil, explain(path, err)
	}
	c.SetBusyTimeout(busyTimeout)
	r := &readers{free: make(chan *conn, 1), all: 1, closed: make(chan struct{})}
	r.free <- &conn{Conn: c, stmts: map[string]*sqlite.Stmt{}}
	return &Reader{&Store{read: r}}, nil
}

// Close closes the database.
func (r *Reader) Close() error { return r.store.read.close() }

// Taken is the Store's.
func (r *Reader) Taken(ctx context.Context, set string) ([]store.Taken, error) {
	taken, err := r.store.Taken(ctx, set)
	return taken, aged(err)
}

// Revision is the Store's.
func (r *Reader) Revision(ctx context.Context, hash string) (store.Revision, error) {
	return r.store.Revision(ctx, hash)
}

// Regraded is the Store's.
func (r *Reader) Regraded(ctx context.Context, session uuid.UUID) ([]store.Regraded, error) {
	return r.store.Regraded(ctx, session)
}

// EachWalk is the Store's.
func (r *Reader) EachWalk(ctx context.Context, of store.Scope, f func(quiz.Session, []quiz.Answer) error) error {
	return aged(r.store.EachWalk(ctx, of, f))
}

// Find gives the newest revision whose hash begins with prefix, in hexadecimal,
// and which is of the named set. ErrNotFound.
func (r *Reader) Find(ctx context.Context, set, prefix string) (store.Revision, error) {
	taken, err := r.Taken(ctx, set)
	if err != nil {
		return store.Revision{}, err
	}
	for _, t := range taken {
		if strings.HasPrefix(t.Hash, prefix) {
			return r.Revision(ctx, t.Hash)
		}
	}
	return store.Revision{}, store.ErrNotFound
}

// aged explains an error that older tables cause: reading alone cannot bring
// them up to date.
func aged(err error) error {
	if sqlite.ErrCode(err).ToPrimary() == sqlite.ResultError && strings.Contains(err.Error(), "no such") {
		return errors.New("the tables of the database are older than this program: start the server of this version once, which brings them up to date")
	}
	return err
}
