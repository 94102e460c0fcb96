package sqlite

import (
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"verbatim/internal/store"
)

// Look gives the newest revision in the data folder dir whose hash begins with
// prefix, in hexadecimal, and which is of the named set; either may be empty.
// It reads alone and claims nothing, so a server may be running on the folder.
// ErrNotFound.
func Look(dir, set, prefix string) (r store.Revision, err error) {
	path, err := existing(dir)
	if err != nil {
		return r, err
	}
	c, err := look(path)
	if err != nil {
		return r, explain(path, err)
	}
	defer func() {
		if closed := c.Close(); err == nil && closed != nil {
			err = explain(path, closed)
		}
	}()
	err = sqlitex.Execute(c.Conn, `
		SELECT lower(hex(hash)), set_id, published FROM revision
		WHERE (?1 = '' OR set_id = ?1) AND substr(lower(hex(hash)), 1, length(?2)) = ?2
		ORDER BY published DESC, hash LIMIT 1`,
		&sqlitex.ExecOptions{Args: []any{set, prefix}, ResultFunc: func(row *sqlite.Stmt) error {
			r = store.Revision{Hash: row.ColumnText(0), Set: row.ColumnText(1), Published: columnTime(row, 2)}
			return nil
		}})
	if err == nil && r.Hash == "" {
		return r, store.ErrNotFound
	}
	if err == nil {
		err = sqlitex.Execute(c.Conn, "SELECT name, data FROM revision_file WHERE lower(hex(revision)) = ? ORDER BY name",
			&sqlitex.ExecOptions{Args: []any{r.Hash}, ResultFunc: func(row *sqlite.Stmt) error {
				r.Files = append(r.Files, store.File{Name: row.ColumnText(0), Data: columnBytes(row, 1)})
				return nil
			}})
	}
	if err != nil {
		return r, explain(path, err)
	}
	return r, nil
}
