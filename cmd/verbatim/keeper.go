package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"sync"
	"time"

	"verbatim/internal/diag"
	"verbatim/internal/lint"
	"verbatim/internal/play"
	"verbatim/internal/web"
)

// keeper serves the sets of a folder as they change: each in its last state
// that had no errors.
type keeper struct {
	dir  string
	play *play.Play
	log  *slog.Logger

	mu  sync.Mutex
	now web.Checked
}

// settle adds the warnings about a set to the findings of reading it.
func settle(f *folder, _ int) {
	if f.set == nil {
		f.list = append(f.list, f.rest()...)
		return
	}
	f.list = lint.Settle(f.set, append(f.list, lint.Check(f.set)...))
}

// note keeps what was found for the page of findings.
func (k *keeper) note(folders []*folder, err error) {
	files := map[string][]byte{}
	for _, f := range folders {
		maps.Copy(files, f.files)
	}
	now := web.Checked{At: time.Now(), List: findings(folders), Source: func(file string) []byte { return files[file] }}
	if err != nil {
		now.Problem = err.Error()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now = now
}

// checked gives what was found last.
func (k *keeper) checked() web.Checked {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now
}

// follow publishes what changes until the context ends.
func (k *keeper) follow(ctx context.Context) {
	if err := notice(ctx, k.dir, func() { k.reload(ctx) }); err != nil {
		k.log.Warn("changes of the sets are not noticed: start the server again after a change", "error", err)
	}
}

// reload looks at the sets again and publishes those that are sound.
func (k *keeper) reload(ctx context.Context) {
	folders, err := readTree(os.DirFS(k.dir), k.dir, settle)
	k.note(folders, err)
	if err != nil {
		k.log.Warn("the sets cannot all be read, and are served as they were", "error", err)
		return
	}
	var next []*play.Revision
	served := map[string]bool{}
	for _, f := range folders {
		if r := k.revision(f); r != nil && !served[r.Set.ID] { // two of one name are an error of the second
			served[r.Set.ID] = true
			next = append(next, r)
		}
	}
	if err := k.play.Publish(ctx, next); err != nil {
		k.log.Error("the sets cannot be published, and are served as they were", "error", err)
	}
}

// revision is what a folder is served as: what it holds now, or, where that has
// errors, what it held before. It is nil where there is nothing to ask.
func (k *keeper) revision(f *folder) *play.Revision {
	before, err := k.play.Current(f.id)
	if err != nil || !k.play.InFolder(f.id) { // an instructor may have published one of its name
		before = nil // it is new
	}
	if n := f.list.Count(diag.Error); n > 0 {
		k.log.Warn("a set has errors", "set", f.file, "errors", n, "first", f.list[0].String(), "served", describe(before))
		return before
	}
	if len(f.set.Questions) == 0 {
		return nil
	}
	r := play.NewRevision(f.set, f.set.Files)
	if before != nil && before.Hash == r.Hash {
		return before
	}
	k.log.Info("a set is published", "set", f.file, "revision", r.Hash[:12], "questions", len(f.set.Questions))
	return r
}

// describe says what is served in place of a broken set.
func describe(r *play.Revision) string {
	if r == nil {
		return "nothing, since it never was sound"
	}
	return fmt.Sprintf("as it was: revision %s", r.Hash[:12])
}
