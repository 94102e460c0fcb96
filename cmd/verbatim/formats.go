package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"verbatim/internal/format"
)

type formatsCmd struct{}

// Help is shown by verbatim formats --help.
func (formatsCmd) Help() string {
	return `Lists the formats of verbatim convert: the name to write after --from and --to, whether sets are read from it (in) and written in it (out), and what it can carry.

Examples:
  verbatim formats`
}

// Run lists the formats.
func (formatsCmd) Run(e *env) error {
	table := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tIN\tOUT\tFILES\tWHAT IT IS")
	for _, f := range format.Formats() {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", f.Name, yes(f.Decode != nil), yes(f.Encode != nil), strings.Join(f.Extensions, " "), f.Title)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(e.stdout, "\nWhat each can carry:")
	for _, f := range format.Formats() {
		fmt.Fprintf(e.stdout, "  %s\n      %s\n", f.Name, f.Carries)
	}
	fmt.Fprintln(e.stdout, "\nA reading is made of Markdown, plain text, HTML, DOCX, ODT, EPUB or PDF by verbatim import reading.")
	return nil
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "-"
}
