// Package sheet reads and writes tables of questions, one question a row: CSV
// with any separator, XLSX workbooks, and the template of Kahoot.
package sheet

import (
	"bytes"
	"context"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

const carries = "Single choice, multiple response, true or false, short text, numbers, matching and ordering, with feedback to options, an explanation, a topic and a weight. " +
	"The header names the columns: id, kind, topic, question, right (letters such as AC, numbers or the text itself), explanation, weight, tolerance, option 1, because 1, option 2, because 2 … " +
	"There is no place for quotes and fractions."

// CSV is a table as text.
var CSV = kit.Format{
	Name:       "csv",
	Title:      "A table as text, one question a row",
	Extensions: []string{".csv", ".tsv"},
	Carries:    carries,
	Detect: func(in kit.Input) int {
		if in.Binary() {
			return 0
		}
		return sure(readCSV(kit.NewText(in)))
	},
	Decode: decodeCSV,
	Encode: func(set *quiz.Set) (*kit.Export, error) { return encode(set, "CSV", ".csv", writeCSV, decodeCSV) },
}

// XLSX is a workbook, of which the first sheet with questions is read.
var XLSX = kit.Format{
	Name:       "xlsx",
	Title:      "A workbook of Excel or LibreOffice, one question a row; also Kahoot's template",
	Extensions: []string{".xlsx"},
	Carries:    carries,
	Detect: func(in kit.Input) int {
		if in.Binary() && bytes.Contains(in.Data, []byte("xl/workbook.xml")) {
			return 95
		}
		return 0
	},
	Decode: decodeXLSX,
	Encode: func(set *quiz.Set) (*kit.Export, error) {
		return encode(set, "a workbook", ".xlsx", writeXLSX, decodeXLSX)
	},
}

// sure says how surely a table is one of questions.
func sure(rows []row, _ error) int {
	h, ok := findHeader(rows)
	switch {
	case !ok:
		return 0
	case h.markdown:
		return 95
	}
	return 80
}

func decodeCSV(ctx context.Context, in kit.Input) (*kit.Import, error) {
	text := kit.NewText(in)
	rows, err := readCSV(text)
	m, err2 := decode(ctx, in, rows, err)
	if m != nil {
		m.Encoding = text.Encoding
	}
	return m, err2
}

func decodeXLSX(ctx context.Context, in kit.Input) (*kit.Import, error) {
	rows, broken, err := readXLSX(in)
	if err != nil {
		return nil, err
	}
	return decode(ctx, in, rows, broken)
}
