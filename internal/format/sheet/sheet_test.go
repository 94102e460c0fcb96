package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
)

func read(t testing.TB, source string) *kit.Import {
	t.Helper()
	m, err := decodeCSV(context.Background(), kit.Input{Name: "f.csv", Data: []byte(source)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// shown gives each question as kind id: stem (key), and the findings.
func shown(m *kit.Import) string {
	var parts []string
	for _, q := range m.Set.Questions {
		parts = append(parts, fmt.Sprintf("%s %s: %s (%s)", q.Kind, q.ID, q.Stem, q.Body.Key()))
	}
	for _, d := range m.List {
		parts = append(parts, fmt.Sprintf("%d:%d %s", d.Line, d.Col, d.Code))
	}
	return strings.Join(parts, ", ")
}

func TestTablesOfManyShapes(t *testing.T) {
	for source, want := range map[string]string{
		// The ways to name right options.
		"question,option a,option b,option c,right\nQ?,x,y,z,B":   "single-choice q: Q? (1)",
		"Question;Answer 1;Answer 2;Correct Answer(s)\nQ?;x;y;2":  "single-choice q: Q? (1)",
		"question\toptions\tanswer\nQ?\tx; y; z\tA,C":             "multiple-response q: Q? (0,2)",
		"question,option 1,option 2,option 3,right\nQ?,x,y,z,2.1": "multiple-response q: Q? (0,1)",
		"question,option 1,option 2,right\nQ?,x,y,Y":              "single-choice q: Q? (1)",
		"question,option 1,option 2,right\nQ?,2,1,2":              "single-choice q: Q? (0)",
		"question,options,right\nQ?,\"x one;y, two\",\"y, two\"":  "single-choice q: Q? (1)",
		"question,option 1,option 2,right\nQ?,x,y,C":              "2:8 bad-answer",
		// Kinds without options.
		"question,answer\nWater is wet.,TRUE\n\"How many, then?\",42.5\nWhat?,A word\nWhy?,": "true-false water-is-wet: Water is wet. (true), numeric how-many-then: How many, then? (42.5), " +
			"short-text what: What? (A word), unsupported why: Why? (), 5:1 unsupported-kind",
		"type,question,answer\ntf,Q?,maybe\nessay,E?,":                                        "unsupported e: E? (), 2:7 bad-answer, 3:1 unsupported-kind",
		"kind,question,option 1,option 2,right\nmatching,Q?,a -> 1,b -> 2,\nmatching,R?,a,b,": "matching q: Q? (0,1), 3:13 no-arrow",
		// Awkward cells.
		"\ufeff\"question\",\"answer\"\r\n\"Two\r\nlines?\",\"x \"\"y\"\"\"\r\n": "short-text two-lines: Two\nlines? (x \"y\")",
		"no,question,time limit,answer\n1,Q?,20,yes\n2,,,\n,,,\n":                "true-false q: Q? (true), 1:1 column-ignored, 1:13 column-ignored",
		"title\n\nquestion,answer\nQ?,yes":                                       "true-false q: Q? (true)",
		"question,points,answer\nQ?,many,yes":                                    "true-false q: Q? (true), 2:4 bad-weight",
		"question,answer\nWhat is <b>2</b> * 3 * 4?,'=24":                        "short-text what-is-2-3: What is **2** * 3 * 4? (=24)",
	} {
		if got := shown(read(t, source)); got != want {
			t.Errorf("%q\ngives %s\nwant  %s", source, got, want)
		}
	}
	if _, err := decodeCSV(context.Background(), kit.Input{Name: "f.csv", Data: []byte("a,b\n1,2")}); err == nil {
		t.Error("a table without questions was read")
	}
}

// A cell that a program for tables would carry out is written as text.
func TestTrust39FormulasAreDisarmed(t *testing.T) {
	set := &quiz.Set{ID: "s", Questions: []quiz.Question{{ID: "a", Kind: choice.SingleKind, Stem: "=HYPERLINK(1)", Body: &choice.Single{Options: choice.Options{
		{Text: "+x", Correct: true}, {Text: "@x"}, {Text: "'-y"}, {Text: "z"},
	}}}}}
	for _, f := range []kit.Format{CSV, XLSX} {
		out, err := f.Encode(set)
		if err != nil || len(out.List) > 0 {
			t.Fatal(f.Name, err, out.List)
		}
	}
	out, err := CSV.Encode(set)
	if err != nil {
		t.Fatal(err)
	}
	for _, unsafe := range []string{",=", ",+", ",@", ",-"} {
		if strings.Contains(string(out.Files[0].Data), unsafe) {
			t.Errorf("%q stands in\n%s", unsafe, out.Files[0].Data)
		}
	}
}

// Kahoot's template has its header on row 8, numbers in column A and a time
// limit that has no place here.
func TestKahootTemplate(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for ref, v := range map[string]any{
		"B2": "Quiz template", "B8": "Question - max 120 characters", "C8": "Answer 1 - max 75 characters", "D8": "Answer 2 - max 75 characters",
		"E8": "Answer 3 - max 75 characters", "F8": "Answer 4 - max 75 characters", "G8": "Time limit (sec) – 5, 10, 20", "H8": "Correct answer(s) - choose at least one",
		"A9": 1, "B9": "Which is a sea?", "C9": "Baltic", "D9": "Sahara", "G9": 20, "H9": 1,
		"A10": 2, "B10": "Which are even?", "C10": 1, "D10": 2, "E10": 3, "F10": 4, "G10": 20, "H10": "2,4",
		"A11": 3, "A12": 4,
	} {
		if err := f.SetCellValue("Sheet1", ref, v); err != nil {
			t.Fatal(err)
		}
	}
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	m, err := decodeXLSX(context.Background(), kit.Input{Name: "k.xlsx", Data: data.Bytes()})
	if err != nil {
		t.Fatal(err)
	}
	want := "single-choice which-is-a-sea: Which is a sea? (0), multiple-response which-are-even: Which are even? (1,3), 8:7 column-ignored"
	if got := shown(m); got != want {
		t.Errorf("gives %s\nwant  %s", got, want)
	}
}

func TestBrokenWorkbook(t *testing.T) {
	if _, err := decodeXLSX(context.Background(), kit.Input{Name: "k.xlsx", Data: []byte("PK\x03\x04xl/workbook.xml")}); err == nil {
		t.Error("it was read")
	}
}

func FuzzDecodeCSV(f *testing.F) {
	f.Add([]byte("question,option 1,because 1,option 2,right\nQ?,x,no,y,B\n\"broken"))
	f.Add([]byte("kind;question;options;right;weight\nmatching;Q;a -> b|c -> d;;2"))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := kit.Input{Name: "f", Data: data}
		CSV.Detect(in)
		m, err := decodeCSV(context.Background(), in)
		if err != nil {
			return
		}
		if len(m.Fates) != len(m.Set.Questions)+m.Count(kit.Refused) {
			t.Fatalf("%d fates, %d questions", len(m.Fates), len(m.Set.Questions))
		}
	})
}

// workbook makes a workbook whose sheet is this XML.
func workbook(t testing.TB, sheet string) kit.Input {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	plain, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := kit.OpenZip(plain.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range archive.Names() {
		data, err := archive.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "xl/worksheets/sheet1.xml" {
			data = []byte(sheet)
		}
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return kit.Input{Name: "f.xlsx", Data: out.Bytes()}
}

const sheetStart = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`

// A few bytes for a cell in the last column are not a row of 16,384 cells that
// is kept.
func TestWideRows(t *testing.T) {
	row := `<row><c r="XFD1"><v>1</v></c></row>`
	m, err := decodeXLSX(context.Background(), workbook(t, sheetStart+strings.Repeat(row, 200)+"</sheetData></worksheet>"))
	if err == nil {
		t.Errorf("%d questions", len(m.Set.Questions))
	}
	book, err := excelize.OpenReader(bytes.NewReader(workbook(t, sheetStart+row+"</sheetData></worksheet>").Data))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := readSheet(book, "Sheet1", "f")
	if err != nil || len(rows) != 1 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	for _, r := range rows {
		if cap(r) > maxColumns {
			t.Errorf("a row of %d cells is kept", cap(r))
		}
	}
}

func FuzzDecodeXLSX(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>question</t></is></c><c r="B1" t="inlineStr"><is><t>right</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row>`)
	f.Add(`<row><c r="XFD1048576" t="s"><v>9</v></c></row>`)
	f.Fuzz(func(t *testing.T, cells string) {
		m, err := decodeXLSX(context.Background(), workbook(t, sheetStart+cells+"</sheetData></worksheet>"))
		if err == nil && len(m.Fates) != len(m.Set.Questions)+m.Count(kit.Refused) {
			t.Fatalf("%d fates, %d questions", len(m.Fates), len(m.Set.Questions))
		}
	})
}
