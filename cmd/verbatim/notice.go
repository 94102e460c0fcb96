package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// quiet is how long nothing must change before what has changed is looked at:
// editors write a file in several steps.
const quiet = 150 * time.Millisecond

// notice calls changed once it watches a folder, and then whenever something in
// it changed, at any depth, and has been quiet for a moment. It returns when the
// context ends, or with the reason why the folder cannot be watched.
func notice(ctx context.Context, dir string, changed func()) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("%s cannot be watched: %w", dir, err)
	}
	defer w.Close()
	if err := watchFolders(w, dir); err != nil {
		return fmt.Errorf("%s cannot be watched: %w", dir, err)
	}
	changed()
	settled := time.NewTimer(quiet)
	settled.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-w.Events:
			if !ok {
				return errors.New("the system no longer tells of changes")
			}
			if hidden(e.Name) || e.Op == fsnotify.Chmod {
				continue
			}
			if e.Has(fsnotify.Create) {
				_ = watchFolders(w, e.Name) // a folder, perhaps, and perhaps gone again
			}
			settled.Reset(quiet)
		case err, ok := <-w.Errors:
			if !ok {
				return errors.New("the system no longer tells of changes")
			}
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return fmt.Errorf("%s can no longer be watched: %w", dir, err)
			}
			settled.Reset(quiet) // too much at once to be told of: look at everything
		case <-settled.C:
			changed()
		}
	}
}

// watchFolders watches a folder and those in it, hidden ones apart.
func watchFolders(w *fsnotify.Watcher, root string) error {
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return nil
		case name != root && hidden(name):
			return fs.SkipDir
		}
		return w.Add(name)
	})
}

// hidden says whether a file's own name begins with a full stop, as those do
// that editors and our own writing make beside a file.
func hidden(name string) bool {
	base := filepath.Base(name)
	return strings.HasPrefix(base, ".") && base != "." && base != ".."
}
