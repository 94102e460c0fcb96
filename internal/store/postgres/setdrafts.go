package postgres

import (
	"context"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// CreateSetDraft keeps a new draft.
func (s *Store) CreateSetDraft(ctx context.Context, d store.SetDraft) error {
	return s.change(ctx, "keep a draft", func(t tx) error {
		n, err := t.exec("INSERT INTO set_draft (id, owner, set_id, title, version, created, changed) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING", nil,
			d.ID, d.Owner, d.Set, d.Title, d.Version, d.Created.UnixMicro(), d.Changed.UnixMicro())
		if err != nil || n == 0 {
			return err
		}
		return putSetDraftFiles(t, d)
	})
}

func putSetDraftFiles(t tx, d store.SetDraft) error {
	for _, f := range d.Files {
		if _, err := t.exec("INSERT INTO set_draft_file (draft, name, data) VALUES ($1, $2, $3)", nil, d.ID, f.Name, f.Data); err != nil {
			return err
		}
	}
	return nil
}

// setDraftColumns are what scanSetDraft reads, in its order.
const setDraftColumns = "d.id, d.owner, d.set_id, d.title, d.version, d.created, d.changed"

// afterSetDraft is the column that follows them.
const afterSetDraft = 7

func scanSetDraft(r row) store.SetDraft {
	return store.SetDraft{
		ID: r.uuid(0), Owner: r.uuid(1), Set: r.text(2), Title: r.text(3),
		Version: int(r.int(4)), Created: r.time(5), Changed: r.time(6),
	}
}

// SetDraft gives a draft with its files.
func (s *Store) SetDraft(ctx context.Context, id uuid.UUID) (d store.SetDraft, err error) {
	err = s.query(ctx, "read a draft", "SELECT "+setDraftColumns+`, f.name, f.data
		FROM set_draft d LEFT JOIN set_draft_file f ON f.draft = d.id WHERE d.id = $1 ORDER BY f.name COLLATE "C"`, func(r row) {
		if d.ID == uuid.Nil {
			d = scanSetDraft(r)
		}
		if !r.null(afterSetDraft) {
			d.Files = append(d.Files, store.File{Name: r.text(afterSetDraft), Data: r.bytes(afterSetDraft + 1)})
		}
	}, id)
	if err == nil && d.ID == uuid.Nil {
		err = store.ErrNotFound
	}
	return d, err
}

// SetDrafts lists those of an owner, the last changed first.
func (s *Store) SetDrafts(ctx context.Context, owner uuid.UUID) (all []store.SetDraft, err error) {
	where, args := "", []any(nil)
	if owner != uuid.Nil {
		where, args = " WHERE d.owner = $1", []any{owner}
	}
	err = s.query(ctx, "list drafts", "SELECT "+setDraftColumns+" FROM set_draft d"+where+" ORDER BY d.changed DESC, d.id DESC",
		func(r row) { all = append(all, scanSetDraft(r)) }, args...)
	return all, err
}

// SaveSetDraft replaces the set, title and files of a draft.
func (s *Store) SaveSetDraft(ctx context.Context, d store.SetDraft) error {
	return s.change(ctx, "save a draft", func(t tx) error {
		n, err := t.exec("UPDATE set_draft SET set_id = $1, title = $2, version = version + 1, changed = $3 WHERE id = $4 AND version = $5", nil,
			d.Set, d.Title, d.Changed.UnixMicro(), d.ID, d.Version)
		if err != nil {
			return err
		}
		if n == 0 {
			why := store.ErrNotFound
			_, err := t.exec("SELECT 1 FROM set_draft WHERE id = $1", func(row) { why = store.ErrChanged }, d.ID)
			if err != nil {
				return err
			}
			return refused{why}
		}
		if _, err := t.exec("DELETE FROM set_draft_file WHERE draft = $1", nil, d.ID); err != nil {
			return err
		}
		return putSetDraftFiles(t, d)
	})
}

// DeleteSetDraft removes a draft.
func (s *Store) DeleteSetDraft(ctx context.Context, id uuid.UUID) error {
	return s.query(ctx, "delete a draft", "DELETE FROM set_draft WHERE id = $1", nil, id)
}
