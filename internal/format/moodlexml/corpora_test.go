package moodlexml

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
)

// corpora are files that other people wrote. They are not part of the project.
const corpora = "../../../../shared/formats/corpora"

// expected lists the files of the manifest below a folder and the number of
// questions in each.
func expected(t *testing.T, folder string) map[string]int {
	t.Helper()
	f, err := os.Open(filepath.Join(corpora, "MANIFEST.tsv"))
	if err != nil {
		t.Skip("the corpora are not here: ", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]int{}
	for _, row := range rows {
		if strings.HasPrefix(row[0], folder+"/") {
			n, err := strconv.Atoi(row[5])
			if err != nil {
				t.Fatalf("%s: %v", row[0], err)
			}
			files[row[0]] = n
		}
	}
	if len(files) == 0 {
		t.Fatalf("the manifest names no files in %s", folder)
	}
	return files
}

func TestCorpora(t *testing.T) {
	whole, lossy, refused := 0, 0, 0
	for name, n := range expected(t, "moodle-xml") {
		data, err := os.ReadFile(filepath.Join(corpora, name))
		if err != nil {
			t.Fatal(err)
		}
		in := kit.Input{Name: name, Data: data}
		if sure := detect(in); sure < 80 {
			t.Errorf("%s is not recognised: %d", name, sure)
		}
		got, err := decode(context.Background(), in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(got.Set.Questions) != n {
			t.Errorf("%s: %d questions came in, and %d are expected", name, len(got.Set.Questions), n)
		}
		for _, d := range got.List {
			t.Log(d)
		}
		whole, lossy, refused = whole+got.Count(kit.Whole), lossy+got.Count(kit.Lossy), refused+got.Count(kit.Refused)
	}
	t.Logf("%d whole, %d with loss, %d refused", whole, lossy, refused)
}
