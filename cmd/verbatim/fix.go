package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"verbatim/cmd/verbatim/report"
	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/format/yaml"
)

// rounds bounds how often a set is looked at again: one fix can uncover the
// next, as when a text that could not be read can be read at last.
const rounds = 8

// fixed gives the text of a set's file with all fixes made that need no
// judgement, and how many these are.
func (c *checker) fixed(f *folder) ([]byte, int) {
	text, made := f.files[f.file], 0
	for range rounds {
		next, n := applyFixes(f.file, text, f.list)
		if n == 0 {
			break
		}
		again, err := c.again(f, next)
		if err != nil || again.set == nil && f.set != nil {
			break // it would not be better
		}
		f, text, made = again, next, made+n
	}
	return text, made
}

// applyFixes makes the fixes of a file that do not meet each other.
func applyFixes(file string, text []byte, list diag.List) ([]byte, int) {
	var edits []diag.Edit
	n := 0
	for _, d := range list {
		if d.Fix == nil || d.File != file {
			continue
		}
		all := slices.Concat(edits, d.Fix.Edits)
		if _, err := yaml.Apply(text, all); err == nil {
			edits, n = all, n+1
		}
	}
	out, err := yaml.Apply(text, edits)
	if err != nil || bytes.Equal(out, text) {
		return text, 0
	}
	return out, n
}

// again looks at a set as if its file had another text.
func (c *checker) again(f *folder, text []byte) (*folder, error) {
	open := func(name string) ([]byte, error) {
		p := path.Join(f.at, name)
		if p == f.file {
			return text, nil
		}
		if data, ok := f.files[p]; ok {
			return data, nil
		}
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	again, err := c.readOne(open, path.Base(f.file), path.Base(f.at), f.at)
	if err != nil {
		return nil, err
	}
	return again[0], nil
}

// fix shows what can be put right, asks, and writes it. It reports whether any
// file was changed.
func (c *checkCmd) fix(e *env, check *checker, out *checked) (bool, error) {
	answers := bufio.NewReader(e.stdin)
	changed := false
	for _, f := range out.folders {
		if f.file == stdinName {
			return changed, &exit{2, errors.New("--fix changes files: name the file in place of -")}
		}
		text, n := check.fixed(f)
		if n == 0 {
			continue
		}
		old := f.files[f.file]
		d := diff.Diff(f.file, old, f.file+" (put right)", text)
		if err := report.Diff(e.stdout, string(d), look(e.stdout)); err != nil {
			return changed, err
		}
		if !c.Yes {
			fmt.Fprintf(e.stderr, "Write %s to %s? [y/N] ", count(n, "change"), f.file)
			line, _ := answers.ReadString('\n') // the end of the input means no
			if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(line)), "y") {
				fmt.Fprintf(e.stderr, "%s is left as it is\n", f.file)
				continue
			}
		}
		if err := replaceFile(filepath.FromSlash(f.file), old, text); err != nil {
			return changed, err
		}
		fmt.Fprintf(e.stderr, "%s: %s written\n", f.file, count(n, "change"))
		changed = true
	}
	return changed, nil
}

// replaceFile gives a file another text, wholly or not at all. It refuses where
// the file is no longer what it was.
func replaceFile(name string, old, text []byte) error {
	now, err := readFile(name, format.MaxFile)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, old) {
		return fmt.Errorf("%s has changed in the meantime and is left as it is: run the command again", name)
	}
	info, err := os.Stat(name)
	if err != nil {
		return notReadable(name, err)
	}
	return writeWhole(name, text, info.Mode().Perm())
}
