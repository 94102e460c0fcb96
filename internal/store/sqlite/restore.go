package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"verbatim/internal/store"
)

// Restoration is a backup that has been found sound and waits beside the
// database to take its place.
type Restoration struct {
	Replaces bool // whether there is a database that it would replace

	path string // of the database
	tmp  string
	free func() error
}

// PrepareRestore copies a backup into the data folder dir and checks it. Nothing
// is replaced yet. No server may be using the folder, now or until Close.
func PrepareRestore(ctx context.Context, dir, backup string) (_ *Restoration, err error) {
	info, err := os.Stat(backup)
	if err != nil {
		return nil, fmt.Errorf("the backup %s cannot be read: %w", backup, cause(err))
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("the backup %s is no file: name one that `verbatim backup` has written", backup)
	}
	if is, err := isDatabase(backup); err != nil {
		return nil, fmt.Errorf("the backup %s cannot be read: %w", backup, cause(err))
	} else if !is {
		return nil, fmt.Errorf("%s is no backup, and nothing was changed: name a file that `verbatim backup` has written", backup)
	}
	lock, err := claim(dir)
	if err != nil {
		return nil, err
	}
	r := &Restoration{path: filepath.Join(dir, dbFile), free: lock.Unlock}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Close())
		}
	}()
	if _, err := os.Lstat(r.path); err == nil {
		r.Replaces = true
	}
	if r.tmp, err = beside(r.path); err == nil {
		err = copyFile(r.tmp, backup)
	}
	if err != nil {
		return nil, fmt.Errorf("the backup %s cannot be copied into %s: %w", backup, dir, cause(err))
	}
	if err := sound(ctx, r.tmp); err != nil {
		return nil, fmt.Errorf("the backup %s cannot be restored, and nothing was changed: %w", backup, err)
	}
	return r, nil
}

// isDatabase says whether a file begins as SQLite's do
// (https://www.sqlite.org/fileformat.html#magic_header_string).
func isDatabase(name string) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	const begins = "SQLite format 3\x00"
	head := make([]byte, len(begins))
	if _, err := io.ReadFull(f, head); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return string(head) == begins, nil
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// Outdated says whether the backup's tables are those of an older program; the
// next Open brings them up to date.
func (r *Restoration) Outdated(ctx context.Context) (bool, error) {
	list, err := migrationsOf(ctx, r.tmp)
	return slices.ContainsFunc(list, func(m store.Migration) bool { return m.Applied.IsZero() }), err
}

// Examine looks at the backup before it takes the place of anything.
func (r *Restoration) Examine(ctx context.Context) (*Examination, error) { return examine(ctx, r.tmp) }

// Replace puts the backup in the place of the database, which it keeps beside it
// and names; "" where there was none.
func (r *Restoration) Replace(now time.Time) (kept string, err error) {
	if r.Replaces {
		kept = filepath.Join(filepath.Dir(r.path), "verbatim-before-"+now.UTC().Format("20060102T150405.000Z")+".db")
		if err := r.setAside(kept); err != nil {
			return "", fmt.Errorf("the database %s cannot be moved aside: %w", r.path, cause(err))
		}
	}
	if err = os.Rename(r.tmp, r.path); err == nil {
		err = toDisk(filepath.Dir(r.path))
	}
	if err != nil {
		return kept, fmt.Errorf("the backup cannot take the place of %s: %w", r.path, cause(err))
	}
	return kept, nil
}

// logs are the endings of the files that belong to a database beside its own.
var logs = []string{"-wal", "-shm"}

// setAside renames the database with its logs. The logs go first: one that
// stayed behind would be taken for the log of the file that comes.
func (r *Restoration) setAside(kept string) error {
	if c, err := connect(r.path); err == nil {
		// One file is easier to keep than three. A damaged database may refuse.
		_ = c.exec("PRAGMA wal_checkpoint(TRUNCATE)", nil)
		_ = c.Close()
	}
	for _, log := range logs {
		if err := os.Rename(r.path+log, kept+log); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Rename(r.path, kept)
}

// Close gives the data folder free, and removes the backup's copy where it has
// not been used.
func (r *Restoration) Close() error {
	if r.tmp != "" {
		for _, ending := range append([]string{""}, logs...) {
			if err := os.Remove(r.tmp + ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return errors.Join(err, r.free())
			}
		}
	}
	return r.free()
}
