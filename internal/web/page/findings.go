package page

import (
	"strconv"
	"strings"
	"time"

	"verbatim/internal/diag"
)

// Findings shows the person who writes the sets what is wrong with them.
type Findings struct {
	Frame
	Checked  time.Time // when the sets were looked at
	Problem  string    // why some could not be; it may be empty
	Errors   int
	Warnings int
	Items    []Finding
}

// Finding is one finding, at its lines.
type Finding struct {
	ID      string // of the element
	File    string
	Line    int // 0 for the file as a whole
	Column  int
	Error   bool // rather than a warning
	Code    string
	Message string
	Hint    string
	Lines   []SourceLine
	Notes   []FindingNote
}

// FindingNote is another place that a finding is about.
type FindingNote struct {
	Place   string // file:line:column
	Message string
	Diff    string
}

// SourceLine is a numbered line of a file.
type SourceLine struct {
	Number int
	Text   string
	Here   bool // the finding is on this line
}

// around is how many lines stand above and below the line of a finding.
const around = 2

// FindingsOf makes the items of a list of findings; source gives the text of a
// file, nil where it is not at hand.
func FindingsOf(list diag.List, source func(file string) []byte) []Finding {
	items := make([]Finding, len(list))
	for i, d := range list {
		items[i] = Finding{
			ID: "f" + strconv.Itoa(i+1), File: d.File, Line: d.Line, Column: d.Col, Error: d.Severity == diag.Error,
			Code: d.Code, Message: d.Message, Hint: d.Hint, Lines: linesAround(source(d.File), d.Line),
		}
		for _, n := range d.Notes {
			items[i].Notes = append(items[i].Notes, FindingNote{n.Pos.String(), n.Message, n.Diff})
		}
	}
	return items
}

func linesAround(text []byte, line int) []SourceLine {
	if text == nil || line == 0 {
		return nil
	}
	all := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	var out []SourceLine
	for n := max(1, line-around); n <= min(len(all), line+around); n++ {
		out = append(out, SourceLine{Number: n, Text: all[n-1], Here: n == line})
	}
	return out
}
