package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"verbatim/cmd/verbatim/report"
	"verbatim/internal/diag"
)

type explainCmd struct {
	Code string `arg:"" optional:"" help:"The code of a finding, such as quote-not-found; without one, all are listed."`
}

// Help is shown by verbatim explain --help.
func (explainCmd) Help() string {
	return `Says what a finding means and why it matters, and shows an example that has it and the same put right.

Examples:
  verbatim explain
  verbatim explain quote-not-found`
}

// Run explains one code, or lists all.
func (c *explainCmd) Run(e *env) error {
	if c.Code == "" {
		return listCodes(e.stdout)
	}
	// A code can be given as findings print it: error[quote-not-found].
	code := c.Code
	if _, inner, ok := strings.Cut(code, "["); ok {
		code = strings.TrimRight(inner, "]:")
	}
	x, ok := diag.Explain(code)
	if !ok {
		hint := "verbatim explain lists all"
		if near := diag.Nearest(code, slices.Concat(diag.Codes(), diag.ConvertCodes())); near != "" {
			hint = "did you mean " + near + "?"
		}
		return &exit{2, fmt.Errorf("there is no code %s: %s", code, hint)}
	}
	return report.Explain(e.stdout, x, look(e.stdout))
}

// listCodes lists the codes of check, and then those of convert and import.
func listCodes(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i, codes := range [][]string{diag.Codes(), diag.ConvertCodes()} {
		if i > 0 {
			fmt.Fprint(table, "\nFound by convert and import, in files of other formats:\n\n")
		}
		for _, code := range codes {
			x, _ := diag.Explain(code)
			fmt.Fprintf(table, "%s\t%s\t%s\n", code, x.Severity, x.Summary)
		}
	}
	return table.Flush()
}
