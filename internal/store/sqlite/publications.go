package sqlite

import (
	"context"
	"encoding/hex"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// Publish keeps the next publication of a set.
func (s *Store) Publish(ctx context.Context, p store.Publication) error {
	revision, err := revisionKey(p.Revision)
	if err != nil {
		return store.ErrNotFound
	}
	var refused error
	err = s.change(ctx, "publish a set", func(c *conn) error {
		refused = nil
		var newest uuid.UUID
		err := c.exec("SELECT id, owner FROM publication WHERE set_id = ? ORDER BY id DESC LIMIT 1", func(row *sqlite.Stmt) {
			if newest = columnUUID(row, 0); columnUUID(row, 1) != p.Owner {
				refused = store.ErrTaken
			}
		}, p.Set)
		if refused == nil && p.Follows != newest {
			refused = store.ErrChanged
		}
		if err != nil || refused != nil {
			return err
		}
		err = c.exec("INSERT INTO publication (id, set_id, revision, owner, by_name, at, note, unlisted) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", nil,
			store.Above(newest, p.ID), p.Set, revision, p.Owner, p.By, p.At.UnixMicro(), p.Note, p.Unlisted)
		if orphaned(err) {
			refused = store.ErrNotFound
			return nil
		}
		return err
	}, nil)
	return outcome(err, &refused)
}

// revisionKey is a hash as the column holds it; of none it is NULL.
func revisionKey(hash string) (any, error) {
	if hash == "" {
		return uuid.Nil, nil // NULL
	}
	return hex.DecodeString(hash)
}

const publicationColumns = "p.id, p.set_id, p.revision, p.owner, p.by_name, p.at, p.note, p.unlisted"

func scanPublication(row *sqlite.Stmt) store.Publication {
	return store.Publication{
		ID: columnUUID(row, 0), Set: row.ColumnText(1), Revision: hex.EncodeToString(columnBytes(row, 2)), Owner: columnUUID(row, 3),
		By: row.ColumnText(4), At: columnTime(row, 5), Note: row.ColumnText(6), Unlisted: row.ColumnBool(7),
	}
}

// Publications lists those of a set, newest first.
func (s *Store) Publications(ctx context.Context, set string) (all []store.Publication, err error) {
	err = s.query(ctx, "list the publications of a set", "SELECT "+publicationColumns+" FROM publication p WHERE p.set_id = ? ORDER BY p.id DESC",
		func(row *sqlite.Stmt) { all = append(all, scanPublication(row)) }, set)
	return all, err
}

// Published gives the newest publication of each set.
func (s *Store) Published(ctx context.Context) (all []store.Publication, err error) {
	err = s.query(ctx, "list what is published", "SELECT "+publicationColumns+`
		FROM publication p WHERE p.id IN (SELECT max(id) FROM publication GROUP BY set_id) ORDER BY p.set_id`,
		func(row *sqlite.Stmt) { all = append(all, scanPublication(row)) })
	return all, err
}
