package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/format/yaml"
	"verbatim/internal/quiz"
)

// folder is one set as it stands in the file system.
type folder struct {
	id    string            // the set's, whether it could be read or not
	at    string            // its path, as findings print it
	file  string            // the path of its main file
	set   *quiz.Set         // nil where its syntax is broken
	list  diag.List         // the findings of reading it
	files map[string][]byte // what was read, by the paths of findings
	name  string            // the main file's, in the folder
	open  yaml.Open
}

// path is that of a file of the folder, as findings print it.
func (f *folder) path(name string) string { return path.Join(f.at, name) }

// readFolder reads the set in the named file of a folder. The error says that
// the file could not be read.
func readFolder(open yaml.Open, name, id, at string) (*folder, error) {
	f := &folder{id: id, at: at, file: path.Join(at, name), files: map[string][]byte{}, name: name, open: open}
	remember := func(name string) ([]byte, error) {
		data, err := open(name)
		if err == nil {
			f.files[path.Join(at, name)] = data
		}
		return data, err
	}
	var err error
	if f.set, f.list, err = yaml.LoadFile(remember, name, id, at); err != nil {
		return nil, notReadable(f.file, err)
	}
	return f, nil
}

// readTree reads all sets under the root of fsys, which findings call shown, in
// the order of their paths. each is called with every one of them, several at a
// time, and with the number of all; it may be nil. The error tells of those that
// could not be read; the others are given all the same.
func readTree(fsys fs.FS, shown string, each func(f *folder, all int)) ([]*folder, error) {
	dirs, err := format.Find(fsys, ".")
	if err != nil {
		return nil, notReadable(shown, err)
	}
	at := make([]string, len(dirs))
	for i, dir := range dirs {
		at[i] = path.Join(filepath.ToSlash(shown), dir)
	}
	id := func(i int) string { return format.ID(dirs[i], folderName(shown)) }
	twins := sameNames(len(dirs), id)
	folders := make([]*folder, len(dirs))
	errs := make([]error, len(dirs))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, dir := range dirs {
		group.Go(func() error {
			defer func() { // one set, however odd, ends neither a server nor the look at the others
				if p := recover(); p != nil {
					folders[i], errs[i] = nil, fmt.Errorf("%s cannot be checked: %v; this is an error of Verbatim, please report it with the set", at[i], p)
				}
			}()
			f, err := readFolder(format.Opener(fsys, dir), yaml.File, id(i), at[i])
			if folders[i], errs[i] = f, err; err != nil {
				return nil // errs has it: the others are read all the same
			}
			if first, is := twins[i]; is {
				f.sameAs(at[first])
			}
			if each != nil {
				each(f, len(dirs))
			}
			return nil
		})
	}
	_ = group.Wait() // the errors are in errs
	folders = slices.DeleteFunc(folders, func(f *folder) bool { return f == nil })
	return folders, errors.Join(errs...)
}

// sameNames gives, of n sets, those that have the id of an earlier one, with the
// first that has it.
func sameNames(n int, id func(int) string) map[int]int {
	first, twins := map[string]int{}, map[int]int{}
	for i := range n {
		if k, is := first[id(i)]; is {
			twins[i] = k
		} else {
			first[id(i)] = i
		}
	}
	return twins
}

// sameAs reports that nobody could tell a set from another: a set is known by
// the name of its folder.
func (f *folder) sameAs(other string) {
	f.list.Add(diag.Diagnostic{Pos: diag.Pos{File: f.file, Line: 1, Col: 1}, Code: "duplicate-set",
		Message: fmt.Sprintf("this set has the same name as %s", other),
		Hint:    "rename one of the two folders: a set is known by the name of its folder"})
}

// findings gathers what was found in all folders, sorted.
func findings(folders []*folder) diag.List {
	var all diag.List
	for _, f := range folders {
		all = append(all, f.list...)
	}
	all.Sort()
	return all
}

// loadTree reads all sets under the root of fsys, which findings call shown. It
// gives the sets that have questions to ask, the number of all, and all findings.
func loadTree(fsys fs.FS, shown string) ([]*quiz.Set, int, diag.List, error) {
	folders, err := readTree(fsys, shown, nil)
	if err != nil {
		return nil, 0, nil, err
	}
	var sets []*quiz.Set
	for _, f := range folders {
		if f.set != nil && len(f.set.Questions) > 0 {
			sets = append(sets, f.set)
		}
	}
	return sets, len(folders), findings(folders), nil
}

// folderName is the last element of a folder's full path, so that "." has a name too.
func folderName(dir string) string {
	if full, err := filepath.Abs(dir); err == nil {
		dir = full
	}
	return filepath.Base(dir)
}

// isSetFile says whether a path names a file that can hold a set.
func isSetFile(p string) bool {
	return slices.Contains([]string{".yaml", ".yml"}, strings.ToLower(filepath.Ext(p)))
}
