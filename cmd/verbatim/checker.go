package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/format/yaml"
	"verbatim/internal/lint"
)

// checker looks at everything that can be wrong with sets.
type checker struct {
	stdin io.Reader
	// keep keeps the sets for what comes after the check. Without it only the
	// findings are kept, and the files that they are about: of thousands of sets
	// a few are in memory.
	keep bool
	// done is called after each set of a folder, with the number of all of that
	// folder; it may be nil.
	done func(all int)
}

// checked is what a checker has found.
type checked struct {
	folders []*folder
	list    diag.List
	files   map[string][]byte // what was read, by the paths of findings
	errs    []error           // paths that could not be read
}

// check reads the sets at all paths, and what is wrong with them.
func (c *checker) check(paths []string) *checked {
	out := &checked{files: map[string][]byte{}}
	seen := map[string]bool{}
	for _, p := range paths {
		folders, err := c.read(p)
		if err != nil {
			out.errs = append(out.errs, err)
		}
		for _, f := range folders {
			if !seen[f.file] {
				seen[f.file] = true
				out.add(f)
			}
		}
	}
	out.list.Sort()
	return out
}

func (out *checked) add(f *folder) {
	out.folders = append(out.folders, f)
	maps.Copy(out.files, f.files)
	out.list = append(out.list, f.list...)
}

// look adds to the findings of reading a set what else is wrong with it, and
// takes away what it allows.
func (c *checker) look(f *folder) {
	if f.set == nil {
		f.list = append(f.list, f.rest()...)
		return
	}
	f.list = lint.Settle(f.set, append(f.list, lint.Check(f.set)...))
	if !c.keep {
		f.set = nil
		if len(f.list) == 0 {
			f.files = nil
		}
	}
}

// readOne reads and looks at the set in the named file of a folder.
func (c *checker) readOne(open yaml.Open, name, id, at string) ([]*folder, error) {
	f, err := readFolder(open, name, id, at)
	if err != nil {
		return nil, err
	}
	c.look(f)
	return []*folder{f}, nil
}

// sets is the number of sets, files of drafts apart.
func (out *checked) sets() int {
	n := 0
	for _, f := range out.folders {
		if path.Base(f.file) != yaml.DraftsFile {
			n++
		}
	}
	return n
}

// read reads the sets at one path: a folder, the file of a set, or - for
// standard input.
func (c *checker) read(p string) ([]*folder, error) {
	if p == "-" {
		return c.readStdin()
	}
	info, err := os.Stat(p)
	switch {
	case err != nil:
		return nil, notReadable(p, err)
	case info.IsDir():
		return c.readDir(p)
	case !isSetFile(p):
		return nil, fmt.Errorf("%s is neither a folder nor a %s", p, yaml.File)
	}
	dir, name := filepath.Split(p)
	dir = filepath.Clean(dir)
	return c.readOne(format.Opener(os.DirFS(dir), "."), name, folderName(dir), filepath.ToSlash(dir))
}

// readDir reads the sets under a folder, with the drafts beside them.
func (c *checker) readDir(dir string) ([]*folder, error) {
	folders, err := readTree(os.DirFS(dir), dir, func(f *folder, all int) {
		c.look(f)
		if c.done != nil {
			c.done(all)
		}
	})
	if len(folders) == 0 && err == nil {
		return nil, fmt.Errorf("there is no %s in %s or the folders in it", yaml.File, dir)
	}
	for _, f := range folders {
		open := format.Opener(os.DirFS(filepath.FromSlash(f.at)), ".")
		if _, err := open(yaml.DraftsFile); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		drafts, e := c.readOne(open, yaml.DraftsFile, path.Base(f.at), f.at)
		folders, err = append(folders, drafts...), errors.Join(err, e)
	}
	return folders, err
}

// readStdin reads a set from standard input. Its reading is looked for in the
// current folder, where the set would stand.
func (c *checker) readStdin() ([]*folder, error) {
	src, err := io.ReadAll(io.LimitReader(c.stdin, format.MaxFile+1))
	if err == nil && len(src) > format.MaxFile {
		err = fmt.Errorf("it is larger than %d MiB", format.MaxFile>>20)
	}
	if err != nil {
		return nil, fmt.Errorf("standard input cannot be read: %w", err)
	}
	beside := format.Opener(os.DirFS("."), ".")
	return c.readOne(func(name string) ([]byte, error) {
		if name == stdinName {
			return src, nil
		}
		return beside(name)
	}, stdinName, folderName("."), "")
}

// stdinName is what findings call standard input.
const stdinName = "stdin"

// notReadable says which path the system refuses, and why.
func notReadable(p string, err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return fmt.Errorf("%s cannot be read: %w", p, err)
}
