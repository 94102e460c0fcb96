package sheet

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

// entry is a row taken apart.
type entry struct {
	row
	head    *header
	item    *kit.Item
	at      diag.Pos
	options []choiceCell
	right   cell
	kind    string
}

// choiceCell is an option with what is said of it.
type choiceCell struct{ text, because cell }

func decode(ctx context.Context, in kit.Input, rows []row, broken error) (*kit.Import, error) {
	m := kit.NewImport(in)
	h, ok := findHeader(rows)
	if !ok {
		return nil, errors.New("no row names a column for the question and one for the right answer; `verbatim formats` lists the columns")
	}
	for _, x := range h.ignored {
		c := rows[h.row][x]
		m.Warn(c.at, "column-ignored", "name it as `verbatim formats` lists, if it holds a part of the questions", "there is no place for the column %q", c.text)
	}
	for _, r := range rows[h.row+1:] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if h.blank(r) {
			continue
		}
		e := &entry{row: r, head: &h, item: m.Item(""), at: r[0].at, right: h.get(r, right)}
		e.read()
		e.adapt(m)
	}
	if broken != nil {
		m.Item("").Refuse(diag.Pos{File: in.Name, Line: len(rows) + 1}, "broken-table", "mend the quotation marks of that row", "the table cannot be read further: %v", broken)
	}
	return m.Finish(), nil
}

// blank says whether a row holds no question: Kahoot's template numbers the
// rows that nobody has filled in.
func (h *header) blank(r row) bool {
	if r.empty() {
		return true
	}
	for x, c := range r {
		_, err := strconv.Atoi(c.text)
		if c.text != "" && (err != nil || x > 0) {
			return false
		}
	}
	return true
}

// read gathers the options and finds out the kind.
func (e *entry) read() {
	for i, x := range e.head.options {
		if c := at(e.row, x); c.text != "" {
			e.options = append(e.options, choiceCell{c, at(e.row, e.head.becauses[i])})
		}
	}
	if all := e.head.get(e.row, choices); len(e.options) == 0 && all.text != "" {
		for text := range strings.SplitSeq(all.text, separatorOf(all.text)) {
			if text = strings.TrimSpace(text); text != "" {
				e.options = append(e.options, choiceCell{text: cell{text, all.at}})
			}
		}
	}
	e.kind = e.kindOf(e.head.get(e.row, kind).text)
}

// separatorOf is what stands between the options of one cell.
func separatorOf(text string) string {
	for _, sep := range []string{"\n", ";", "|"} {
		if strings.Contains(text, sep) {
			return sep
		}
	}
	return ","
}

// kinds are what the kinds are called elsewhere.
var kinds = map[string][]string{
	choice.SingleKind:   {"single", "singlechoice", "sc", "radio"},
	choice.MultipleKind: {"multi", "multiple", "multipleresponse", "multipleanswer", "multipleanswers", "multiselect", "ma", "mr", "checkbox", "checkboxes"},
	truefalse.Kind:      {"truefalse", "tf", "boolean", "yesno"},
	shorttext.Kind:      {"shorttext", "shortanswer", "sa", "text", "fillintheblank", "fib", "typeanswer"},
	numeric.Kind:        {"numeric", "numerical", "number"},
	matching.Kind:       {"matching", "match"},
	ordering.Kind:       {"ordering", "order", "sequence", "puzzle"},
	"essay":             {"essay", "open", "openended", "longanswer"},
}

var decimal = regexp.MustCompile(`^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$`)

// kindOf finds the kind from its name, or else from the shape of the answers.
// "Multiple choice" says only that there are options.
func (e *entry) kindOf(written string) string {
	folded := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_/", r) {
			return -1
		}
		return r
	}, strings.ToLower(written))
	for k, called := range kinds {
		if k == written || slices.Contains(called, folded) {
			return k
		}
	}
	if len(e.options) > 0 {
		if places, ok := e.places(); ok && len(places) > 1 {
			return choice.MultipleKind
		}
		return choice.SingleKind
	}
	_, isVerdict := verdict(e.right.text)
	switch {
	case e.head.verdicts, isVerdict && !decimal.MatchString(e.right.text):
		return truefalse.Kind
	case decimal.MatchString(e.right.text):
		return numeric.Kind
	case e.right.text == "":
		return "essay"
	}
	return shorttext.Kind
}

func verdict(text string) (truefalse.Verdict, bool) {
	switch strings.ToLower(text) {
	case "true", "t", "yes", "y", "1", "right", "correct":
		return truefalse.True, true
	case "false", "f", "no", "n", "0", "wrong", "incorrect":
		return truefalse.False, true
	case string(truefalse.NotStated):
		return truefalse.NotStated, true
	}
	return "", false
}

var (
	letterList = regexp.MustCompile(`^[A-Za-z](?:[\s,;|/&]*[A-Za-z])*$`)
	numberList = regexp.MustCompile(`^[0-9]{1,2}(?:[\s,;|/&.]+[0-9]{1,2})*$`)
)

// places reads which options are right: by their text, by letters, or by
// numbers. A workbook may have made the number 2.1 of 2,1.
func (e *entry) places() ([]int, bool) {
	text := e.right.text
	find := func(text string) int {
		return slices.IndexFunc(e.options, func(o choiceCell) bool { return strings.EqualFold(o.text.text, strings.TrimSpace(text)) })
	}
	if i := find(text); i >= 0 {
		return []int{i}, true
	}
	var places []int
	switch {
	case letterList.MatchString(text):
		for _, r := range strings.ToUpper(text) {
			if r >= 'A' && r <= 'Z' {
				places = append(places, int(r-'A'))
			}
		}
	case numberList.MatchString(text):
		for n := range strings.FieldsFuncSeq(text, func(r rune) bool { return r < '0' || r > '9' }) {
			i, err := strconv.Atoi(n)
			if err != nil {
				return nil, false
			}
			places = append(places, i-1)
		}
	default:
		for part := range strings.SplitSeq(text, separatorOf(text)) {
			places = append(places, find(part))
		}
	}
	slices.Sort(places)
	places = slices.Compact(places)
	return places, len(places) > 0 && places[0] >= 0 && places[len(places)-1] < len(e.options)
}
