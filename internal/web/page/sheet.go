package page

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

// Sheet is a table to take away. Its rows are made one by one as they are
// written, so that a table of a million rows takes no more memory than one of
// ten.
type Sheet struct {
	Name string
	Head []string
	// Rows calls write with each row, of as many cells as Head has: string, int,
	// float64, bool, time.Time, or nil for nothing. It stops at the first error
	// of write and gives it back.
	Rows func(write func([]any) error) error
}

// byteOrderMark tells Excel that a CSV file is UTF-8.
const byteOrderMark = "\ufeff"

// WriteCSV writes a sheet as CSV that spreadsheets open as it is meant.
func WriteCSV(to io.Writer, s Sheet) error {
	if _, err := io.WriteString(to, byteOrderMark); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	if err := w.Write(s.Head); err != nil {
		return err
	}
	line := make([]string, len(s.Head))
	err := s.Rows(func(row []any) error {
		for i, v := range row {
			line[i] = written(v)
		}
		return w.Write(line)
	})
	if err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// written is a cell of CSV.
func written(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return cell(v)
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		if v {
			return "1"
		}
		return "0"
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	}
	panic(fmt.Sprintf("page: a cell of type %T", v))
}

// rowsOfSheet is how many rows a sheet of a workbook can hold.
const rowsOfSheet = excelize.TotalRows

// WriteXLSX writes sheets as one workbook. Texts are written as texts, which no
// program takes for formulas. Where a sheet has more rows than a workbook
// allows, the rest stands in another after it.
func WriteXLSX(to io.Writer, sheets ...Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	first := f.GetSheetName(0)
	for i, s := range sheets {
		book := &workbook{file: f, sheet: s}
		if i == 0 {
			if err := f.SetSheetName(first, s.Name); err != nil {
				return err
			}
		}
		if err := book.fill(rowsOfSheet); err != nil {
			return fmt.Errorf("sheet %s: %w", s.Name, err)
		}
	}
	_, err := f.WriteTo(to)
	return err
}

// workbook is a workbook while one table is written into it.
type workbook struct {
	file  *excelize.File
	sheet Sheet
	part  int
	row   int
	w     *excelize.StreamWriter
}

func (b *workbook) fill(limit int) error {
	if err := b.begin(); err != nil {
		return err
	}
	err := b.sheet.Rows(func(row []any) error {
		if b.row == limit {
			if err := b.w.Flush(); err != nil {
				return err
			}
			if err := b.begin(); err != nil {
				return err
			}
		}
		return b.write(row)
	})
	if err != nil {
		return err
	}
	return b.w.Flush()
}

// begin starts a sheet with its head.
func (b *workbook) begin() error {
	b.part++
	name := b.sheet.Name
	if b.part > 1 {
		name += " " + strconv.Itoa(b.part)
	}
	if _, err := b.file.NewSheet(name); err != nil { // the one of that name, where there is one
		return err
	}
	var err error
	if b.w, err = b.file.NewStreamWriter(name); err != nil {
		return err
	}
	if err := b.w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	b.row = 0
	head := make([]any, len(b.sheet.Head))
	for i, h := range b.sheet.Head {
		head[i] = h
	}
	return b.write(head)
}

func (b *workbook) write(row []any) error {
	b.row++
	ref, err := excelize.CoordinatesToCellName(1, b.row)
	if err != nil {
		return err
	}
	cells := make([]any, len(row))
	for i, v := range row {
		switch v := v.(type) {
		case time.Time:
			cells[i] = v.UTC().Format(time.RFC3339)
		case bool:
			cells[i] = 0
			if v {
				cells[i] = 1
			}
		default:
			cells[i] = v
		}
	}
	return b.w.SetRow(ref, cells)
}
