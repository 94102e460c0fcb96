package main

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/quiz"
)

// loadTree reads all sets under the root of fsys, which findings call shown.
// It gives the sets whose syntax is sound, the number of all, and all findings.
func loadTree(fsys fs.FS, shown string) ([]*quiz.Set, int, diag.List, error) {
	dirs, err := format.Find(fsys, ".")
	if err != nil {
		return nil, 0, nil, notReadable(shown, err)
	}
	var sets []*quiz.Set
	var all diag.List
	byID := map[string]string{}
	for _, dir := range dirs {
		at := path.Join(filepath.ToSlash(shown), dir)
		set, list, err := format.Load(fsys, dir, folderName(shown), at)
		if err != nil {
			return nil, 0, nil, notReadable(at, err)
		}
		all = append(all, list...)
		if set == nil {
			continue
		}
		if other, twice := byID[set.ID]; twice {
			return nil, 0, nil, fmt.Errorf("%s and %s have the same name: rename one of the folders, because a set is known by the name of its folder", other, at)
		}
		byID[set.ID] = at
		sets = append(sets, set)
	}
	all.Sort()
	return sets, len(dirs), all, nil
}

// folderName is the last element of a folder's full path, so that "." has a name too.
func folderName(dir string) string {
	if full, err := filepath.Abs(dir); err == nil {
		dir = full
	}
	return filepath.Base(dir)
}
