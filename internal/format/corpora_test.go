package format_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"verbatim/internal/format"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// corpora is where the files of other people lie, outside the project: their
// licences differ. Tests that read them are skipped where they are absent.
func corpora(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "formats", "corpora")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the corpora are not here: they belong in ../shared/formats/corpora beside the project")
	}
	return dir
}

// listed are the files of the corpora with what MANIFEST.tsv says of them.
type listed struct {
	file  string // below the corpora
	count string // of questions; "-" where none is stated
}

func manifest(t *testing.T, dir string) []listed {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(dir, "MANIFEST.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(src)))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		if !seen[row[0]] {
			seen[row[0]] = true
			all = append(all, listed{row[0], row[5]})
		}
	}
	return all
}

// readAs names the formats by the folders of the corpora.
var readAs = map[string]string{"gift": "gift", "aiken": "aiken", "csv": "csv", "kahoot": "xlsx", "text2qti": "text2qti", "anki": "anki", "missingword": "gift"}

// Every file comes in with the questions that the manifest counts, by its
// content alone, and a set that was written as native reads back.
func TestCorporaComeIn(t *testing.T) {
	dir := corpora(t)
	for _, l := range manifest(t, dir) {
		folder, _, _ := strings.Cut(l.file, "/")
		want, known := readAs[folder]
		if !known || strings.Contains(l.file, "upstream-expected") || strings.HasSuffix(l.file, ".apkg") {
			continue
		}
		t.Run(l.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(l.file)))
			if err != nil {
				t.Fatal(err)
			}
			m, f, err := format.Read(context.Background(), kit.Input{Name: l.file, Data: data}, "")
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s: %d whole, %d with loss, %d refused", f.Name, m.Count(kit.Whole), m.Count(kit.Lossy), m.Count(kit.Refused))
			for _, d := range m.List {
				t.Log(d)
			}
			if f.Name != want {
				t.Errorf("it is taken for %s", f.Name)
			}
			if n, err := strconv.Atoi(l.count); err == nil && len(m.Set.Questions) != n {
				t.Errorf("%d questions came in, the manifest counts %d", len(m.Set.Questions), n)
			}
			readsBack(t, m.Set)
			isStable(t, f, m.Set)
		})
	}
}

// readsBack says that a set that came in is one that our own format can hold.
func readsBack(t *testing.T, set *quiz.Set) {
	t.Helper()
	native, err := format.Lookup("native")
	if err != nil {
		t.Fatal(err)
	}
	out, err := native.Encode(set)
	if err != nil {
		t.Fatal(err)
	}
	again, err := native.Decode(context.Background(), kit.Input{Name: "set.yaml", Data: out.Files[0].Data})
	if err != nil || len(set.Questions) > 0 && (again.Loss() > 0 || len(again.Set.Questions) != len(set.Questions)) {
		t.Errorf("it does not read back: %v %v", err, again.List)
	}
}

// isStable says that a set that came in, written in its format and read again,
// is written the same.
func isStable(t *testing.T, f kit.Format, set *quiz.Set) {
	t.Helper()
	if f.Encode == nil {
		return
	}
	first, err := f.Encode(set)
	if err != nil {
		t.Fatal(err)
	}
	again, err := f.Decode(context.Background(), kit.Input{Name: first.Files[0].Name, Data: first.Files[0].Data})
	if err != nil {
		t.Fatal(err)
	}
	again.Set.ID, again.Set.Title, again.Set.Description = set.ID, set.Title, set.Description
	second, err := f.Encode(again.Set)
	if err != nil {
		t.Fatal(err)
	}
	if f.Name != "xlsx" && !bytes.Equal(first.Files[0].Data, second.Files[0].Data) { // a workbook holds the time
		t.Errorf("it is written as\n%s\nand then as\n%s", first.Files[0].Data, second.Files[0].Data)
	}
}
