package postgres

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"verbatim/internal/store"
)

// PutRevision keeps a revision.
func (s *Store) PutRevision(ctx context.Context, r store.Revision) error {
	hash, err := hex.DecodeString(r.Hash)
	if err != nil {
		return fmt.Errorf("the revision of %s has no hash in hexadecimal: %w", r.Set, err)
	}
	known := false
	err = s.query(ctx, "look for a revision", "SELECT 1 FROM revision WHERE hash = $1", func(row) { known = true }, hash)
	if err != nil || known {
		return err
	}
	names, data := make([]string, len(r.Files)), make([][]byte, len(r.Files))
	for i, f := range r.Files {
		names[i], data[i] = f.Name, append([]byte{}, f.Data...) // nil would be NULL
	}
	return s.query(ctx, "keep a revision", `
		WITH new AS (
			INSERT INTO revision (hash, set_id, published) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING hash
		)
		INSERT INTO revision_file (revision, name, data)
		SELECT new.hash, f.name, f.data FROM new, unnest($4::text[], $5::bytea[]) AS f (name, data)`, nil,
		hash, r.Set, r.Published.UnixMicro(), names, data)
}

// Revision gives a revision by its hash.
func (d database) Revision(ctx context.Context, hash string) (store.Revision, error) {
	key, err := hex.DecodeString(hash)
	if err != nil {
		return store.Revision{}, store.ErrNotFound
	}
	var r store.Revision
	err = d.query(ctx, "read a revision", `
		SELECT r.set_id, r.published, f.name, f.data
		FROM revision r LEFT JOIN revision_file f ON f.revision = r.hash
		WHERE r.hash = $1`, func(row row) {
		r.Hash, r.Set, r.Published = hash, row.text(0), row.time(1)
		if !row.null(2) {
			r.Files = append(r.Files, store.File{Name: row.text(2), Data: row.bytes(3)})
		}
	}, key)
	if err == nil && r.Hash == "" {
		err = store.ErrNotFound
	}
	// Not by the database, whose order of names depends on its locale.
	slices.SortFunc(r.Files, func(a, b store.File) int { return strings.Compare(a.Name, b.Name) })
	return r, err
}
