package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"verbatim/internal/format"
	"verbatim/internal/format/yaml"
	"verbatim/internal/lint"
	"verbatim/internal/quiz"
)

type draftCmd struct {
	Path string `arg:"" help:"The folder of a set, or its set.yaml."`
	Out  string `short:"o" placeholder:"FILE" help:"The file to write; drafts.yaml beside set.yaml where nothing is named, - for standard output."`
}

// Help is shown by verbatim draft --help.
func (draftCmd) Help() string {
	return `For each passage of the reading that no question cites, writes the beginning of a question: the passage as its quote, and a cloze of its rarest terms. Lines that begin with # are blanks to fill.

Drafts are checked with the set and never asked. What is there already stays: drafts are added for the passages that neither the set nor the drafts cite.

Examples:
  verbatim draft sets/tides
  verbatim draft sets/tides -o -`
}

// Run writes the drafts.
func (c *draftCmd) Run(e *env) error {
	f, err := c.set(e)
	if err != nil {
		return err
	}
	out := c.Out
	if out == "" {
		out = filepath.Join(filepath.FromSlash(f.at), yaml.DraftsFile)
	}
	old, others, err := draftsIn(out)
	if err != nil {
		return err
	}
	found, short, err := lint.Drafts(f.set, others)
	if err != nil {
		return &exit{2, fmt.Errorf("%s: %w, so there is nothing to draft from", f.file, err)}
	}
	if short > 0 {
		fmt.Fprintf(e.stderr, "%s left aside: too short to be quoted\n", count(short, "passage"))
	}
	if len(found) == 0 {
		fmt.Fprintln(e.stderr, "every passage that can be quoted is cited: there is nothing to draft")
		return nil
	}
	drafts := make([]yaml.Draft, len(found))
	for i, d := range found {
		drafts[i] = draftOf(f.set, d)
	}
	text := yaml.EncodeDrafts(f.set, drafts)
	if old != nil {
		text = yaml.AppendDrafts(old, f.set, drafts)
	}
	if err := sound(f, text, len(others)+len(drafts)); err != nil {
		return fmt.Errorf("%s cannot be added to: its questions must come last, indented by two spaces (%w)", out, err)
	}
	if c.Out == "-" {
		_, err := e.stdout.Write(text)
		return err
	}
	if err := writeWhole(out, text, 0o644); err != nil {
		return &exit{2, err}
	}
	fmt.Fprintf(e.stderr, "%s: %s written\n", out, count(len(drafts), "draft"))
	return nil
}

// set reads the one set that is named.
func (c *draftCmd) set(e *env) (*folder, error) {
	out := (&checker{stdin: e.stdin, keep: true}).check([]string{c.Path})
	if err := out.err(); err != nil {
		return nil, err
	}
	if out.sets() != 1 {
		return nil, &exit{2, fmt.Errorf("%s holds %s: name one of them", c.Path, count(out.sets(), "set"))}
	}
	return out.folders[0], nil
}

// draftsIn reads the drafts that are there already: nil where there is no file.
func draftsIn(name string) ([]byte, []quiz.Question, error) {
	if name == "-" {
		return nil, nil, nil
	}
	text, err := readFile(name, format.MaxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, &exit{2, err}
	}
	set, list := yaml.Parse(text, filepath.ToSlash(name))
	if set == nil {
		return nil, nil, &exit{2, fmt.Errorf("%s is broken (%s): put it right, or write to another file with -o", name, list[0])}
	}
	return text, append(set.Questions, set.Drafts...), nil
}

// sound says whether a text of drafts can be read, and has so many.
func sound(f *folder, text []byte, want int) error {
	files := slices.Clone(f.set.Files)
	files[0] = quiz.File{Name: yaml.File, Data: text}
	set, list, err := format.Parse(f.set.ID, files)
	switch {
	case err != nil:
		return err
	case list.HasErrors():
		return errors.New(list[0].String())
	case len(set.Questions)+len(set.Drafts) != want:
		return fmt.Errorf("%d questions in place of %d", len(set.Questions)+len(set.Drafts), want)
	}
	return nil
}

func draftOf(s *quiz.Set, d lint.Draft) yaml.Draft {
	out := yaml.Draft{ID: d.ID, Comment: fmt.Sprintf("Line %d of %s", d.Line, s.ReadingFile), Text: d.Text, Citation: d.Citation}
	if d.Section != "" {
		out.Comment += ", under " + d.Section
	}
	for _, b := range d.Blanks {
		out.Blanks = append(out.Blanks, [2]string{b.Name, b.Answer})
	}
	return out
}
