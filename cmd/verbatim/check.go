package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/format/yaml"
	"verbatim/internal/quiz"
)

type checkCmd struct {
	Paths []string `arg:"" name:"path" help:"Folders that hold sets at any depth, set.yaml files, or - for a set.yaml on standard input."`

	Strict bool `help:"Let warnings count as findings."`
}

// Help is shown by verbatim check --help.
func (checkCmd) Help() string {
	return `Each finding is printed as file:line:column: severity[code]: message, sorted. The exit code is 0 when the sets are clean, 1 when there are findings and 2 when a path cannot be read.

Examples:
  verbatim check questions/
  verbatim check --strict questions/kratom/set.yaml
  cat set.yaml | verbatim check -`
}

// Run checks the sets at all paths, in one go.
func (c *checkCmd) Run(e *env) error {
	var all diag.List
	sets := 0
	for _, p := range c.Paths {
		n, list, err := checkPath(p, e.stdin)
		if err != nil {
			return &exit{2, err}
		}
		sets += n
		all = append(all, list...)
	}
	all.Sort()
	for _, d := range all {
		fmt.Fprintln(e.stdout, d)
		if d.Hint != "" {
			fmt.Fprintf(e.stdout, "    hint: %s\n", d.Hint)
		}
	}
	errs, warnings := all.Count(diag.Error), all.Count(diag.Warning)
	fmt.Fprintf(e.stderr, "%s checked: %s, %s\n", count(sets, "set"), count(errs, "error"), count(warnings, "warning"))
	if errs > 0 || c.Strict && warnings > 0 {
		return &exit{code: 1}
	}
	return nil
}

// checkPath checks one argument and gives the number of sets that it held.
func checkPath(p string, stdin io.Reader) (int, diag.List, error) {
	if p == "-" {
		src, err := io.ReadAll(io.LimitReader(stdin, format.MaxFile+1))
		if err != nil {
			return 0, nil, fmt.Errorf("standard input cannot be read: %w", err)
		}
		_, list, err := format.Parse("stdin", []quiz.File{{Name: yaml.File, Data: src}})
		return 1, list, err
	}
	info, err := os.Stat(p)
	if err != nil {
		return 0, nil, notReadable(p, err)
	}
	if info.IsDir() {
		_, n, list, err := loadTree(os.DirFS(p), p)
		if err == nil && n == 0 {
			err = fmt.Errorf("there is no %s in %s or the folders in it", yaml.File, p)
		}
		return n, list, err
	}
	if filepath.Base(p) != yaml.File {
		return 0, nil, fmt.Errorf("%s is neither a folder nor a %s", p, yaml.File)
	}
	root := filepath.Dir(p)
	_, list, err := format.Load(os.DirFS(root), ".", folderName(root), filepath.ToSlash(root))
	if err != nil {
		return 0, nil, notReadable(p, err)
	}
	return 1, list, nil
}

// notReadable says which path the system refuses, and why.
func notReadable(p string, err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fmt.Errorf("%s cannot be read: %w", p, err)
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
