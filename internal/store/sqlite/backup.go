package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Backup writes the database in the data folder dir to a new file, as it stands
// at one moment, and checks what it wrote. A server may be using it meanwhile.
// The file is there whole or not at all; one that exists is never replaced.
func Backup(ctx context.Context, dir, file string) (err error) {
	from, err := existing(dir)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s is there already: name a new file, or remove that one first", file)
	}
	tmp, err := beside(file)
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", file, cause(err))
	}
	defer os.Remove(tmp)
	if err := vacuumInto(ctx, from, tmp); err != nil {
		return err
	}
	if err := toDisk(tmp); err != nil {
		return fmt.Errorf("%s cannot be written: %w", file, cause(err))
	}
	if err := sound(ctx, tmp); err != nil {
		return fmt.Errorf("the backup is not sound, so it was not kept; `verbatim doctor` looks at the database: %w", err)
	}
	// A link, unlike a rename, refuses where somebody has made the file meanwhile.
	err = os.Link(tmp, file)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already: name a new file, or remove that one first", file)
	}
	if err != nil { // a file system without links
		err = os.Rename(tmp, file)
	}
	if err == nil {
		err = toDisk(filepath.Dir(file))
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", file, cause(err))
	}
	return nil
}

// vacuumInto writes the database at one moment, without what was deleted.
func vacuumInto(ctx context.Context, from, to string) error {
	c, err := look(from)
	if err != nil {
		return explain(from, err)
	}
	defer c.Close()
	c.SetInterrupt(ctx.Done())
	if err := sqlitex.ExecuteTransient(c.Conn, "VACUUM INTO ?", &sqlitex.ExecOptions{Args: []any{to}}); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if resultCode(err).ToPrimary() == sqlite.ResultFull {
			return fmt.Errorf("the disk is full: make room for the backup, or write it elsewhere")
		}
		return explain(from, err)
	}
	return nil
}

// beside makes an empty file next to another, for this user alone.
func beside(file string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.partial")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// toDisk has a file, or the names in a folder, reach the disk.
func toDisk(path string) error {
	f, err := os.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// sound says what is wrong with a database file: it is none of ours, of a newer
// program, or damaged.
func sound(ctx context.Context, path string) error {
	if _, err := migrationsOf(ctx, path); err != nil {
		return err
	}
	c, err := look(path)
	if err != nil {
		return explain(path, err)
	}
	read := &readers{free: make(chan *conn, 1), all: 1, closed: make(chan struct{})}
	read.free <- c
	defer read.close()
	var found int
	if err := c.exec("PRAGMA user_version", func(row *sqlite.Stmt) { found = row.ColumnInt(0) }); err != nil {
		return explain(path, err)
	}
	if found > level {
		return fmt.Errorf("%s was written by a newer Verbatim: use the newer program", path)
	}
	wrong, err := (&Store{read: read}).Integrity(ctx)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%s is damaged: %s", path, wrong[0])
	}
	return nil
}
