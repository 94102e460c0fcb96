package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"verbatim/internal/format/yaml"
)

//go:embed starter
var starter embed.FS

type newCmd struct {
	Dir string `arg:"" help:"The folder to make. Its name becomes that of the set."`
}

// Help is shown by verbatim new --help.
func (newCmd) Help() string {
	return `Writes a small set that is sound: a reading on the tides and a few questions of different kinds on it. Nothing is overwritten.

Examples:
  verbatim new sets/tides
  verbatim check sets/tides
  verbatim serve --sets sets`
}

// Run writes the set.
func (c *newCmd) Run(e *env) error {
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return &exit{2, notWritable(c.Dir, err)}
	}
	files, err := starter.ReadDir("starter")
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(c.Dir, f.Name())); !errors.Is(err, fs.ErrNotExist) {
			return &exit{2, fmt.Errorf("%s is there already, and nothing is overwritten: name another folder", filepath.Join(c.Dir, f.Name()))}
		}
	}
	for _, f := range files {
		text, err := starter.ReadFile("starter/" + f.Name())
		if err != nil {
			return err
		}
		if err := writeWhole(filepath.Join(c.Dir, f.Name()), text, 0o644); err != nil {
			return &exit{2, err}
		}
	}
	fmt.Fprintf(e.stderr, "%s: a set to start from. Change %s, then run: verbatim check %s\n", c.Dir, yaml.File, c.Dir)
	return nil
}
