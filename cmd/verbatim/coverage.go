package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"verbatim/internal/diag"
	"verbatim/internal/lint"
)

type coverageCmd struct {
	Paths []string `arg:"" name:"path" help:"Folders that hold sets at any depth, or set.yaml files."`

	Min    float64 `placeholder:"PERCENT" help:"Exit with 1 where fewer of the passages of a set are cited."`
	Format string  `default:"text" enum:"text,json" placeholder:"FORM" help:"text or json (default ${default})."`
	HTML   string  `placeholder:"FILE" help:"Write one page as well: the reading of the set, shaded by how often each passage is cited, with the questions beside it."`
}

// Help is shown by verbatim coverage --help.
func (coverageCmd) Help() string {
	return `A passage is a sentence, a list item or a table row of the reading; a question cites those that its quotes lie in. Headings are no passages, and those that the comment <!-- no-question --> follows (or the section whose heading it stands above) are left out and counted as such.

The exit code is 0, 1 where --min is not reached, and 2 when a path cannot be read or a set is broken.

Examples:
  verbatim coverage questions/kratom
  verbatim coverage --min 90 sets/
  verbatim coverage --html coverage.html sets/tides`
}

// Run counts what the sets at all paths cite.
func (c *coverageCmd) Run(e *env) error {
	if c.Min < 0 || c.Min > 100 {
		return &exit{2, fmt.Errorf("--min %v is no percentage: write a number from 0 to 100", c.Min)}
	}
	out := (&checker{stdin: e.stdin, keep: true}).check(c.Paths)
	if err := out.err(); err != nil {
		return err
	}
	var all []*lint.Coverage
	var folders []*folder
	for _, f := range out.folders {
		if len(f.set.Questions) == 0 {
			continue // drafts alone
		}
		cover, err := lint.Cover(f.set)
		if errors.Is(err, lint.ErrNoReading) {
			fmt.Fprintf(e.stderr, "%s: %v, so there is nothing to cover\n", f.file, err)
			continue
		}
		if n := f.list.Count(diag.Error); n > 0 {
			fmt.Fprintf(e.stderr, "%s has %s, so some quotes may not count\n", f.file, count(n, "error"))
		}
		all, folders = append(all, cover), append(folders, f)
	}
	if c.HTML != "" {
		if len(all) != 1 {
			return &exit{2, fmt.Errorf("--html makes one page of one set, and here are %d with a reading", len(all))}
		}
		page, err := coveragePage(folders[0].set, all[0])
		if err != nil {
			return err
		}
		if err := writeWhole(c.HTML, page, 0o644); err != nil {
			return &exit{2, err}
		}
	}
	if err := c.print(e.stdout, all, folders); err != nil {
		return err
	}
	return c.judge(e, all)
}

func (c *coverageCmd) print(w io.Writer, all []*lint.Coverage, folders []*folder) error {
	if c.Format == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(struct {
			Sets []*lint.Coverage `json:"sets"`
		}{all})
	}
	for i, cover := range all {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := coverageText(w, folders[i], cover); err != nil {
			return err
		}
	}
	return nil
}

// judge compares each set with the least that is asked.
func (c *coverageCmd) judge(e *env, all []*lint.Coverage) error {
	under := false
	for _, cover := range all {
		if 100*cover.All.Share() < c.Min {
			fmt.Fprintf(e.stderr, "%s: %s of its passages are cited, which is under %v %%\n", cover.Set, percent(cover.All.Share()), c.Min)
			under = true
		}
	}
	if under {
		return &exit{code: 1}
	}
	return nil
}

func coverageText(w io.Writer, f *folder, c *lint.Coverage) error {
	fmt.Fprintf(w, "%s: %d of %d passages cited (%s) by %s; %s and %s left out\n\n", f.file, c.All.Cited, c.All.Passages,
		percent(c.All.Share()), count(c.Questions, "question"), count(c.Headings, "heading"), count(c.All.LeftOut, "passage"))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "passages\tcited\t\tby 0\tby 1\tby 2\tby 3+\tleft out\tquestions\t  section\n")
	for _, s := range c.Sections {
		if s.Passages+s.LeftOut == 0 {
			continue
		}
		title := s.Title
		if title == "" {
			title = "(before the first heading)"
		}
		fmt.Fprintf(table, "%s\t%d\t  %s%s\n", counts(s.Count), s.Questions, strings.Repeat("  ", max(s.Level-1, 0)), title)
	}
	fmt.Fprintf(table, "%s\t%d\t  in all\n", counts(c.All), c.Questions)
	if err := table.Flush(); err != nil {
		return err
	}
	if err := groupText(w, "topic", c.Topics); err != nil {
		return err
	}
	if err := groupText(w, "kind of evidence", c.Evidence); err != nil {
		return err
	}
	if c.All.Cited < c.All.Passages {
		fmt.Fprintf(w, "\nCited by no question (verbatim draft makes a beginning):\n")
	}
	for _, p := range c.Passages {
		if len(p.Questions) == 0 && !p.LeftOut {
			fmt.Fprintf(w, "%s: %s\n", diag.Pos{File: f.set.ReadingPath(), Line: p.Line, Col: p.Column}, oneLine(p.Text))
		}
	}
	return nil
}

// counts are the cells of one row.
func counts(c lint.Count) string {
	cells := []string{count0(c.Passages), count0(c.Cited), percent(c.Share())}
	if c.Passages == 0 {
		cells[2] = "-"
	}
	for _, n := range c.By {
		cells = append(cells, count0(n))
	}
	return strings.Join(append(cells, count0(c.LeftOut)), "\t")
}

// count0 writes a number, and nothing as a hyphen, so that zeros do not shout.
func count0(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

func groupText(w io.Writer, word string, groups []lint.GroupCoverage) error {
	if len(groups) == 0 || len(groups) == 1 && groups[0].Name == "" {
		return nil
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "questions\tpassages\t  %s\n", word)
	for _, g := range groups {
		name := g.Name
		if name == "" {
			name = "(none)"
		}
		fmt.Fprintf(table, "%d\t%d\t  %s\n", g.Questions, g.Passages, name)
	}
	return table.Flush()
}

// percent writes a share in whole percents. Only the whole is 100 %, and only
// nothing is 0 %.
func percent(share float64) string {
	p := math.Round(100 * share)
	if share < 1 {
		p = min(p, 99)
	}
	if share > 0 {
		p = max(p, 1)
	}
	return fmt.Sprintf("%.0f %%", p)
}

// oneLine is a text without line breaks, cut where it is long.
func oneLine(text string) string {
	const longest = 100
	r := []rune(strings.Join(strings.Fields(text), " "))
	if len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return string(r)
}

// err is what keeps a verb from working with what was read: paths that could
// not be read and sets whose syntax is broken.
func (out *checked) err() error {
	if len(out.errs) > 0 {
		return &exit{2, errors.Join(out.errs...)}
	}
	for _, f := range out.folders {
		if f.set == nil {
			return &exit{2, fmt.Errorf("%s is broken: verbatim check %s says what to do about it", f.file, f.file)}
		}
	}
	return nil
}
