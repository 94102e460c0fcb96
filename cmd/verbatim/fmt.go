package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/rogpeppe/go-internal/diff"

	"verbatim/cmd/verbatim/report"
	"verbatim/internal/format"
	"verbatim/internal/format/yaml"
)

type fmtCmd struct {
	Paths []string `arg:"" name:"path" help:"Folders that hold sets at any depth, set.yaml files, or - for standard input, which is laid out on standard output."`

	Check bool `help:"Write nothing; name the files that would change, and exit with 1 where there are any."`
	Diff  bool `help:"Write nothing; show what would change."`
}

// Help is shown by verbatim fmt --help.
func (fmtCmd) Help() string {
	return `Lays sets out in one way: the keys in the order of the format, two spaces for each level, prose in double quotes, an empty line between questions. Comments stay, and nothing changes its meaning. The files that change are named.

The exit code is 0, 1 where a file is no YAML or, with --check, would change, and 2 when a path cannot be read.

Examples:
  verbatim fmt sets/
  verbatim fmt --check sets/
  verbatim fmt - < set.yaml`
}

// Run lays out the files at all paths.
func (c *fmtCmd) Run(e *env) error {
	var failed, changed bool
	for _, p := range c.Paths {
		files, err := setFiles(p)
		if err != nil {
			return &exit{2, err}
		}
		for _, name := range files {
			did, err := c.one(e, name)
			if _, unread := errors.AsType[*exit](err); unread {
				return err
			}
			if err != nil {
				fmt.Fprintf(e.stderr, "verbatim: %v\n", err)
			}
			failed, changed = failed || err != nil, changed || did
		}
	}
	if failed || c.Check && changed {
		return &exit{code: 1}
	}
	return nil
}

// one lays out one file, and reports whether that changes it.
func (c *fmtCmd) one(e *env, name string) (bool, error) {
	shown := filepath.ToSlash(name)
	read := func() ([]byte, error) { return readFile(name, format.MaxFile) }
	if name == "-" {
		shown = stdinName
		read = func() ([]byte, error) { return readAll(e.stdin, stdinName, format.MaxFile) }
	}
	src, err := read()
	if err != nil {
		return false, &exit{2, err}
	}
	out, list, err := yaml.Layout(src, shown)
	switch {
	case len(list) > 0:
		r := report.Report{Findings: list, Source: func(string) []byte { return src }}
		return false, errors.Join(r.Write(e.stderr, "text", look(e.stderr)), fmt.Errorf("%s is left as it is: it is no YAML", shown))
	case err != nil:
		return false, fmt.Errorf("%s is left as it is: %w", shown, err)
	}
	same := bytes.Equal(src, out)
	switch {
	case c.Diff:
		if !same {
			return true, report.Diff(e.stdout, string(diff.Diff(shown, src, shown+" (laid out)", out)), look(e.stdout))
		}
	case name == "-" && !c.Check:
		_, err := e.stdout.Write(out)
		return !same, err
	case !same:
		fmt.Fprintln(e.stdout, shown)
		if !c.Check {
			return true, replaceFile(name, src, out)
		}
	}
	return !same, nil
}

// setFiles lists the files of sets at a path: those of a folder with the drafts
// beside them, or the one that is named.
func setFiles(p string) ([]string, error) {
	if p == "-" {
		return []string{p}, nil
	}
	info, err := os.Stat(p)
	switch {
	case err != nil:
		return nil, notReadable(p, err)
	case !info.IsDir() && !isSetFile(p):
		return nil, fmt.Errorf("%s is neither a folder nor a %s", p, yaml.File)
	case !info.IsDir():
		return []string{p}, nil
	}
	tree := os.DirFS(p)
	dirs, err := format.Find(tree, ".")
	if err != nil {
		return nil, notReadable(p, err)
	}
	var files []string
	for _, dir := range dirs {
		files = append(files, filepath.Join(p, filepath.FromSlash(dir), yaml.File))
		if _, err := fs.Stat(tree, path.Join(dir, yaml.DraftsFile)); err == nil {
			files = append(files, filepath.Join(p, filepath.FromSlash(dir), yaml.DraftsFile))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("there is no %s in %s or the folders in it", yaml.File, p)
	}
	return files, nil
}
