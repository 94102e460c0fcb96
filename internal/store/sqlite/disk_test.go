package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// TestFullDisk fills the database to a limit, as a disk would, and takes the
// limit away again.
func TestFullDisk(t *testing.T) {
	h := newHouse(t, Options{HotSessions: -1})
	s := h.session()
	h.must(h.answer(s.ID, 1, "x"))
	pages := func(n int) {
		h.must(h.change(t.Context(), "", func(c *conn) error { return c.exec(fmt.Sprintf("PRAGMA max_page_count = %d", n), nil) }, nil))
	}
	pages(40)
	full := 0
	for n := 2; n < 40; n++ {
		if err := h.answer(s.ID, n, strings.Repeat("long ", 1000)); err != nil {
			if !errors.Is(err, store.ErrUnavailable) || sqlite.ErrCode(err) != sqlite.ResultFull {
				t.Fatalf("the full disk is reported as %v", err)
			}
			full++
		}
	}
	if full == 0 {
		t.Fatal("the disk did not get full")
	}
	h.must(h.Ping(t.Context()))
	_, answers, err := h.Walk(t.Context(), s.ID)
	h.must(err)
	if len(answers) != 39-full {
		t.Errorf("%d answers are there, %d were acknowledged", len(answers), 39-full)
	}
	pages(1 << 30)
	h.must(h.answer(s.ID, 40, "x"))
	check(t, h.Store)
}

// TestTrust47DeletedForGood looks for the bytes of deleted answers in all files.
func TestTrust47DeletedForGood(t *testing.T) {
	h := newHouse(t, Options{})
	const mark = "a response that must not stay behind"
	s, other := h.session(), h.session()
	for n := range 40 {
		h.must(h.answer(s.ID, n+1, mark))
		h.must(h.answer(other.ID, n+1, "something else"))
	}
	if h.found(mark) == "" {
		t.Fatal("the answers are in no file")
	}
	h.must(h.DeleteSession(t.Context(), s.ID))
	for end := time.Now().Add(20 * scrubDelay); ; time.Sleep(scrubDelay / 10) {
		where := h.found(mark) + h.found(string(s.ID[:]))
		if where == "" {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%s still holds the deleted answers", where)
		}
	}
	if h.found("something else") == "" {
		t.Error("the other answers are gone too")
	}
}

// found names a file of the data folder that holds these bytes.
func (h *house) found(text string) string {
	h.t.Helper()
	files, err := filepath.Glob(filepath.Join(h.dir, "*"))
	h.must(err)
	for _, name := range files {
		data, err := os.ReadFile(name)
		h.must(err)
		if bytes.Contains(data, []byte(text)) {
			return filepath.Base(name)
		}
	}
	return ""
}
