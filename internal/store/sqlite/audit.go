package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// Integrity gives what SQLite finds wrong with the file.
func (s *Store) Integrity(ctx context.Context) ([]string, error) {
	var found []string
	err := s.query(ctx, "check the database", "PRAGMA integrity_check", func(row *sqlite.Stmt) {
		if text := row.ColumnText(0); text != "ok" {
			found = append(found, text)
		}
	})
	if err != nil {
		return nil, err
	}
	err = s.query(ctx, "check the database", "PRAGMA foreign_key_check", func(row *sqlite.Stmt) {
		found = append(found, fmt.Sprintf("a row of the table %s refers to a row of %s that is not there", row.ColumnText(0), row.ColumnText(2)))
	})
	return found, err
}

// Walks gives sessions in the order of their ids.
func (s *Store) Walks(ctx context.Context, after uuid.UUID, limit int) ([]store.Walk, error) {
	var walks []store.Walk
	var broken error
	err := s.query(ctx, "read all sessions", `
		SELECT `+sessionColumns+`, `+answerColumns+`
		FROM session s LEFT JOIN answer a ON a.session = s.id
		WHERE s.id IN (SELECT id FROM session WHERE id > ? ORDER BY id LIMIT ?) ORDER BY s.id, a.n`, func(row *sqlite.Stmt) {
		id := columnUUID(row, 0)
		if n := len(walks); n == 0 || walks[n-1].Session.ID != id {
			session, err := scanSession(row)
			if err != nil {
				broken = fmt.Errorf("session %s: %w", id, err)
			}
			walks = append(walks, store.Walk{Session: session})
		}
		if w := &walks[len(walks)-1]; !row.ColumnIsNull(afterSession) {
			w.Answers = append(w.Answers, scanAnswer(row, id, afterSession))
		}
	}, after[:], max(0, limit))
	if err == nil && broken != nil {
		err = unavailable("read all sessions", broken)
	}
	return walks, err
}

// Examination is a store.Audit of a database that a server may be using. It
// claims nothing and changes nothing.
type Examination struct{ s *Store }

// Examine opens the database in the data folder dir for reading alone. Its
// tables must be as this program knows them. Each error is one line for the
// person who runs the server.
func Examine(ctx context.Context, dir string) (*Examination, error) {
	path, err := existing(dir)
	if err != nil {
		return nil, err
	}
	return examine(ctx, path)
}

func examine(ctx context.Context, path string) (*Examination, error) {
	migrations, err := migrationsOf(ctx, path)
	if err != nil {
		return nil, err
	}
	for _, m := range migrations {
		if m.Applied.IsZero() {
			return nil, fmt.Errorf("the tables of %s are those of an older Verbatim: run `verbatim migrate up`, or start the server once", path)
		}
	}
	c, err := look(path)
	if err != nil {
		return nil, explain(path, err)
	}
	read := &readers{free: make(chan *conn, 1), all: 1, closed: make(chan struct{})}
	read.free <- c
	return &Examination{&Store{read: read, hot: newCache(0)}}, nil
}

// Integrity gives what SQLite finds wrong with the file.
func (x *Examination) Integrity(ctx context.Context) ([]string, error) { return x.s.Integrity(ctx) }

// Walks gives sessions in the order of their ids.
func (x *Examination) Walks(ctx context.Context, after uuid.UUID, limit int) ([]store.Walk, error) {
	return x.s.Walks(ctx, after, limit)
}

// Revision gives a revision by its hash.
func (x *Examination) Revision(ctx context.Context, hash string) (store.Revision, error) {
	return x.s.Revision(ctx, hash)
}

// Regrade gives a regrade.
func (x *Examination) Regrade(ctx context.Context, id uuid.UUID) (store.Regrade, error) {
	return x.s.Regrade(ctx, id)
}

// Regraded lists what stands of regrades of a session's answers.
func (x *Examination) Regraded(ctx context.Context, session uuid.UUID) ([]store.Regraded, error) {
	return x.s.Regraded(ctx, session)
}

// Close ends the examination.
func (x *Examination) Close() error { return x.s.read.close() }

// existing gives the path of the database in a data folder where there is one.
func existing(dir string) (string, error) {
	path := filepath.Join(dir, dbFile)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("there is no database in the data folder %s: %w", dir, cause(err))
	}
	return path, nil
}

// look opens a connection that only reads, and asks for no right to write.
func look(path string) (*conn, error) {
	c, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		return nil, err
	}
	c.SetBusyTimeout(busyTimeout)
	return &conn{Conn: c, stmts: map[string]*sqlite.Stmt{}}, nil
}
