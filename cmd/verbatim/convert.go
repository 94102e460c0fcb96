package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/format/kit"
	"verbatim/internal/format/yaml"
	"verbatim/internal/quiz"
)

type convertCmd struct {
	In []string `arg:"" name:"in" help:"Files to read, folders of sets, or - for standard input. Several become one set."`

	To     string `required:"" placeholder:"FORMAT" help:"The format to write; verbatim formats lists them."`
	Out    string `short:"o" required:"" placeholder:"OUT" help:"The file to write, or the folder where the format has several files; - for standard output."`
	From   string `placeholder:"FORMAT" help:"The format to read, where the content does not show it."`
	Strict bool   `help:"Write nothing unless every question comes through whole."`
	Force  bool   `short:"f" help:"Replace files that are there already."`
}

// Help is shown by verbatim convert --help.
func (convertCmd) Help() string {
	return `The format of a file is found from its content. What has no place where it goes is a finding, printed as file:line:column: severity[code]: message; one bad question does not stop the others. Images that come with the questions are written beside them.

The exit code is 0 when every question came through whole, 1 when there are findings and 2 when nothing could be read or written.

Examples:
  verbatim convert exam.gift --to native -o sets/exam
  verbatim convert exam.gift --to json -o -
  verbatim convert items/*.xml --to native -o sets/items
  verbatim convert sets/exam --to print -o exam.html
  verbatim convert export.txt --from anki --to csv -o cards.csv`
}

// Run converts what was named into one file or folder.
func (c *convertCmd) Run(e *env) error {
	to, err := format.Lookup(c.To)
	if err != nil {
		return &exit{2, err}
	}
	if to.Encode == nil {
		return &exit{2, fmt.Errorf("%s is a format that is only read: choose another with --to", to.Name)}
	}
	if c.From != "" {
		if _, err := format.Lookup(c.From); err != nil {
			return &exit{2, err}
		}
	}
	in, err := c.read(e)
	if err != nil {
		return &exit{2, err}
	}
	if len(in.Set.Questions) == 0 {
		tell(e, in.List)
		return &exit{2, errors.New("there is no question to write")}
	}
	if c.Out != "-" {
		in.Set.ID = cmp.Or(kit.Slug(kit.Input{Name: filepath.ToSlash(c.Out)}.Base()), in.Set.ID)
	}
	media := in.Media
	if to.Packs {
		in.Set.Files, media = append(in.Set.Files, media...), nil
	}
	out, err := to.Write(in.Set)
	if err != nil {
		return &exit{2, err}
	}
	out.List.Sort()
	lost := in.Loss() + out.Loss()
	tell(e, append(in.List, out.List...))
	if lost > 0 && c.Strict {
		return &exit{1, errors.New("nothing was written: with --strict, every question has to come through whole")}
	}
	if err := c.write(e, to, out.Files, media); err != nil {
		return &exit{2, err}
	}
	fmt.Fprintf(e.stderr, "read:    %s\nwritten: %s\n", told(&in.Ledger), told(&out.Ledger))
	if len(in.List)+len(out.List) > 0 {
		return &exit{code: 1}
	}
	return nil
}

// read reads all inputs into one set.
func (c *convertCmd) read(e *env) (*kit.Import, error) {
	var all *kit.Import
	for _, name := range c.In {
		m, err := c.readOne(e, name)
		if err != nil {
			return nil, err
		}
		if all == nil {
			all = m
			continue
		}
		if err := all.Merge(m); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

func (c *convertCmd) readOne(e *env, name string) (*kit.Import, error) {
	if name == "-" {
		data, err := readAll(e.stdin, "standard input", format.MaxImport)
		if err != nil {
			return nil, err
		}
		return c.decode(e, kit.Input{Name: stdinName, Data: data})
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, notReadable(name, err)
	}
	if info.IsDir() || filepath.Base(name) == yaml.File && c.From == "" {
		return readSet(name, info.IsDir())
	}
	data, err := readFile(name, format.MaxImport)
	if err != nil {
		return nil, err
	}
	return c.decode(e, kit.Input{Name: filepath.ToSlash(name), Data: data})
}

func (c *convertCmd) decode(e *env, in kit.Input) (*kit.Import, error) {
	m, f, err := format.Read(e.ctx, in, c.From)
	if errors.Is(err, format.ErrUnknown) {
		err = fmt.Errorf("%w: name it with --from, or see `verbatim formats`; a text to read is taken by `verbatim import reading`", err)
	}
	if err != nil {
		return nil, err
	}
	as := f.Title
	if m.Encoding != "" {
		as += ", as " + m.Encoding
	}
	fmt.Fprintf(e.stderr, "%s: %s\n", in.Name, as)
	return m, nil
}

// readSet reads a set from its folder, with its reading.
func readSet(name string, isDir bool) (*kit.Import, error) {
	dir := name
	if !isDir {
		dir = filepath.Dir(name)
	}
	set, list, err := format.Load(os.DirFS(dir), ".", folderName(dir), filepath.ToSlash(dir))
	if err != nil {
		return nil, notReadable(filepath.Join(dir, yaml.File), err)
	}
	return kit.Sound(set, list), nil
}

// write writes the files of an export: to standard output, to the one file
// named, or into the folder named.
func (c *convertCmd) write(e *env, to kit.Format, files, media []quiz.File) error {
	folder := to.Folder || len(media) > 0 || len(files) > 1
	switch {
	case c.Out == "-" && len(files) > 1:
		return fmt.Errorf("%s is a folder of several files: name it with -o", to.Name)
	case c.Out == "-":
		_, err := e.stdout.Write(files[0].Data)
		return err
	case !folder:
		return putFiles(c.Force, quiz.File{Name: c.Out, Data: files[0].Data})
	}
	dir := c.Out
	if !to.Folder { // the file has the name given, and its images stand beside it
		dir = filepath.Dir(c.Out)
		files = slices.Clone(files)
		files[0].Name = filepath.Base(c.Out)
	}
	all := slices.Concat(files, media)
	for i, f := range all {
		if !filepath.IsLocal(filepath.FromSlash(f.Name)) {
			return fmt.Errorf("the file name %q leads out of the folder", f.Name)
		}
		all[i].Name = filepath.Join(dir, filepath.FromSlash(f.Name))
	}
	return putFiles(c.Force, all...)
}

// putFiles writes files and the folders that they stand in. Where one of them is
// there already, with something else in it, none is written unless force is set.
func putFiles(force bool, files ...quiz.File) error {
	for _, f := range files {
		if info, err := os.Stat(f.Name); force || err != nil || !info.Mode().IsRegular() {
			continue // a device such as /dev/stdout is written to, and never read
		}
		if old, err := os.ReadFile(f.Name); err == nil && !bytes.Equal(old, f.Data) {
			return fmt.Errorf("%s is there already, so nothing was written: choose another name with -o, or say --force to replace it", f.Name)
		}
	}
	for _, f := range files {
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o755); err != nil {
			return fmt.Errorf("%s cannot be written: %w", f.Name, err)
		}
		if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
			return fmt.Errorf("%s cannot be written: %w", f.Name, err)
		}
	}
	return nil
}

func tell(e *env, list diag.List) {
	for _, d := range list {
		fmt.Fprintln(e.stderr, d)
		if d.Hint != "" {
			fmt.Fprintf(e.stderr, "    hint: %s\n", d.Hint)
		}
	}
}

// told is a ledger in a line: 12 questions: 10 whole, 1 with loss, 1 refused.
func told(l *kit.Ledger) string {
	var parts []string
	for _, fate := range []kit.Fate{kit.Whole, kit.Lossy, kit.Refused} {
		parts = append(parts, fmt.Sprintf("%d %s", l.Count(fate), fate))
	}
	return count(len(l.Fates), "question") + ": " + strings.Join(parts, ", ")
}
