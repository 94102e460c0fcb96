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
	// Lacks is the key that is missing at the place, for a form that has a field
	// for it; empty where the place is that of the key itself.
	Lacks string `json:"-"`
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
	// Notes are other places that the finding is about.
	Notes []Note `json:"notes,omitempty"`
	// Fix is a change that puts the finding right; nil where a person must decide.
	Fix *Fix `json:"fix,omitempty"`
}

// Note is a place that a finding is about, beside its own.
type Note struct {
	Pos
	// Message says what stands there, in one sentence without a full stop.
	Message string `json:"message"`
	// Diff leads from the words of the finding to those of the place, in the
	// form of wdiff: [-out-] is to be taken out and {+in+} to be put in. It may
	// be empty.
	Diff string `json:"diff,omitempty"`
}

// Fix is a change to one file that needs no judgement of its author: it keeps
// what was meant.
type Fix struct {
	// Message says what it does, as a request: "write the id as the-moon".
	Message string `json:"message"`
	Edits   []Edit `json:"edits"`
}

// Edit is one step of a fix. What it means in characters is for the format of
// the file to say.
type Edit struct {
	Pos
	Op EditOp `json:"op"`
	// Text is the new key, value or indentation.
	Text string `json:"text,omitempty"`
}

// EditOp says what an edit does with what begins at its place.
type EditOp string

const (
	// SetKey writes another key in place of the one that begins there.
	SetKey EditOp = "set-key"
	// SetValue writes another value in place of the one that begins there.
	SetValue EditOp = "set-value"
	// SetPlain is SetValue for a value that must not have quotation marks.
	SetPlain EditOp = "set-plain"
	// Drop removes the key that begins there, or whose value does, with the
	// value; a list item that is nothing else goes with it.
	Drop EditOp = "drop"
	// Indent writes other white space at the beginning of the line.
	Indent EditOp = "indent"
)

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
	*l = slices.CompactFunc(*l, func(a, b Diagnostic) bool {
		return a.Pos == b.Pos && a.Severity == b.Severity && a.Code == b.Code && a.Message == b.Message && a.Question == b.Question
	})
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
