package main

import (
	"fmt"
	"os"
	"time"

	"verbatim/cmd/verbatim/report"
)

type watchCmd struct {
	Dir string `arg:"" help:"The folder that holds the sets, at any depth."`
}

// Help is shown by verbatim watch --help.
func (watchCmd) Help() string {
	return `Checks the sets in a folder, and again whenever something in it changes. Ctrl-C ends it.

Examples:
  verbatim watch sets/`
}

// Run checks until the context of e ends.
func (c *watchCmd) Run(e *env) error {
	if info, err := os.Stat(c.Dir); err != nil {
		return &exit{2, notReadable(c.Dir, err)}
	} else if !info.IsDir() {
		return &exit{2, fmt.Errorf("%s is not a folder: name the folder that holds the sets", c.Dir)}
	}
	return notice(e.ctx, c.Dir, func() { c.show(e) })
}

// show checks the sets and prints what is found; on a terminal, from the top.
func (c *watchCmd) show(e *env) {
	out := (&checker{stdin: e.stdin}).check([]string{c.Dir})
	if terminal(e.stdout) != nil {
		fmt.Fprint(e.stdout, "\x1b[H\x1b[2J\x1b[3J")
	}
	r := report.Report{Findings: out.list, Sets: out.sets(), Source: func(file string) []byte { return out.files[file] }}
	if err := r.Write(e.stdout, "text", look(e.stdout)); err != nil {
		fmt.Fprintf(e.stderr, "verbatim: %v\n", err)
	}
	for _, err := range out.errs {
		fmt.Fprintf(e.stderr, "verbatim: %v\n", err)
	}
	said := summary(out)
	if out.sets() == 0 {
		said = "Nothing checked"
	}
	fmt.Fprintf(e.stdout, "%s at %s, watching %s\n", said, time.Now().Format(time.TimeOnly), c.Dir)
}
