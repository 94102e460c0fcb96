package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// TestBackup backs up a database in use, goes on, and restores it elsewhere and
// in place.
func TestBackup(t *testing.T) {
	h := newHouse(t, Options{})
	s := h.session()
	h.must(h.answer(s.ID, 1, "kept"))
	file := filepath.Join(t.TempDir(), "monday.db")
	h.must(Backup(t.Context(), h.dir, file))
	h.must(h.answer(s.ID, 2, "after"))
	info, err := os.Stat(file)
	h.must(err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has the rights %v", info.Mode())
	}
	if err := Backup(t.Context(), h.dir, file); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("a second backup to the same file says %v", err)
	}
	if _, err := PrepareRestore(t.Context(), h.dir, file); err == nil || !strings.Contains(err.Error(), "in use by another Verbatim") {
		t.Errorf("restoring under a running server says %v", err)
	}
	h.must(h.Close())

	for _, dir := range []string{filepath.Join(t.TempDir(), "new"), h.dir} {
		r, err := PrepareRestore(t.Context(), dir, file)
		h.must(err)
		kept, err := r.Replace(time.Now())
		h.must(err)
		h.must(r.Close())
		st := open(t, dir, Options{})
		_, answers, err := st.Walk(t.Context(), s.ID)
		h.must(err)
		if len(answers) != 1 || answers[0].Response != "kept" {
			t.Errorf("the restored database holds %v", answers)
		}
		h.must(st.Close())
		if (kept != "") != (dir == h.dir) {
			t.Errorf("the old database is kept as %q", kept)
		}
		if kept == "" {
			continue
		}
		x, err := examine(t.Context(), kept)
		h.must(err)
		walks, err := x.Walks(t.Context(), uuid.Nil, 10)
		h.must(err)
		if len(walks) != 1 || len(walks[0].Answers) != 2 {
			t.Errorf("the old database holds %v", walks)
		}
		h.must(x.Close())
	}
	noPartialFiles(t, filepath.Dir(file))
	noPartialFiles(t, h.dir)
}

// TestRestoreRefuses sees that a bad backup changes nothing.
func TestRestoreRefuses(t *testing.T) {
	h := newHouse(t, Options{})
	s := h.session()
	for n := range 40 {
		h.must(h.answer(s.ID, n+1, strings.Repeat("long ", 200)))
	}
	dir := t.TempDir()
	good := filepath.Join(dir, "good.db")
	h.must(Backup(t.Context(), h.dir, good))
	h.must(h.Close())
	data, err := os.ReadFile(good)
	h.must(err)
	for name, c := range map[string]struct {
		file func(path string)
		says string
	}{
		"missing":   {func(string) {}, "cannot be read: no such file"},
		"a folder":  {func(p string) { h.must(os.Mkdir(p, 0o700)) }, "is no file"},
		"empty":     {func(p string) { h.must(os.WriteFile(p, nil, 0o600)) }, "is no backup, and nothing was changed"},
		"text":      {func(p string) { h.must(os.WriteFile(p, []byte(strings.Repeat("diary ", 2000)), 0o600)) }, "is no backup, and nothing was changed"},
		"cut short": {func(p string) { h.must(os.WriteFile(p, data[:len(data)/2], 0o600)) }, "damaged"},
		"damaged": {func(p string) {
			bad := append([]byte{}, data...)
			clear(bad[4096 : 8*4096])
			h.must(os.WriteFile(p, bad, 0o600))
		}, "damaged"},
	} {
		path := filepath.Join(dir, name)
		c.file(path)
		r, err := PrepareRestore(t.Context(), h.dir, path)
		if err == nil {
			r.Close()
			t.Errorf("%s: it may be restored", name)
			continue
		}
		if !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %q does not say %q", name, err, c.says)
		}
	}
	noPartialFiles(t, h.dir)
	_, answers, err := open(t, h.dir, Options{}).Walk(t.Context(), s.ID)
	h.must(err)
	if len(answers) != 40 {
		t.Errorf("%d of 40 answers are left", len(answers))
	}
}

// TestBackupGivenUp leaves nothing behind where it was stopped.
func TestBackupGivenUp(t *testing.T) {
	h := newHouse(t, Options{})
	stopped, stop := context.WithCancel(t.Context())
	stop()
	dir := t.TempDir()
	if err := Backup(stopped, h.dir, filepath.Join(dir, "b.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("the stopped backup says %v", err)
	}
	files, err := os.ReadDir(dir)
	h.must(err)
	if len(files) > 0 {
		t.Errorf("the stopped backup has left %v", files)
	}
}

func noPartialFiles(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.partial*"))
	if err != nil || len(files) > 0 {
		t.Errorf("there are left %v (%v)", files, err)
	}
}

// TestMigrations lists the steps and takes those that are missing.
func TestMigrations(t *testing.T) {
	h := newHouse(t, Options{})
	all, err := Migrations(t.Context(), h.dir)
	h.must(err)
	last := all[len(all)-1]
	for _, m := range all {
		if m.Name == "" || time.Since(m.Applied) > time.Hour {
			t.Errorf("the step is told as %+v", m)
		}
	}
	if _, err := Migrate(t.Context(), h.dir); err == nil || !strings.Contains(err.Error(), "in use by another Verbatim") {
		t.Errorf("migrating under a running server says %v", err)
	}
	h.must(h.change(t.Context(), "", func(c *conn) error {
		return c.exec("DELETE FROM goose_db_version WHERE version_id = ?", nil, last.Version)
	}, nil))
	if _, err := Examine(t.Context(), h.dir); err == nil || !strings.Contains(err.Error(), "verbatim migrate up") {
		t.Errorf("examining an outdated database says %v", err)
	}
	h.must(h.Close())
	if taken, err := Migrate(t.Context(), t.TempDir()); err == nil {
		t.Errorf("where there is no database, the steps %v were taken", taken)
	}
}
