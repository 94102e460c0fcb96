package sqlite

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/internal/store"
)

// TestOpenRefuses has the person who runs the server told, in one line, what
// is wrong and what to do.
func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(t *testing.T, dir string)
		says    []string
	}{
		{"a folder that cannot be made", func(t *testing.T, dir string) {
			noError(t, os.Remove(dir))
			noError(t, os.WriteFile(dir, nil, 0o600))
		}, []string{"the data folder DIR", "not a directory", "choose a folder"}},
		{"a folder that may not be written to", func(t *testing.T, dir string) {
			noError(t, os.Chmod(dir, 0o555))
		}, []string{"the data folder DIR", "permission denied", "choose a folder"}},
		{"a file that may not be written to", func(t *testing.T, dir string) {
			noError(t, os.WriteFile(filepath.Join(dir, dbFile), nil, 0o444))
		}, []string{"the database DIR/verbatim.db", "permission denied", "give this user the right"}},
		{"a file of another kind", func(t *testing.T, dir string) {
			noError(t, os.WriteFile(filepath.Join(dir, dbFile), bytes.Repeat([]byte("diary "), 2000), 0o666))
			openToAll(t, dir)
		}, []string{"DIR/verbatim.db", "not a database", "backup"}},
		{"a damaged file", func(t *testing.T, dir string) {
			noError(t, open(t, dir, Options{}).Close())
			path := filepath.Join(dir, dbFile)
			data, err := os.ReadFile(path)
			noError(t, err)
			clear(data[100:])
			noError(t, os.WriteFile(path, data, 0o666))
			openToAll(t, dir)
		}, []string{"DIR/verbatim.db", "damaged", "backup"}},
		{"tables of a newer program", func(t *testing.T, dir string) {
			st := open(t, dir, Options{})
			noError(t, st.change(t.Context(), "", func(c *conn) error { return c.exec("PRAGMA user_version = 99", nil) }, nil))
			noError(t, st.Close())
			openToAll(t, dir)
		}, []string{"DIR/verbatim.db", "newer Verbatim", "level 99"}},
		{"a folder in use", func(t *testing.T, dir string) {
			open(t, dir, Options{})
			openToAll(t, dir)
		}, []string{"the data folder DIR", "in use by another Verbatim", "choose another folder"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			// The folders above belong to the tester alone; see unprivileged.
			dir := filepath.Join(t.TempDir(), "data")
			noError(t, os.Mkdir(dir, 0o777))
			noError(t, os.Chmod(dir, 0o777))
			noError(t, os.Chmod(filepath.Dir(dir), 0o755))
			noError(t, os.Chmod(filepath.Dir(filepath.Dir(dir)), 0o755))
			c.prepare(t, dir)
			t.Cleanup(func() { os.Chmod(dir, 0o777) }) // so that it can be removed
			var err error
			unprivileged(t, func() {
				var st *Store
				if st, err = Open(t.Context(), dir, Options{}); err == nil {
					st.Close()
				}
			})
			if err == nil {
				t.Fatal("it was opened")
			}
			text := strings.ReplaceAll(err.Error(), dir, "DIR")
			for _, want := range c.says {
				if !strings.Contains(text, want) {
					t.Errorf("%q does not say %q", text, want)
				}
			}
			for _, jargon := range []string{"sqlite", "goose", "SQL", "errno", "\n", "open ", "mkdir "} {
				if strings.Contains(text, jargon) {
					t.Errorf("%q says %q", text, jargon)
				}
			}
		})
	}
}

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// openToAll lets any user write to the files of a folder.
func openToAll(t *testing.T, dir string) {
	files, err := os.ReadDir(dir)
	noError(t, err)
	for _, f := range files {
		noError(t, os.Chmod(filepath.Join(dir, f.Name()), 0o666))
	}
}

// TestOpenKeepsOthersOut looks at the rights on what Open makes.
func TestOpenKeepsOthersOut(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state", "verbatim")
	st := open(t, dir, Options{})
	noError(t, st.CreateLogin(t.Context(), store.Login{ID: newID(), Learner: newID()})) // makes the log
	files := 0
	noError(t, filepath.WalkDir(filepath.Dir(dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		files++
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has the rights %v", path, info.Mode())
		}
		return nil
	}))
	if files < 6 {
		t.Errorf("only %d files and folders were made", files)
	}
}

// TestOpenAfterAddition opens a database that a newer program has added to.
func TestOpenAfterAddition(t *testing.T) {
	h := newHouse(t, Options{})
	s := h.session()
	h.must(h.answer(s.ID, 1, "x"))
	h.must(h.change(t.Context(), "", func(c *conn) error {
		for _, q := range []string{
			"ALTER TABLE answer ADD COLUMN later TEXT",
			"CREATE TABLE class (id BLOB PRIMARY KEY)",
			"INSERT INTO goose_db_version (version_id, is_applied) VALUES (1000, 1)",
		} {
			if err := c.exec(q, nil); err != nil {
				return err
			}
		}
		return nil
	}, nil))
	h.must(h.Close())
	h.Store = open(t, h.dir, Options{})
	h.must(h.answer(s.ID, 2, "y"))
	_, answers, err := h.Walk(t.Context(), s.ID)
	h.must(err)
	if len(answers) != 2 {
		t.Errorf("%d answers are there, want 2", len(answers))
	}
}

// TestOpenOddNames opens folders whose names mean something in an address.
func TestOpenOddNames(t *testing.T) {
	for _, name := range []string{"a b", "50%", "what?", "c#", "ü", "x&y=z"} {
		dir := filepath.Join(t.TempDir(), name)
		noError(t, open(t, dir, Options{}).Close())
		if _, err := os.Stat(filepath.Join(dir, dbFile)); err != nil {
			t.Error(err)
		}
		st := open(t, dir, Options{})
		noError(t, st.TouchLogin(t.Context(), newID(), time.Now()))
	}
}

// TestOpenAfterFailure sees that an Open that failed holds nothing back.
func TestOpenAfterFailure(t *testing.T) {
	dir := t.TempDir()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for range 3 {
		if _, err := Open(stopped, dir, Options{}); !errors.Is(err, context.Canceled) {
			t.Fatalf("the stopped Open says %v", err)
		}
	}
	noError(t, open(t, dir, Options{}).Ping(t.Context()))
}
