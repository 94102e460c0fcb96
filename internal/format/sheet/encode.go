package sheet

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

// columns are those that stand before the options. A text in a table that says
// Markdown in its header is read as such.
var columns = []role{id, kind, topic, question + " (Markdown)", right, explanation, weight, tolerance}

// encode writes a set as a table of texts, which write makes a file of.
func encode(set *quiz.Set, title, ext string, write func([][]string) ([]byte, error), decode func(context.Context, kit.Input) (*kit.Import, error)) (*kit.Export, error) {
	w := kit.NewWriter(title)
	var rows [][]string
	widest := 0
	w.Each(set, func(q *quiz.Question) string {
		key, tol, cells, why := answers(q)
		if why == noKind {
			return w.NoSuchKind(q)
		}
		if why != "" {
			return why
		}
		points := ""
		if q.Weight != 0 {
			points = digits(q.Weight)
		}
		rows = append(rows, append([]string{q.ID, q.Kind, topicOf(set, q), q.Stem, key, q.Explanation, points, tol}, cells...))
		widest = max(widest, len(cells)/2)
		return ""
	})
	head := make([]string, 0, len(columns)+2*widest)
	for _, c := range columns {
		head = append(head, string(c))
	}
	for n := range widest {
		head = append(head, fmt.Sprintf("%s %d", option, n+1), fmt.Sprintf("%s %d", because, n+1))
	}
	data, err := write(append([][]string{head}, rows...))
	if err != nil {
		return nil, fmt.Errorf("the table cannot be written: %w", err)
	}
	return w.Finish(decode, quiz.File{Name: set.ID + ext, Data: data})
}

func topicOf(set *quiz.Set, q *quiz.Question) string {
	if q.Topic == "" {
		return ""
	}
	return set.Topics.Title(q.Topic)
}

const noKind = "no such kind"

// answers gives what stands in the columns right and tolerance, and the options
// with what is said of each.
func answers(q *quiz.Question) (key, tol string, cells []string, why string) {
	switch b := q.Body.(type) {
	case *choice.Single:
		key, cells = options(b.Options)
	case *choice.Multiple:
		key, cells = options(b.Options)
	case *truefalse.Claim:
		key = string(b.Answer)
	case *shorttext.ShortText:
		for _, a := range b.Answers {
			if a.Fraction != nil && *a.Fraction != 1 {
				return "", "", nil, "the table has no place for an answer that is right in part, or wrong"
			}
			cells = append(cells, a.Text, a.Because)
		}
	case *numeric.Numeric:
		if len(b.Answers) != 1 || b.Answers[0].Value == nil {
			return "", "", nil, "the table has one place for a number, which is right"
		}
		key = digits(*b.Answers[0].Value)
		if t := b.Answers[0].Tolerance; t != 0 {
			tol = digits(t)
		}
	case *matching.Matching:
		for _, p := range b.Pairs {
			if strings.Contains(p.Text+" ", arrow) {
				return "", "", nil, "a text with -> cannot stand before its match"
			}
			cells = append(cells, p.Text+arrow+p.Match, p.Because)
		}
		for _, d := range b.Distractors {
			cells = append(cells, strings.TrimSpace(arrow+d.Text), d.Because)
		}
	case *ordering.Ordering:
		for _, i := range b.Items {
			cells = append(cells, i.Text, i.Because)
		}
	default:
		why = noKind
	}
	return key, tol, cells, why
}

// options gives the letters of the right options, and the cells of all.
func options(all choice.Options) (key string, cells []string) {
	for i, o := range all {
		if o.Correct && i < 26 {
			key += string(rune('A' + i))
		}
		cells = append(cells, o.Text, o.Because)
	}
	return key, cells
}

func digits(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// writeCSV writes UTF-8 with a byte order mark, without which Excel takes it
// for something else.
func writeCSV(rows [][]string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	for _, r := range rows {
		safe := make([]string, len(r))
		for i, text := range r {
			safe[i] = text
			if !decimal.MatchString(text) {
				safe[i] = disarm(text)
			}
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// writeXLSX writes every cell as text, so that none is a formula or a date.
func writeXLSX(rows [][]string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	const name = "Questions"
	if err := f.SetSheetName(f.GetSheetName(0), name); err != nil {
		return nil, err
	}
	for y, r := range rows {
		for x, text := range r {
			ref, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				return nil, err
			}
			if text == "" {
				continue
			}
			if err := f.SetCellStr(name, ref, text); err != nil {
				return nil, err
			}
		}
	}
	var out bytes.Buffer
	err := f.Write(&out)
	return out.Bytes(), err
}
