package sqlite

import (
	"context"
	"encoding/hex"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"verbatim/internal/store"
)

// PutRevision keeps a revision.
func (s *Store) PutRevision(ctx context.Context, r store.Revision) error {
	hash, err := hex.DecodeString(r.Hash)
	if err != nil {
		return fmt.Errorf("the revision of %s has no hash in hexadecimal: %w", r.Set, err)
	}
	known := false
	err = s.query(ctx, "look for a revision", "SELECT 1 FROM revision WHERE hash = ?", func(*sqlite.Stmt) { known = true }, hash)
	if err != nil || known {
		return err
	}
	return s.change(ctx, "keep a revision", func(c *conn) error {
		err := c.exec("INSERT INTO revision (hash, set_id, published) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", nil,
			hash, r.Set, r.Published.UnixMicro())
		if err != nil || c.Changes() == 0 {
			return err
		}
		for _, f := range r.Files {
			// Not kept prepared, since its parameters would stay in memory.
			err := sqlitex.ExecuteTransient(c.Conn, "INSERT INTO revision_file (revision, name, data) VALUES (?, ?, ?)",
				&sqlitex.ExecOptions{Args: []any{hash, f.Name, f.Data}})
			if err != nil {
				return err
			}
		}
		return nil
	}, nil)
}

// Revision gives a revision by its hash.
func (s *Store) Revision(ctx context.Context, hash string) (store.Revision, error) {
	key, err := hex.DecodeString(hash)
	if err != nil {
		return store.Revision{}, store.ErrNotFound
	}
	var r store.Revision
	err = s.query(ctx, "read a revision", `
		SELECT r.set_id, r.published, f.name, f.data
		FROM revision r LEFT JOIN revision_file f ON f.revision = r.hash
		WHERE r.hash = ? ORDER BY f.name`, func(row *sqlite.Stmt) {
		r.Hash, r.Set, r.Published = hash, row.ColumnText(0), columnTime(row, 1)
		if !row.ColumnIsNull(2) {
			r.Files = append(r.Files, store.File{Name: row.ColumnText(2), Data: columnBytes(row, 3)})
		}
	}, key)
	if err == nil && r.Hash == "" {
		err = store.ErrNotFound
	}
	return r, err
}
