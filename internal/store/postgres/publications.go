package postgres

import (
	"context"
	"encoding/hex"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// Publish keeps the next publication of a set.
func (s *Store) Publish(ctx context.Context, p store.Publication) error {
	var revision any // NULL
	if p.Revision != "" {
		key, err := hex.DecodeString(p.Revision)
		if err != nil {
			return store.ErrNotFound
		}
		revision = key
	}
	err := s.change(ctx, "publish a set", func(t tx) error {
		// Two who publish a set of this name may reach two nodes: the second waits
		// here for the first. Each has kept its revision before.
		if _, err := t.exec("SELECT 1 FROM revision WHERE set_id = $1 ORDER BY hash FOR NO KEY UPDATE", nil, p.Set); err != nil {
			return err
		}
		var newest, owner uuid.UUID
		_, err := t.exec("SELECT id, owner FROM publication WHERE set_id = $1 ORDER BY id DESC LIMIT 1",
			func(r row) { newest, owner = r.uuid(0), r.uuid(1) }, p.Set)
		switch {
		case err != nil || newest == p.ID: // it is kept already
			return err
		case newest == uuid.Nil: // the first
		case owner != p.Owner:
			return refused{store.ErrTaken}
		}
		if p.Follows != newest {
			return refused{store.ErrChanged}
		}
		_, err = t.exec("INSERT INTO publication (id, set_id, revision, owner, by_name, at, note, unlisted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", nil,
			store.Above(newest, p.ID), p.Set, revision, p.Owner, p.By, p.At.UnixMicro(), p.Note, p.Unlisted)
		return err
	})
	if orphaned(err) {
		return store.ErrNotFound
	}
	return err
}

const publicationColumns = "p.id, p.set_id, p.revision, p.owner, p.by_name, p.at, p.note, p.unlisted"

func scanPublication(r row) store.Publication {
	return store.Publication{
		ID: r.uuid(0), Set: r.text(1), Revision: hex.EncodeToString(r[2]), Owner: r.uuid(3),
		By: r.text(4), At: r.time(5), Note: r.text(6), Unlisted: r.bool(7),
	}
}

// Publications lists those of a set, newest first.
func (s *Store) Publications(ctx context.Context, set string) (all []store.Publication, err error) {
	err = s.query(ctx, "list the publications of a set", "SELECT "+publicationColumns+" FROM publication p WHERE p.set_id = $1 ORDER BY p.id DESC",
		func(r row) { all = append(all, scanPublication(r)) }, set)
	return all, err
}

// Published gives the newest publication of each set.
func (s *Store) Published(ctx context.Context) (all []store.Publication, err error) {
	err = s.query(ctx, "list what is published", "SELECT DISTINCT ON (p.set_id COLLATE \"C\") "+publicationColumns+`
		FROM publication p ORDER BY p.set_id COLLATE "C", p.id DESC`,
		func(r row) { all = append(all, scanPublication(r)) })
	return all, err
}
