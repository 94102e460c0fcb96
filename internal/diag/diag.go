// Package diag holds positioned findings: what is wrong, where, and what to do
// about it. Every parser and every rule reports through it, so that one
// printer serves the terminal, the browser and the tests.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Pos is a place in a file. Line and Col start at 1; Col counts runes. The
// zero Line means the file as a whole.
type Pos struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Col  int    `json:"column"`
}

// String gives "file:line:col", or as much of it as is known.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.File == "":
		return fmt.Sprintf("%d:%d", p.Line, p.Col)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Severity says what a finding means for publishing.
type Severity int

const (
	// Error keeps a set from being served.
	Error Severity = iota
	// Warning is a flaw that a set can be served with.
	Warning
)

func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// MarshalText writes the severity's name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Diagnostic is one finding.
type Diagnostic struct {
	Pos
	Severity Severity `json:"severity"`
	// Code names the rule; it never changes its meaning.
	Code string `json:"code"`
	// Message says what is wrong, in one sentence without a full stop.
	Message string `json:"message"`
	// Hint says what to do about it; it may be empty.
	Hint string `json:"hint,omitempty"`
	// Question is the id of the question that the finding is about, if any.
	Question string `json:"question,omitempty"`
}

// String gives the line form: file:line:col: severity[code]: message.
func (d Diagnostic) String() string {
	return fmt.Sprintf("%s: %s[%s]: %s", d.Pos, d.Severity, d.Code, d.Message)
}

// List is a list of findings. The zero value is an empty list.
type List []Diagnostic

// Add appends a finding.
func (l *List) Add(d Diagnostic) { *l = append(*l, d) }

// Sort orders the findings by file, line, column and code, and drops repeats.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message),
		)
	})
	*l = slices.Compact(*l)
}

// Count gives the number of findings of one severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// HasErrors says whether any finding is an error.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }
