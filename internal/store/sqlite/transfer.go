package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// Transfer is a store.Transfer of the database in a data folder.
type Transfer struct {
	conn   *conn
	unlock func() error
}

var _ store.Transfer = (*Transfer)(nil)

// OpenTransfer opens the database in the folder dir to copy it, and keeps
// servers out meanwhile. Its tables are brought up to date. Where there is none
// and create is set, it is made.
func OpenTransfer(ctx context.Context, dir string, create bool) (*Transfer, error) {
	if _, err := existing(dir); err != nil && !create {
		return nil, err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("the data folder cannot be found: %w", err)
	}
	lock, err := claim(dir)
	if err != nil {
		return nil, err
	}
	c, err := prepare(ctx, filepath.Join(dir, dbFile))
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	t := &Transfer{c, lock.Unlock}
	// A retry may be copied before the session that it repeats.
	for _, begin := range []string{"BEGIN IMMEDIATE", "PRAGMA defer_foreign_keys = ON"} {
		if err := c.exec(begin, nil); err != nil {
			return nil, errors.Join(explain(dir, err), t.Close())
		}
	}
	return t, nil
}

// Tables lists all tables but those of SQLite and of the migrations.
func (t *Transfer) Tables(context.Context) ([]store.Table, error) {
	var tables []store.Table
	err := t.conn.exec(`
		SELECT m.name, c.name, c.type, (SELECT f."table" FROM pragma_foreign_key_list(m.name) f WHERE f."from" = c.name)
		FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.name <> 'goose_db_version'
		ORDER BY m.name, c.name`, func(row *sqlite.Stmt) {
		if name := row.ColumnText(0); len(tables) == 0 || tables[len(tables)-1].Name != name {
			tables = append(tables, store.Table{Name: name})
		}
		last := &tables[len(tables)-1]
		last.Columns = append(last.Columns, store.Column{Name: row.ColumnText(1), Type: row.ColumnText(2), Of: row.ColumnText(3)})
	})
	if err != nil {
		return nil, err
	}
	return store.InOrder(tables)
}

// Count gives the number of a table's rows.
func (t *Transfer) Count(_ context.Context, table store.Table) (n int64, err error) {
	err = t.conn.exec("SELECT count(*) FROM "+quoted(table.Name), func(row *sqlite.Stmt) { n = row.ColumnInt64(0) })
	return n, err
}

// quoted is a name in SQL.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func columnList(table store.Table) string {
	var names []string
	for _, c := range table.Columns {
		names = append(names, quoted(c.Name))
	}
	return strings.Join(names, ", ")
}

// Read gives the rows of a table.
func (t *Transfer) Read(ctx context.Context, table store.Table) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		stmt, _, err := t.conn.PrepareTransient("SELECT " + columnList(table) + " FROM " + quoted(table.Name))
		if err != nil {
			yield(nil, err)
			return
		}
		defer func() { _ = stmt.Finalize() }() // Step has given its error
		values := make([]any, len(table.Columns))
		for {
			more, err := stmt.Step()
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !more {
				return
			}
			for i := range values {
				values[i] = columnValue(stmt, i)
			}
			if !yield(values, nil) {
				return
			}
		}
	}
}

func columnValue(row *sqlite.Stmt, col int) any {
	switch row.ColumnType(col) {
	case sqlite.TypeNull:
		return nil
	case sqlite.TypeInteger:
		return row.ColumnInt64(col)
	case sqlite.TypeFloat:
		return row.ColumnFloat(col)
	}
	return columnBytes(row, col)
}

// Write adds rows to a table.
func (t *Transfer) Write(ctx context.Context, table store.Table, rows iter.Seq2[[]any, error]) error {
	insert := "INSERT INTO " + quoted(table.Name) + " (" + columnList(table) + ") VALUES (" +
		strings.Join(slices.Repeat([]string{"?"}, len(table.Columns)), ", ") + ")"
	args := make([]any, len(table.Columns))
	for row, err := range rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		for i, value := range row {
			switch v := value.(type) {
			case nil:
				args[i] = uuid.Nil // NULL
			case []byte:
				if args[i] = v; table.Columns[i].Type == "TEXT" {
					args[i] = string(v)
				}
			default:
				args[i] = v
			}
		}
		if err := t.conn.exec(insert, nil, args...); err != nil {
			return err
		}
	}
	return nil
}

// Commit makes what was written durable.
func (t *Transfer) Commit(context.Context) error {
	if err := t.conn.exec("COMMIT", nil); err != nil {
		return err
	}
	return t.conn.exec("BEGIN", nil)
}

// Close undoes what was not committed and releases the folder.
func (t *Transfer) Close() error { return errors.Join(t.conn.Close(), t.unlock()) }
