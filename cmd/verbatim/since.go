package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/yaml"
	"verbatim/internal/lint"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
	"verbatim/internal/store/sqlite"
)

// past finds the older state of a set that it is compared with.
type past struct {
	sets  map[string]*quiz.Set // by their ids
	only  *quiz.Set            // the one there is, whatever its id; nil for several
	data  string               // the data folder to look for the newest revisions in; "" for none
	files map[string][]byte    // what was read, by the paths of findings
}

// latest is what stands for the newest revision that was published.
const latest = "latest"

var revisionForm = regexp.MustCompile(`^[0-9a-fA-F]{6,64}$`)

// readPast reads what --since names: a folder, a revision in the data folder by
// the beginning of its hash, or the newest revisions there.
func readPast(since, data string) (*past, error) {
	p := &past{sets: map[string]*quiz.Set{}, files: map[string][]byte{}}
	if info, err := os.Stat(since); err == nil && info.IsDir() {
		return p, p.readDir(since)
	}
	if since != latest && !revisionForm.MatchString(since) {
		return nil, fmt.Errorf("--since %s is no folder and no revision: name an older copy of the folder, a revision by the first digits of its hash, or %s", since, latest)
	}
	dir, err := dataDir(data)
	if err != nil {
		return nil, err
	}
	if since == latest {
		p.data = dir
		return p, nil
	}
	return p, p.readRevision(dir, "", strings.ToLower(since))
}

func (p *past) readDir(dir string) error {
	folders, err := readTree(os.DirFS(dir), dir, nil)
	if err != nil {
		return err
	}
	for _, f := range folders {
		if err := p.add(f); err != nil {
			return err
		}
	}
	if len(folders) == 0 {
		return fmt.Errorf("--since %s holds no set", dir)
	}
	return nil
}

// readRevision reads the newest revision of a set, any where it is empty, that
// begins with some digits.
func (p *past) readRevision(data, set, digits string) error {
	r, err := sqlite.Look(data, set, digits)
	if errors.Is(err, store.ErrNotFound) {
		if set != "" {
			return nil // never published: there is nothing to compare with
		}
		return fmt.Errorf("there is no revision %s in the data folder %s", digits, data)
	}
	if err != nil {
		return err
	}
	f, err := readFolder(func(name string) ([]byte, error) {
		for _, file := range r.Files {
			if file.Name == name {
				return file.Data, nil
			}
		}
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}, yaml.File, r.Set, "revision "+r.Hash[:12])
	if err != nil {
		return err
	}
	return p.add(f)
}

func (p *past) add(f *folder) error {
	if f.set == nil {
		return fmt.Errorf("%s cannot be compared with: %s", f.file, f.list[0])
	}
	p.sets[f.set.ID] = f.set
	p.only = f.set
	if len(p.sets) > 1 {
		p.only = nil
	}
	maps.Copy(p.files, f.files)
	return nil
}

// compare gives the findings about a set beside what it was; alone says that no
// other set is looked at. It reports false where the set has no past.
func (p *past) compare(s *quiz.Set, alone bool) (list diag.List, known bool, err error) {
	if p.data != "" && p.sets[s.ID] == nil {
		if err := p.readRevision(p.data, s.ID, ""); err != nil {
			return nil, false, err
		}
	}
	then := p.sets[s.ID]
	if then == nil && alone && p.data == "" {
		then = p.only
	}
	if then == nil {
		return nil, false, nil
	}
	return lint.Stale(s, then), true, nil
}
