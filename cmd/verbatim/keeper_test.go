package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"verbatim/internal/diag"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/store/sqlite"
)

const soundSet = `title: "Tides"
reading: reading.md
questions:
  - id: pull
    stem: "What pulls the water of the sea most?"
    options:
      - text: "The moon"
        correct: true
      - text: "The sun"
        because: "It pulls with less than half the force."
    quote: "The moon pulls the water of the sea most"
`

// follower is a keeper that follows a folder.
type follower struct {
	t *testing.T
	*keeper
}

func follow(t *testing.T, dir string) *follower {
	t.Helper()
	st, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := play.New(t.Context(), st, nil, play.Options{Parse: parseRevision})
	if err != nil {
		t.Fatal(err)
	}
	k := &keeper{dir: dir, play: p, log: slog.New(slog.DiscardHandler)}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		k.follow(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-done
		st.Close()
	})
	return &follower{t, k}
}

func (f *follower) write(name, text string) {
	f.t.Helper()
	path := filepath.Join(f.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := writeWhole(path, []byte(text), 0o644); err != nil { // as editors do: beside it, then in its place
		f.t.Fatal(err)
	}
}

// until waits for something to become so.
func (f *follower) until(what string, so func() bool) {
	f.t.Helper()
	for end := time.Now().Add(20 * time.Second); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			f.t.Fatalf("after 20 s it is not so that %s; found: %v", what, f.checked().List)
		}
	}
}

// title is that of the set as it is served; empty where it is not.
func (f *follower) title(set string) string {
	r, err := f.play.Current(set)
	if err != nil && !errors.Is(err, play.ErrNotFound) {
		f.t.Fatal(err)
	}
	if r == nil {
		return ""
	}
	return r.Set.Title
}

// TestFollow changes sets under a server: what is sound is published, what is
// broken is told while the last sound state is served.
func TestFollow(t *testing.T) {
	f := follow(t, t.TempDir())
	f.write("tides/reading.md", "The moon pulls the water of the sea most.\n")
	f.write("tides/set.yaml", soundSet)
	f.until("a new set is served", func() bool { return f.title("tides") == "Tides" })

	f.write("tides/set.yaml", strings.Replace(soundSet, "Tides", "The tides", 1))
	f.until("the change is served", func() bool { return f.title("tides") == "The tides" })
	if list := f.checked().List; len(list) > 0 {
		t.Errorf("findings %v", list)
	}

	f.write("tides/set.yaml", strings.Replace(soundSet, `"Tides"`, `"Broken`, 1))
	f.until("the slip is found", func() bool { return f.checked().List.HasErrors() })
	if got := f.title("tides"); got != "The tides" {
		t.Errorf("%q is served in place of the last sound state", got)
	}
	if d := f.checked().List[0]; d.Line != 1 || string(f.checked().Source(d.File)) == "" {
		t.Errorf("the finding %v has no text to show", d)
	}

	f.write("tides/reading.md", "Nothing of the sort.\n")
	f.write("tides/set.yaml", soundSet)
	f.until("the quote is not found", func() bool {
		list := f.checked().List
		return len(list) > 0 && list[0].Code == "quote-not-found"
	})
	f.write("tides/reading.md", "The moon pulls the water of the sea most.\n")
	f.until("what was put right is served", func() bool { return f.title("tides") == "Tides" && len(f.checked().List) == 0 })

	// A set of the same name elsewhere is the second one's error.
	f.write("more/tides/reading.md", "The moon pulls the water of the sea most.\n")
	f.write("more/tides/set.yaml", soundSet)
	f.until("the second of a name is found", func() bool { return f.checked().List.Count(diag.Error) == 1 })
	if err := os.RemoveAll(filepath.Join(f.dir, "more")); err != nil {
		t.Fatal(err)
	}
	f.until("it is gone", func() bool { return len(f.checked().List) == 0 })

	if err := os.Rename(filepath.Join(f.dir, "tides"), filepath.Join(f.dir, "waters")); err != nil {
		t.Fatal(err)
	}
	f.until("the set is served under its new name alone", func() bool { return f.title("waters") == "Tides" && f.title("tides") == "" })
}

// A broken set of the folder does not take the place of one that an instructor
// has published under its name, nor make that the folder's.
func TestFollowLeavesWhatIsPublished(t *testing.T) {
	f := follow(t, t.TempDir())
	ctx, staff := t.Context(), f.play.Staff()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	code, err := staff.Invite(ctx, play.Terminal, "Anna", play.Instructor)
	must(err)
	anna, _, err := staff.Redeem(ctx, code, "", "quiet harbour lamp 19", "")
	must(err)
	draft, err := staff.NewDraft(ctx, anna, "tides", []quiz.File{
		{Name: "reading.md", Data: []byte("The moon pulls the water of the sea most.\n")}, {Name: "set.yaml", Data: []byte(soundSet)},
	})
	must(err)
	_, err = staff.Release(ctx, anna, draft.ID, draft.Version, "")
	must(err)

	f.write("tides/set.yaml", `title: "Broken`)
	f.until("the slip is found", func() bool { return f.checked().List.HasErrors() })
	f.write("winds/reading.md", "The moon pulls the water of the sea most.\n")
	f.write("winds/set.yaml", soundSet)
	f.until("another set is served", func() bool { return f.title("winds") == "Tides" })
	if f.play.InFolder("tides") || f.title("tides") != "Tides" {
		t.Errorf("what the instructor has published is the folder's: %v, and is served as %q", f.play.InFolder("tides"), f.title("tides"))
	}
}

// A set that the checker cannot cope with keeps it from no other.
func TestReadTreeSurvivesPanics(t *testing.T) {
	sets := fstest.MapFS{}
	for _, id := range []string{"moon", "tides"} {
		sets[id+"/set.yaml"] = &fstest.MapFile{Data: []byte(soundSet)}
		sets[id+"/reading.md"] = &fstest.MapFile{Data: []byte("# Tides\n\nThe moon pulls the water of the sea most.\n")}
	}
	folders, err := readTree(sets, "sets", func(f *folder, _ int) {
		if f.id == "moon" {
			panic("odd")
		}
	})
	if len(folders) != 1 || folders[0].id != "tides" {
		t.Errorf("%d sets were read, want tides alone", len(folders))
	}
	if err == nil || !strings.HasPrefix(err.Error(), "sets/moon cannot be checked: odd; this is an error of Verbatim") {
		t.Errorf("the error is %v", err)
	}
}
