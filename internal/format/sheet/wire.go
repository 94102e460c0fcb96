package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
)

// cell is what stands in one field, without spaces around it.
type cell struct {
	text string
	at   diag.Pos
}

type row []cell

// empty says whether nothing stands in the row.
func (r row) empty() bool {
	for _, c := range r {
		if c.text != "" {
			return false
		}
	}
	return true
}

// maxRows is far beyond any set.
const maxRows = 100_000

// readCSV reads the table with the separator under which a header is found; the
// error says where it breaks off, and the rows are those before it.
func readCSV(text *kit.Text) ([]row, error) {
	for _, sep := range ",;\t|" {
		rows, err := readWith(text, sep)
		if _, ok := findHeader(rows); ok {
			return rows, err
		}
	}
	return nil, nil
}

func readWith(text *kit.Text, sep rune) ([]row, error) {
	r := csv.NewReader(strings.NewReader(text.Body))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = sep, true, -1
	var rows []row
	for len(rows) < maxRows {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		one := make(row, len(fields))
		for i, f := range fields {
			line, col := r.FieldPos(i)
			_, start := text.Line(min(line, text.Lines()))
			one[i] = cell{disarmed(strings.TrimSpace(f)), text.Pos(start + col - 1)}
		}
		rows = append(rows, one)
	}
	return rows, fmt.Errorf("there are more than %d rows", maxRows)
}

// A program for tables would carry out a cell that begins so. We write an
// apostrophe before it, and take it off again.
const formulas = "=+-@"

func armed(text string) bool {
	rest := strings.TrimLeft(text, "'")
	return rest != "" && strings.ContainsRune(formulas, rune(rest[0]))
}

func disarm(text string) string {
	if armed(text) {
		return "'" + text
	}
	return text
}

func disarmed(text string) string {
	if strings.HasPrefix(text, "'") && armed(text) {
		return text[1:]
	}
	return text
}

// The most that a workbook may hold when unpacked, in bytes.
const (
	maxWorkbook = 64 << 20
	maxSheet    = 32 << 20
)

// readXLSX reads the first sheet that has a header; line and column of a cell
// are its row and column. broken says why the rows end early.
func readXLSX(in kit.Input) (rows []row, broken, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(in.Data), excelize.Options{UnzipSizeLimit: maxWorkbook, UnzipXMLSizeLimit: maxSheet})
	if err != nil {
		return nil, nil, fmt.Errorf("the workbook cannot be opened: %w", err)
	}
	defer f.Close()
	var first []row
	for _, name := range f.GetSheetList() {
		rows, broken := readSheet(f, name, in.Name)
		if _, ok := findHeader(rows); ok {
			return rows, broken, nil
		}
		if first == nil {
			first = rows
		}
	}
	return first, nil, nil
}

// maxColumns is beyond any table of questions. A cell far to the right would
// otherwise make a row of thousands, and many of them exhaust the memory.
const maxColumns = 256

// readSheet reads the rows of a sheet; a chart is a sheet without rows.
func readSheet(f *excelize.File, name, file string) ([]row, error) {
	it, err := f.Rows(name)
	if err != nil {
		return nil, nil
	}
	defer it.Close()
	var rows []row
	for y := 1; it.Next(); y++ {
		if y > maxRows {
			return rows, fmt.Errorf("there are more than %d rows", maxRows)
		}
		fields, err := it.Columns()
		if err != nil {
			return rows, err
		}
		fields = fields[:min(len(fields), maxColumns)]
		one := make(row, len(fields))
		for x, text := range fields {
			one[x] = cell{strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")), diag.Pos{File: file, Line: y, Col: x + 1}}
		}
		rows = append(rows, one)
	}
	return rows, nil
}
