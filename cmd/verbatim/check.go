package main

import (
	"fmt"
	"maps"
	"runtime/debug"
	"strings"

	"verbatim/cmd/verbatim/report"
	"verbatim/internal/diag"
)

type checkCmd struct {
	Paths []string `arg:"" name:"path" help:"Folders that hold sets at any depth, set.yaml files, or - for a set.yaml on standard input."`

	Strict bool   `help:"Let warnings count: exit with 1 where there are only warnings."`
	Format string `default:"text" enum:"${formats}" placeholder:"FORM" help:"text, json, sarif (for code hosts and editors) or github (for GitHub Actions) (default ${default})."`
	Fix    bool   `help:"Put right what needs no judgement: show the changes, ask, and write them."`
	Yes    bool   `short:"y" help:"With --fix, write without asking."`
	Since  string `placeholder:"REVISION|DIR" help:"Warn as well of passages that changed since: an older copy of the folder, a revision by the first digits of its hash, or latest for the one published last."`
	Data   string `env:"VERBATIM_DATA" placeholder:"DIR" help:"The data folder of the server, where --since looks for revisions (${env}; default: that of verbatim serve)."`
}

// Help is shown by verbatim check --help.
func (checkCmd) Help() string {
	return `Each finding begins with a line of the form file:line:column: severity[code]: message. All findings are printed in one run, sorted by their place; verbatim explain CODE says what a code means. Colours are for terminals; NO_COLOR turns them off.

The exit code is 0 when the sets are clean, 1 when there are errors (with --strict, warnings too) and 2 when a path cannot be read.

Examples:
  verbatim check questions/
  verbatim check --strict questions/kratom/set.yaml
  verbatim check --fix sets/
  verbatim check --format sarif sets/ > findings.sarif
  verbatim check --since latest sets/
  cat set.yaml | verbatim check -`
}

// Run checks the sets at all paths, in one go.
func (c *checkCmd) Run(e *env) error {
	check := &checker{stdin: e.stdin, keep: c.Fix || c.Since != ""}
	out := c.check(e, check)
	if c.Since != "" {
		if err := c.compare(e, out); err != nil {
			return &exit{2, err}
		}
	}
	if c.Fix {
		changed, err := c.fix(e, check, out)
		if err != nil {
			return err
		}
		if changed {
			out = c.check(e, check)
		}
	}
	return c.tell(e, out)
}

// compare adds what changed since an older state.
func (c *checkCmd) compare(e *env, out *checked) error {
	past, err := readPast(c.Since, c.Data)
	if err != nil {
		return err
	}
	for _, f := range out.folders {
		if f.set == nil {
			continue
		}
		list, known, err := past.compare(f.set, out.sets() == 1)
		if err != nil {
			return err
		}
		if !known {
			fmt.Fprintf(e.stderr, "%s: there is no older state of this set to compare it with\n", f.file)
		}
		out.list = append(out.list, list...)
	}
	out.list.Sort()
	maps.Copy(out.files, past.files)
	return nil
}

// gcPercent is how far the memory in use may grow between collections, in
// percent of what is kept.
const gcPercent = 300

// check looks at all paths, and tells on a terminal how far it is.
func (c *checkCmd) check(e *env, check *checker) *checked {
	// Little is kept from one set to the next, so collecting what is left of a
	// set can wait, and costs little memory.
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	progress := e.progress("checking")
	defer progress.clear()
	check.done = progress.step
	return check.check(c.Paths)
}

// tell prints what was found and makes the exit code of it.
func (c *checkCmd) tell(e *env, out *checked) error {
	r := report.Report{Findings: out.list, Sets: out.sets(), Version: released(), Source: func(file string) []byte { return out.files[file] }}
	if err := r.Write(e.stdout, c.Format, look(e.stdout)); err != nil {
		return err
	}
	for _, err := range out.errs {
		fmt.Fprintf(e.stderr, "verbatim: %v\n", err)
	}
	if out.sets() > 0 || len(out.errs) == 0 {
		fmt.Fprintln(e.stderr, summary(out))
	}
	switch {
	case len(out.errs) > 0:
		return &exit{code: 2}
	case out.list.HasErrors(), c.Strict && len(out.list) > 0:
		return &exit{code: 1}
	}
	return nil
}

// summary says in a line how many findings there are, and what can be done next.
func summary(out *checked) string {
	parts := []string{fmt.Sprintf("%s checked: %s, %s", count(out.sets(), "set"), count(out.list.Count(diag.Error), "error"), count(out.list.Count(diag.Warning), "warning"))}
	fixes := 0
	for _, d := range out.list {
		if d.Fix != nil {
			fixes++
		}
	}
	if fixes > 0 {
		parts = append(parts, fmt.Sprintf("--fix can put %d right", fixes))
	}
	return strings.Join(parts, "; ")
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
