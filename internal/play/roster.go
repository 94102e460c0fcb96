package play

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// rosterHeads are what the first row of a list may begin with instead of a number.
var rosterHeads = []string{"number", "student number", "student id", "id", "no", "no."}

// ReadRoster reads the list of a class, as it is copied from a table or a CSV
// file: a number and a name to a line, between them a tab, a semicolon or a
// comma. A first row with headings is left out. The error is a *RosterProblem.
func ReadRoster(text string) ([]store.Person, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	in := csv.NewReader(strings.NewReader(strings.ReplaceAll(text, "\r\n", "\n")))
	in.FieldsPerRecord, in.Comma = -1, ','
	for _, comma := range []rune{'\t', ';'} {
		if strings.ContainsRune(first, comma) {
			in.Comma = comma
			break
		}
	}
	in.TrimLeadingSpace = in.Comma != '\t'
	people, numbers := []store.Person{}, map[string]bool{}
	for begun := false; ; begun = true {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, &RosterProblem{Line: parse.StartLine, Message: "problem.roster-quotes"}
		}
		if err != nil {
			return nil, fmt.Errorf("the list cannot be read: %w", err)
		}
		line, _ := in.FieldPos(0) // empty lines are no rows
		for j := range row {
			row[j] = called(row[j])
		}
		if !begun && isHead(row[0]) || strings.Join(row, "") == "" {
			continue
		}
		p := store.Person{Number: row[0]}
		if len(row) > 1 {
			p.Name = strings.Join(row[1:], " ")
		}
		if message := listed(p, numbers); message != "" {
			return nil, &RosterProblem{Line: line, Message: message}
		}
		people = append(people, p)
	}
	if len(people) > maxRoster {
		return nil, &quiz.Problem{Message: "problem.assign-roster-long", Control: "roster"}
	}
	return people, nil
}

// listed notes the number of somebody on a list, and says what is wrong with
// the entry: a key of the catalogue, or nothing.
func listed(p store.Person, numbers map[string]bool) (message string) {
	switch {
	case p.Number == "":
		return "problem.roster-number"
	case utf8.RuneCountInString(p.Number) > maxNumber || utf8.RuneCountInString(p.Name) > maxName:
		return "problem.roster-long"
	case numbers[p.Number]:
		return "problem.roster-twice"
	}
	numbers[p.Number] = true
	return ""
}

// settledRoster gives a list as ReadRoster would have: one that a program sent
// has not gone through it. The error is a *quiz.Problem that names the entry,
// from 0.
func settledRoster(people []store.Person) ([]store.Person, error) {
	out, numbers := make([]store.Person, len(people)), map[string]bool{}
	for i, p := range people {
		out[i] = store.Person{Number: called(p.Number), Name: called(p.Name)}
		if message := listed(out[i], numbers); message != "" {
			return nil, &quiz.Problem{Message: message, Control: "roster-" + strconv.Itoa(i)}
		}
	}
	return out, nil
}

func isHead(cell string) bool {
	for _, head := range rosterHeads {
		if strings.EqualFold(cell, head) {
			return true
		}
	}
	return false
}

// RosterProblem is what is wrong in the list of a class.
type RosterProblem struct {
	Line    int    // from 1
	Message string // a key of the catalogue
}

func (p *RosterProblem) Error() string { return fmt.Sprintf("line %d: %s", p.Line, p.Message) }

// WriteRoster writes a list as ReadRoster reads it.
func WriteRoster(people []store.Person) string {
	var b strings.Builder
	out := csv.NewWriter(&b)
	out.Comma = '\t' // which no number or name holds
	for _, p := range people {
		// Writing to memory does not fail.
		_ = out.Write([]string{p.Number, p.Name})
	}
	out.Flush()
	return b.String()
}
