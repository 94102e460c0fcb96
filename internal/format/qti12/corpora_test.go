package qti12

import (
	"context"
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
)

// corpora are files that other people wrote. They are not part of the project.
const corpora = "../../../../shared/formats/corpora"

// table reads a table of the corpora.
func table(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join(corpora, name))
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
	return rows
}

func open(t *testing.T, name string) kit.Input {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(corpora, name))
	if err != nil {
		t.Fatal(err)
	}
	return kit.Input{Name: name, Data: data}
}

func TestCorpora(t *testing.T) {
	counts := map[string]*[4]int{}
	for _, row := range table(t, "MANIFEST.tsv") {
		folder, _, _ := strings.Cut(row[0], "/")
		if folder != "qti12" && !strings.HasSuffix(row[0], "test_qti_1.2.zip") {
			continue
		}
		want, err := strconv.Atoi(row[5])
		if err != nil {
			t.Fatalf("%s: %v", row[0], err)
		}
		in := open(t, row[0])
		c := counts[folder]
		if c == nil {
			c = &[4]int{}
			counts[folder] = c
		}
		c[0]++
		got, err := decode(context.Background(), in)
		if err != nil {
			if want > 0 {
				t.Errorf("%s: %v", row[0], err)
			}
			continue
		}
		if sure := detect(in); sure < 90 {
			t.Errorf("%s is not recognised: %d", row[0], sure)
		}
		if len(got.Set.Questions) != want {
			t.Errorf("%s: %d questions came in, and %d are expected: %v", row[0], len(got.Set.Questions), want, got.List)
		}
		for _, d := range got.List {
			t.Log(row[0], d)
		}
		for i := range 3 {
			c[i+1] += got.Count(kit.Fate(i))
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(counts)) {
		c := counts[folder]
		t.Logf("SUM %s: %d files, %d whole, %d with loss, %d refused", folder, c[0], c[1], c[2], c[3])
	}
}
