// Package report prints findings: for people in a terminal, and for the
// programs that read them.
package report

import (
	"io"

	"verbatim/internal/diag"
	"verbatim/internal/format/yaml"
)

// Report is what a check found.
type Report struct {
	Findings diag.List // sorted
	Sets     int       // how many sets were looked at
	// Source gives the text of a file by the name that findings have for it; nil
	// where it is not at hand.
	Source func(file string) []byte
	// Version is that of the program.
	Version string
}

// Formats are the names of the forms in which a report can be printed.
var Formats = []string{"text", "json", "sarif", "github"}

// Write prints the report in one of the Formats.
func (r *Report) Write(w io.Writer, format string, look Look) error {
	switch format {
	case "json":
		return r.json(w)
	case "sarif":
		return r.sarif(w)
	case "github":
		return r.github(w)
	}
	return r.text(w, look)
}

// change is an edit of a fix in characters: what stands from one place up to
// another is replaced.
type change struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	Text      string `json:"text"`
}

// changes gives the edits of a fix, or none where the text is not at hand.
func (r *Report) changes(fix *diag.Fix) []change {
	if fix == nil || len(fix.Edits) == 0 {
		return nil
	}
	file := fix.Edits[0].File
	src := r.source(file)
	replacements, err := yaml.Replacements(src, fix.Edits)
	if err != nil {
		return nil
	}
	out := make([]change, len(replacements))
	for i, p := range replacements {
		line, col := place(src, p.Start)
		endLine, endCol := place(src, p.End)
		out[i] = change{file, line, col, endLine, endCol, p.Text}
	}
	return out
}

func (r *Report) source(file string) []byte {
	if r.Source == nil {
		return nil
	}
	return r.Source(file)
}
