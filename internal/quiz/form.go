package quiz

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Choice is one entry of a control: a radio, a box to tick, a line of a select.
// Its value is a place on the page, so it says nothing of the file's order.
type Choice struct {
	Value string
	Text  string
	Given bool // picked already, when the form comes back
}

// Offer makes the choices of the field in the order of the page: order holds
// the place in the file of what stands at each place on the page.
func (f Form) Offer(field string, order []int, text func(i int) string) []Choice {
	choices := make([]Choice, len(order))
	for place, i := range order {
		value := strconv.Itoa(place + 1)
		choices[place] = Choice{Value: value, Text: text(i), Given: slices.Contains(f[field], value)}
	}
	return choices
}

// Picks reads what was picked of the choices that Offer made: places in the
// file, each once, ascending; none where nothing was picked. The error is a *Problem.
func (f Form) Picks(field string, order []int) ([]int, error) {
	var picks []int
	for _, value := range f[field] {
		place, err := strconv.Atoi(value)
		if err != nil || place < 1 || place > len(order) {
			return nil, &Problem{Message: "problem.not-an-option", Control: FirstControl(field)}
		}
		picks = append(picks, order[place-1])
	}
	slices.Sort(picks)
	return slices.Compact(picks), nil
}

// FirstControl is the id of the first of several radios or boxes of a field.
func FirstControl(field string) string { return field + "-1" }

// Select reads a select, of which one entry is to be chosen: its place in the
// file. The error is a *Problem that names the select.
func (f Form) Select(field string, order []int) (int, error) {
	value := f.Get(field)
	if value == "" {
		return 0, &Problem{Message: "problem.choose-each", Control: field}
	}
	place, err := strconv.Atoi(value)
	if err != nil || place < 1 || place > len(order) || len(f[field]) > 1 {
		return 0, &Problem{Message: "problem.not-an-option", Control: field}
	}
	return order[place-1], nil
}

// NumberedField is the name, and the id, of the nth of several controls, from 0.
func NumberedField(n int) string { return fmt.Sprintf("answer-%d", n+1) }

// maxLine is the length, in runes, of the longest line that a learner can send
// as an answer. It bounds what grading costs.
const maxLine = 200

// Line reads a text field as one line, without spaces around it. The error is
// a *Problem where it is empty or longer than any answer.
func (f Form) Line(field string) (string, error) {
	line := oneLine(f.Get(field))
	switch {
	case line == "":
		return "", &Problem{Message: "problem.write-answer", Control: field}
	case utf8.RuneCountInString(line) > maxLine:
		return "", &Problem{Message: "problem.too-long", Control: field}
	}
	return line, nil
}

// oneLine drops what no line of text holds: control characters, broken UTF-8,
// runs of spaces.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(text), " ")
}

// Put fills in the choices of a field, as Picks and Select read them: picks are
// places in the file.
func (f Form) Put(field string, order []int, picks ...int) {
	for place, i := range order {
		if slices.Contains(picks, i) {
			f[field] = append(f[field], strconv.Itoa(place+1))
		}
	}
}
