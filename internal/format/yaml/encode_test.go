package yaml

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

// everyKind is a set with a question of every kind.
const everyKind = "../../quiz/kinds/testdata/tides"

func loadDir(t *testing.T, dir string) *quiz.Set {
	t.Helper()
	set, list, err := Load(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, name)) }, "tides", dir)
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	return set
}

func asJSON(t *testing.T, set *quiz.Set) string {
	t.Helper()
	out, err := json.MarshalIndent(set, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// What is written reads back as the same set, in both forms of the format.
func TestWrittenSetsReadBack(t *testing.T) {
	for _, dir := range []string{everyKind, "../../../questions/kratom"} {
		set := loadDir(t, dir)
		set.Draw = quiz.Draws{}
		for _, t := range set.Topics {
			set.Draw[t.Name] = 1
		}
		for _, f := range []kit.Format{Native, JSON} {
			out, err := f.Encode(set)
			if err != nil || out.Loss() > 0 {
				t.Fatal(err, out)
			}
			in := kit.Input{Name: out.Files[0].Name, Data: out.Files[0].Data}
			if f.Detect(in) == 0 {
				t.Errorf("%s does not know its own file", f.Name)
			}
			again, err := f.Decode(context.Background(), in)
			if err != nil || len(again.List) > 0 || again.Count(kit.Whole) != len(set.Questions) {
				t.Fatalf("%s: %v %v", f.Name, err, again.List)
			}
			again.Set.ReadingFile = set.ReadingFile // it is a file of its own
			if got, want := asJSON(t, again.Set), asJSON(t, set); got != want {
				t.Errorf("%s: %s reads back as\n%s", dir, f.Name, got)
			}
		}
	}
}

func TestNativeKeepsTheReading(t *testing.T) {
	set := loadDir(t, everyKind)
	out, err := Native.Encode(set)
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Files) != 2 || out.Files[1].Name != "reading.md" || !bytes.Equal(out.Files[1].Data, set.Files[1].Data) {
		t.Errorf("%d files", len(out.Files))
	}
}

func TestTextOfManyShapesReadsBack(t *testing.T) {
	for _, stem := range []string{"a: b # c", "two\nlines", "two\n\n  paragraphs\n", "- \"id\": 'x' \\", "tab\there", "\u2028 and \u0085 x", "😀", "{a}", "  - id: no", "\ufeffx", "a\n  - id: b"} {
		set := &quiz.Set{Title: "true", Questions: []quiz.Question{{ID: "1e3", Stem: stem, Kind: "true-false", Explanation: stem}}}
		set.Questions[0].Body, _ = quiz.NewBody("true-false")
		src := append(Encode(set), "    answer: true\n"...)
		again, list := Parse(src, "set.yaml")
		if again == nil || len(again.Questions) != 1 || again.Title != "true" {
			t.Errorf("%q: %v\n%s", stem, list, src)
			continue
		}
		if got := again.Questions[0]; got.Stem != stem || got.Explanation != stem || got.ID != "1e3" {
			t.Errorf("%q reads back as %q\n%s", stem, got.Stem, src)
		}
	}
}

// Other programs write JSON in ways that YAML does not read.
func TestJSONAsOthersWriteIt(t *testing.T) {
	src := "{\n\t\"title\": \"T\",\n\t\"questions\": [{\"id\": \"a\", \"stem\": \"\\ud83d\\ude00 \\u00e9\\/\", \"options\": [{\"text\": \"x\", \"correct\": true}, {\"text\": \"y\"}]},\n\t{\"id\": \"b\", \"stem\": \"?\", \"kind\": \"nonsense\"}]\n}"
	m, err := JSON.Decode(context.Background(), kit.Input{Name: "a.json", Data: []byte(src)})
	if err != nil || len(m.Set.Questions) != 1 || m.Set.Questions[0].Stem != "😀 é/" || m.Count(kit.Refused) != 1 {
		t.Errorf("%v %+v %v", err, m.Set, m.List)
	}
	m, err = JSON.Decode(context.Background(), kit.Input{Name: "a.json", Data: []byte("{")})
	if err != nil || len(m.List) == 0 || !strings.HasPrefix(m.List[0].String(), "a.json:") {
		t.Errorf("%v %v", err, m.List)
	}
}
