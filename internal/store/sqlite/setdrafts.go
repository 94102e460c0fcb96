package sqlite

import (
	"context"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"verbatim/internal/store"
)

// CreateSetDraft keeps a new draft.
func (s *Store) CreateSetDraft(ctx context.Context, d store.SetDraft) error {
	return s.change(ctx, "keep a draft", func(c *conn) error {
		err := c.exec("INSERT INTO set_draft (id, owner, set_id, title, version, created, changed) VALUES (?, ?, ?, ?, ?, ?, ?)", nil,
			d.ID, d.Owner, d.Set, d.Title, d.Version, d.Created.UnixMicro(), d.Changed.UnixMicro())
		if err != nil {
			return err
		}
		return putSetDraftFiles(c, d)
	}, nil)
}

func putSetDraftFiles(c *conn, d store.SetDraft) error {
	for _, f := range d.Files {
		// Not kept prepared, since its parameters would stay in memory.
		err := sqlitex.ExecuteTransient(c.Conn, "INSERT INTO set_draft_file (draft, name, data) VALUES (?, ?, ?)",
			&sqlitex.ExecOptions{Args: []any{d.ID[:], f.Name, f.Data}})
		if err != nil {
			return err
		}
	}
	return nil
}

// setDraftColumns are what scanSetDraft reads, in its order.
const setDraftColumns = "d.id, d.owner, d.set_id, d.title, d.version, d.created, d.changed"

// afterSetDraft is the column that follows them.
const afterSetDraft = 7

func scanSetDraft(row *sqlite.Stmt) store.SetDraft {
	return store.SetDraft{
		ID: columnUUID(row, 0), Owner: columnUUID(row, 1), Set: row.ColumnText(2), Title: row.ColumnText(3),
		Version: row.ColumnInt(4), Created: columnTime(row, 5), Changed: columnTime(row, 6),
	}
}

// SetDraft gives a draft with its files.
func (s *Store) SetDraft(ctx context.Context, id uuid.UUID) (d store.SetDraft, err error) {
	err = s.query(ctx, "read a draft", "SELECT "+setDraftColumns+`, f.name, f.data
		FROM set_draft d LEFT JOIN set_draft_file f ON f.draft = d.id WHERE d.id = ? ORDER BY f.name`, func(row *sqlite.Stmt) {
		if d.ID == uuid.Nil {
			d = scanSetDraft(row)
		}
		if !row.ColumnIsNull(afterSetDraft) {
			d.Files = append(d.Files, store.File{Name: row.ColumnText(afterSetDraft), Data: columnBytes(row, afterSetDraft+1)})
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
		where, args = " WHERE d.owner = ?", []any{owner}
	}
	err = s.query(ctx, "list drafts", "SELECT "+setDraftColumns+" FROM set_draft d"+where+" ORDER BY d.changed DESC, d.id DESC",
		func(row *sqlite.Stmt) { all = append(all, scanSetDraft(row)) }, args...)
	return all, err
}

// SaveSetDraft replaces the set, title and files of a draft.
func (s *Store) SaveSetDraft(ctx context.Context, d store.SetDraft) error {
	var refused error
	err := s.change(ctx, "save a draft", func(c *conn) error {
		refused = nil
		err := c.exec("UPDATE set_draft SET set_id = ?, title = ?, version = version + 1, changed = ? WHERE id = ? AND version = ?", nil,
			d.Set, d.Title, d.Changed.UnixMicro(), d.ID, d.Version)
		if err != nil {
			return err
		}
		if c.Changes() == 0 {
			refused = store.ErrNotFound
			return c.exec("SELECT 1 FROM set_draft WHERE id = ?", func(*sqlite.Stmt) { refused = store.ErrChanged }, d.ID)
		}
		if err := c.exec("DELETE FROM set_draft_file WHERE draft = ?", nil, d.ID); err != nil {
			return err
		}
		return putSetDraftFiles(c, d)
	}, nil)
	return outcome(err, &refused)
}

// DeleteSetDraft removes a draft.
func (s *Store) DeleteSetDraft(ctx context.Context, id uuid.UUID) error {
	return s.change(ctx, "delete a draft", func(c *conn) error {
		return c.exec("DELETE FROM set_draft WHERE id = ?", nil, id)
	}, s.write.deleted)
}
