package format_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"verbatim/internal/e2e/need"
	"verbatim/internal/format"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

// generated is a set of many questions, the same at each run.
func generated(c can) *quiz.Set {
	all := &quiz.Set{ID: "many", Title: "Many"}
	for seed := range 40 {
		one := rapid.Custom(func(t *rapid.T) *quiz.Set { return (&maker{T: t, can: c}).set() }).Example(seed)
		for _, q := range one.Questions {
			q.ID = fmt.Sprintf("q%d-%s", seed, q.ID)
			all.Questions = append(all.Questions, q)
		}
		all.Topics = one.Topics
	}
	return all
}

func exported(t *testing.T, name string, set *quiz.Set) []byte {
	t.Helper()
	f, err := format.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	out, err := f.Encode(set)
	if err != nil || out.Loss() > 0 {
		t.Fatal(err, out.List)
	}
	return out.Files[0].Data
}

// Another reader of GIFT, the npm package gift-pegjs, finds the same questions
// in what is written. It does not know ordering, so that is left out.
func TestAnotherReaderOfGIFT(t *testing.T) {
	module := need.NPM(t, "gift-pegjs/package.json")
	node := need.Program(t, "node", "nodejs")
	kinds := map[string]string{choice.SingleKind: "MC", choice.MultipleKind: "MC", truefalse.Kind: "TF", shorttext.Kind: "Short", numeric.Kind: "Numerical", matching.Kind: "Matching"}
	c := carries["gift"]
	c.kinds = []string{choice.SingleKind, choice.MultipleKind, truefalse.Kind, shorttext.Kind, numeric.Kind, matching.Kind}
	set := generated(c)
	const script = `const {default: {parse}} = await import(process.argv[1]);
let text = ""; for await (const part of process.stdin) text += part;
console.log(JSON.stringify(parse(text).filter(q => q.type !== "Category").map(q => [q.type, q.id])));`
	main := filepath.Join(filepath.Dir(module), "pegjs-gift.js")
	cmd := exec.Command(node, "--input-type=module", "-e", script, main)
	cmd.Stdin = strings.NewReader(string(exported(t, "gift", set)))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%.2000s", err, out)
	}
	var read [][2]string
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatalf("%v\n%.2000s", err, out)
	}
	if len(read) != len(set.Questions) {
		t.Fatalf("it reads %d questions of %d", len(read), len(set.Questions))
	}
	for i, q := range set.Questions {
		if read[i] != [2]string{kinds[q.Kind], q.ID} {
			t.Errorf("%s, %s is read as %v", q.ID, q.Kind, read[i])
		}
	}
}

// LibreOffice reads the workbook: every cell is there as text, and none is a
// formula that was carried out.
func TestLibreOfficeReadsTheWorkbook(t *testing.T) {
	office := need.Program(t, "soffice", "libreoffice-calc")
	set := generated(table)
	dir := t.TempDir()
	book := filepath.Join(dir, "many.xlsx")
	if err := os.WriteFile(book, exported(t, "xlsx", set), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir", dir, book)
	cmd.WaitDelay = time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	src, err := os.ReadFile(filepath.Join(dir, "many.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(src))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(set.Questions)+1 {
		t.Fatalf("it reads %d rows of %d", len(rows)-1, len(set.Questions))
	}
	for i, q := range set.Questions {
		if got := rows[i+1]; got[0] != q.ID || got[1] != q.Kind || got[3] != q.Stem {
			t.Errorf("%s %q is read as %q", q.ID, q.Stem, got[:4])
		}
	}
}

// A question of a kind that a format lacks goes out as the nearest that it has,
// and that is told.
func TestNearestKind(t *testing.T) {
	set, list, err := format.Load(os.DirFS("../quiz/kinds/testdata"), "tides", "tides", "tides")
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	for name, want := range map[string][]string{
		"gift":       {"single-choice"},
		"aiken":      {"single-choice"},
		"moodle-xml": {"single-choice", "cloze"},
	} {
		f, err := format.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		some := *set
		some.Questions = nil
		for _, q := range set.Questions {
			if q.Kind == "find-the-passage" || q.Kind == "two-part" {
				some.Questions = append(some.Questions, q)
			}
		}
		out, err := f.Encode(&some)
		if err != nil {
			t.Fatal(err)
		}
		if out.Count(kit.Lossy) != len(want) || out.Count(kit.Refused) != len(some.Questions)-len(want) {
			t.Errorf("%s: %v", name, out.List)
		}
		again, err := f.Decode(t.Context(), kit.Input{Name: out.Files[0].Name, Data: out.Files[0].Data})
		if err != nil {
			t.Fatal(err)
		}
		for i, q := range again.Set.Questions {
			if q.Kind != want[i] {
				t.Errorf("%s: %s comes back as %s", name, q.ID, q.Kind)
			}
		}
	}
}

// A stem of several paragraphs, with a table and code, comes back from the
// formats that hold it, and the others say that they do not.
func TestLongStems(t *testing.T) {
	const stem = "1. What is *this*?\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode  here\n    more\n```\n\n- one\n- two\n\nThe end."
	for name, whole := range map[string]bool{"json": true, "gift": true, "text2qti": true, "csv": true, "xlsx": true, "moodle-xml": true, "qti": true, "qti21": true, "aiken": false, "anki": false} {
		f, err := format.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		set := &quiz.Set{ID: "s", Title: "S", Questions: []quiz.Question{{ID: "long", Kind: choice.SingleKind, Stem: stem,
			Body: &choice.Single{Options: choice.Options{{Text: "a", Correct: true}, {Text: "b"}}}}}}
		out, err := f.Encode(set)
		if err != nil {
			t.Fatal(err)
		}
		if (out.Loss() == 0) != whole {
			t.Errorf("%s: %v", name, out.List)
		}
		if !whole {
			continue
		}
		again, err := format.Lookup(strings.TrimSuffix(name, "21"))
		if err != nil {
			t.Fatal(err)
		}
		m, err := again.Decode(t.Context(), kit.Input{Name: out.Files[0].Name, Data: out.Files[0].Data})
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Set.Questions[0].Stem; kit.Stem(got) != kit.Stem(stem) {
			t.Errorf("%s: it comes back as\n%s", name, got)
		}
	}
}
