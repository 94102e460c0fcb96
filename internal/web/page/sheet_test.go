package page

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var armed = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"}

func sheetOf(rows ...[]any) Sheet {
	return Sheet{Name: "Things", Head: []string{"thing", "n"}, Rows: func(write func([]any) error) error {
		for _, r := range rows {
			if err := write(r); err != nil {
				return err
			}
		}
		return nil
	}}
}

func TestWriteCSV(t *testing.T) {
	var b bytes.Buffer
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.FixedZone("", 3600))
	rows := [][]any{{"a, \"b\"\nc", 1}, {"π", -0.5}, {true, nil}, {at, false}}
	for _, text := range armed {
		rows = append(rows, []any{text, 0})
	}
	if err := WriteCSV(&b, sheetOf(rows...)); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), "\ufeff")
	if !marked {
		t.Error("it does not begin with a byte order mark")
	}
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"thing", "n"}, {"a, \"b\"\nc", "1"}, {"π", "-0.5"}, {"1", ""}, {"2026-03-01T09:00:00Z", "0"}}
	for i, line := range want {
		if !slices.Equal(got[i], line) {
			t.Errorf("line %d is %q, want %q", i, got[i], line)
		}
	}
	for _, line := range got[len(want):] {
		if line[0][0] != '\'' {
			t.Errorf("%q would be taken for a formula", line[0])
		}
	}
}

// A table with more rows than a sheet holds goes on in the next, with its head.
func TestWriteXLSX(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	book := &workbook{file: f, sheet: sheetOf([]any{"a", 1}, []any{"=1+1", 2.5}, []any{"c", nil})}
	if err := book.fill(3); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][][]string{"Things": {{"thing", "n"}, {"a", "1"}, {"=1+1", "2.5"}}, "Things 2": {{"thing", "n"}, {"c"}}} {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(rows, want, slices.Equal) {
			t.Errorf("%s holds %q", name, rows)
		}
	}
	if formula, _ := f.GetCellFormula("Things", "A3"); formula != "" {
		t.Errorf("there is a formula %q", formula)
	}
	var b bytes.Buffer
	if err := WriteXLSX(&b, sheetOf([]any{"a", 1}), Sheet{Name: "Empty", Head: []string{"x"}, Rows: func(func([]any) error) error { return nil }}); err != nil {
		t.Fatal(err)
	}
	read, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	if got := read.GetSheetList(); !slices.Equal(got, []string{"Things", "Empty"}) {
		t.Errorf("the sheets are %q", got)
	}
}

func TestSheetThatFails(t *testing.T) {
	broken := errors.New("the database went away")
	s := Sheet{Name: "Broken", Head: []string{"x"}, Rows: func(func([]any) error) error { return broken }}
	if err := WriteCSV(&bytes.Buffer{}, s); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if err := WriteXLSX(&bytes.Buffer{}, s); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
}
