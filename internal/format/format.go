// Package format finds and reads question sets, whatever they are written in.
package format

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
	"verbatim/internal/format/yaml"
	"verbatim/internal/quiz"
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 8 << 20

// Find lists the folders under root that hold a set, sorted. Hidden folders
// are passed over.
func Find(fsys fs.FS, root string) ([]string, error) {
	var dirs []string
	err := fs.WalkDir(fsys, root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != root && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case !d.IsDir() && d.Name() == yaml.File:
			dirs = append(dirs, path.Dir(name))
		}
		return nil
	})
	slices.Sort(dirs)
	return dirs, err
}

// Load reads the set in folder dir of fsys. Its id is the folder's name, or
// rootID where dir is the root itself; findings name its files as shown/name.
func Load(fsys fs.FS, dir, rootID, shown string) (*quiz.Set, diag.List, error) {
	return yaml.Load(Opener(fsys, dir), ID(dir, rootID), shown)
}

// ID is the name of the set in folder dir of a file system: that of the folder,
// or rootID where dir is the root itself.
func ID(dir, rootID string) string {
	if dir == "." {
		return rootID
	}
	return path.Base(dir)
}

// Opener opens the files of a folder that are no larger than MaxFile.
func Opener(fsys fs.FS, dir string) yaml.Open {
	return func(name string) ([]byte, error) { return readFile(fsys, path.Join(dir, name)) }
}

// Parse reads a set from the files of its folder, as a revision keeps them.
func Parse(id string, files []quiz.File) (*quiz.Set, diag.List, error) {
	return yaml.Load(func(name string) ([]byte, error) {
		for _, f := range files {
			if f.Name == name {
				return f.Data, nil
			}
		}
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}, id, id)
}

// Import is what came in from a file of another format.
type Import = kit.Import

// Input is a file to read.
type Input = kit.Input

// Write gives the text of the set.yaml of a set.
func Write(set *quiz.Set) []byte { return yaml.Encode(set) }

// MainFile is the name of the file that a set's folder has at least.
const MainFile = yaml.File

// Unpack gives the files of a folder that was packed as zip, by their names in
// the outermost folder that holds set.yaml. It reports false where data is no zip
// file or holds no set.yaml, and fails where the archive is damaged or too large,
// or holds several sets beside each other.
func Unpack(data []byte) (files []quiz.File, ok bool, err error) {
	if !(Input{Data: data}).Binary() {
		return nil, false, nil
	}
	a, err := kit.OpenZip(data)
	if err != nil {
		return nil, false, err
	}
	var sets []string // those that lie outermost
	for _, name := range a.Names() {
		if path.Base(name) != yaml.File {
			continue
		}
		if len(sets) > 0 && strings.Count(name, "/") < strings.Count(sets[0], "/") {
			sets = sets[:0]
		}
		if len(sets) == 0 || strings.Count(name, "/") == strings.Count(sets[0], "/") {
			sets = append(sets, name)
		}
	}
	switch len(sets) {
	case 0:
		return nil, false, nil
	case 1:
	default:
		return nil, false, fmt.Errorf("it holds %d sets, %s and %s among them: pack the folder of one", len(sets), sets[0], sets[1])
	}
	root := path.Dir(sets[0])
	for _, name := range a.Names() {
		within := name
		if root != "." {
			var inside bool
			if within, inside = strings.CutPrefix(name, root+"/"); !inside {
				continue
			}
		}
		data, err := a.Read(name)
		if err != nil {
			return nil, false, err
		}
		files = append(files, quiz.File{Name: within, Data: data})
	}
	return files, true, nil
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err == nil && len(data) > MaxFile {
		err = fmt.Errorf("the file is larger than %d MiB", MaxFile>>20)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

// A Document is the text of a set.yaml whose questions are changed one by one.
type (
	Document = yaml.Document
	// Field is one key of a question as a form has it.
	Field = yaml.Field
	// Outline is what a list of questions shows of one.
	Outline = yaml.Outline
)

// Why questions cannot be changed one by one.
var (
	ErrUnreadable  = yaml.ErrUnreadable
	ErrBraces      = yaml.ErrBraces
	ErrOneQuestion = yaml.ErrOneQuestion
	ErrComment     = yaml.ErrComment
)

// OpenDocument reads the text of a set.yaml. ErrUnreadable, ErrBraces.
func OpenDocument(src []byte) (*Document, error) { return yaml.OpenDocument(src) }

// Press does what a button of a form says with its lists.
func Press(form quiz.Form, button string) (focus string, ok bool) { return yaml.Press(form, button) }
