package qti

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
	kept "verbatim/internal/quiz/unsupported"
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
		if !slices.Contains([]string{"qti21", "qti22", "qti30", "qti-packages"}, folder) || strings.Contains(row[0], "qti_1.2") {
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

var scoreOutcome = regexp.MustCompile(`(?:^|[ ;])SCORE=([0-9.]+)`)

// What other engines give for the declared correct response, our rule gives
// for the same answer.
func TestScoresOfOtherEngines(t *testing.T) {
	compared := 0
	for _, row := range table(t, "QTI-SCORES.tsv")[1:] {
		m := scoreOutcome.FindStringSubmatch(row[3])
		if m == nil || strings.HasPrefix(row[3], "ERROR") {
			continue // the other engine cannot run the item
		}
		score, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		in := open(t, row[0])
		got, err := decode(context.Background(), in)
		if err != nil || len(got.Set.Questions) != 1 {
			t.Errorf("%s: %v", row[0], err)
			continue
		}
		// The item's own rule, as it is run here.
		root, err := kit.ParseXML(in.Data, in.Name)
		if err != nil {
			t.Fatal(err)
		}
		rename(root)
		var given map[string]value
		if err := json.Unmarshal([]byte(row[2]), &given); err != nil {
			t.Fatal(err)
		}
		outcomes, err := readItem(root).score(given)
		if run := points(outcomes, "SCORE"); err == nil && math.Abs(run-score) > 1e-6 {
			t.Errorf("%s: its own rule gives %v, and %s gives %v", row[0], run, row[1], score)
		}
		q := &got.Set.Questions[0]
		if q.Kind == kept.Kind || score == 0 {
			t.Logf("%s is %s, SCORE=%v: %v", row[0], q.Kind, score, err)
			continue
		}
		compared++
		if fraction, err := q.Body.Grade(q.Body.Key()); err != nil || math.Abs(fraction*q.Points()-score) > 1e-6 {
			t.Errorf("%s: our rule gives %v of %v, and %s gives %v (%v)", row[0], fraction, q.Points(), row[1], score, err)
		}
	}
	t.Logf("SUM %d items compared", compared)
}

// What came from elsewhere is the same after it has gone out and come in again.
func TestCorporaRoundTrip(t *testing.T) {
	for _, row := range table(t, "MANIFEST.tsv") {
		folder, _, _ := strings.Cut(row[0], "/")
		if !slices.Contains([]string{"qti21", "qti22", "qti30", "qti-packages"}, folder) || row[5] == "0" || strings.Contains(row[0], "qti_1.2") {
			continue
		}
		first, err := decode(context.Background(), open(t, row[0]))
		if err != nil {
			t.Fatal(err)
		}
		first.Set.Files = append(first.Set.Files, first.Media...)
		out, err := encode(first.Set, v30)
		if err != nil {
			t.Errorf("%s: %v", row[0], err)
			continue
		}
		second, err := decode(context.Background(), kit.Input{Name: row[0], Data: out.Files[0].Data})
		if err != nil {
			t.Fatal(err)
		}
		second.Set.ID, second.Set.Files = first.Set.ID, append(second.Set.Files, second.Media...)
		again, err := encode(second.Set, v30)
		if err != nil {
			t.Errorf("%s: %v", row[0], err)
			continue
		}
		third, err := decode(context.Background(), kit.Input{Name: row[0], Data: again.Files[0].Data})
		if err != nil {
			t.Fatal(err)
		}
		if a, b := asJSON(t, second.Set), asJSON(t, third.Set); a != b {
			t.Errorf("%s: came back as\n%s\nand then as\n%s", row[0], a, b)
		}
	}
}
