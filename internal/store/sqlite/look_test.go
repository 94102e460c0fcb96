package sqlite

import (
	"errors"
	"strings"
	"testing"
	"time"

	"verbatim/internal/store"
)

// TestLook reads revisions beside the process that owns the folder, and after it.
func TestLook(t *testing.T) {
	dir := t.TempDir()
	if _, err := Look(dir, "", ""); err == nil || !strings.Contains(err.Error(), "no database in the data folder") {
		t.Errorf("an empty folder: %v", err)
	}
	st := open(t, dir, Options{})
	old := store.Revision{Hash: strings.Repeat("ab", 32), Set: "tides", Files: []store.File{{Name: "set.yaml", Data: []byte("old")}}, Published: time.Unix(1000, 0).UTC()}
	newer := store.Revision{Hash: "ab" + strings.Repeat("cd", 31), Set: "tides", Files: []store.File{{Name: "reading.md", Data: []byte("r")}, {Name: "set.yaml", Data: []byte("new")}}, Published: time.Unix(2000, 0).UTC()}
	other := store.Revision{Hash: strings.Repeat("ef", 32), Set: "waves", Files: []store.File{{Name: "set.yaml", Data: []byte("w")}}, Published: time.Unix(3000, 0).UTC()}
	for _, r := range []store.Revision{old, newer, other} {
		noError(t, st.PutRevision(t.Context(), r))
	}
	looks := func(t *testing.T) {
		for _, c := range []struct{ set, prefix, want string }{
			{"", "", other.Hash}, {"tides", "", newer.Hash}, {"tides", "ab", newer.Hash}, {"", "abab", old.Hash}, {"", old.Hash, old.Hash}, {"waves", "", other.Hash},
		} {
			r, err := Look(dir, c.set, c.prefix)
			noError(t, err)
			if r.Hash != c.want {
				t.Errorf("of %q, %q: %s, want %s", c.set, c.prefix, r.Hash, c.want)
			}
		}
		r, err := Look(dir, "tides", "")
		noError(t, err)
		if len(r.Files) != 2 || r.Files[1].Name != "set.yaml" || string(r.Files[1].Data) != "new" || !r.Published.Equal(newer.Published) {
			t.Errorf("%+v", r)
		}
		for _, c := range [][2]string{{"waves", "ab"}, {"dunes", ""}, {"", "00"}, {"", "' OR 1"}} {
			if _, err := Look(dir, c[0], c[1]); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("of %q: %v", c, err)
			}
		}
	}
	t.Run("while the folder is in use", looks)
	noError(t, st.Close())
	t.Run("afterwards", looks)
}
