package yaml

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"verbatim/internal/diag"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
)

const sound = `title: "Tides"
language: en
reading: reading.md
topics:
  causes: What causes them
questions:
  - id: moon
    topic: causes
    evidence: mechanism
    stem: "What pulls the water most?"
    options:
      - text: "The moon"
        correct: true
      - text: "The wind"
        because: "It moves the surface alone."
        quote: "The wind moves the surface alone."
    explanation: "The moon is nearest."
    quote: "The moon pulls the water most"
`

const soundReading = "# Tides\n\nThe moon pulls the water most. The wind moves the surface alone.\n"

func open(files map[string]string) Open {
	return func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
}

func load(t *testing.T, set, reading string) (*quiz.Set, diag.List) {
	t.Helper()
	s, list, err := Load(open(map[string]string{File: set, "reading.md": reading}), "tides", "sets/tides")
	if err != nil {
		t.Fatal(err)
	}
	return s, list
}

func TestLoad(t *testing.T) {
	set, list := load(t, sound, soundReading)
	if len(list) != 0 {
		t.Fatalf("a sound set has findings: %v", list)
	}
	q := set.Questions[0]
	body := q.Body.(*choice.Single)
	if set.ID != "tides" || q.ID != "moon" || q.Kind != "single-choice" || !body.Options[0].Correct || body.Options[1].Because == "" {
		t.Errorf("read %+v", set)
	}
	for field, want := range map[string]string{"": "7:5", "quote": "18:12", "stem": "10:11"} {
		if got := q.Pos(field); got != (diag.Pos{File: "sets/tides/set.yaml", Line: got.Line, Col: got.Col}) || fmt.Sprintf("%d:%d", got.Line, got.Col) != want {
			t.Errorf("position of %q = %v, want %s", field, got, want)
		}
	}
	if len(set.Files) != 2 || set.Files[1].Name != "reading.md" {
		t.Errorf("files %v", set.Files)
	}
}

// TestFindings breaks the sound set in one way each.
func TestFindings(t *testing.T) {
	tests := []struct {
		name     string
		old, new string
		want     []string // line:col code
	}{
		{"unknown key", "explanation:", "explanaton:", []string{"17:5 unknown-key"}},
		{"missing key", `    stem: "What pulls the water most?"` + "\n", "", []string{"7:5 missing-key"}},
		{"syntax", `"The wind"`, `"The wind`, []string{"14:7 syntax"}},
		{"tab", "    topic: causes", "\ttopic: causes", []string{"8:1 syntax"}},
		{"wrong type", "correct: true", "correct: yes", []string{"13:18 wrong-type"}},
		{"list for text", `stem: "What pulls the water most?"`, "stem: [a]", []string{"10:11 wrong-type"}},
		{"text for list", "topics:\n  causes: What causes them", "topics: causes", []string{"4:9 wrong-type", "7:12 unknown-topic"}},
		{"bad value", "evidence: mechanism", "evidence: mechanisms", []string{"9:15 bad-value"}},
		{"unknown kind", "evidence: mechanism", "kind: essay-ish", []string{"9:11 unknown-kind"}},
		{"unknown topic", "topic: causes", "topic: cause", []string{"5:3 unused-topic", "8:12 unknown-topic"}},
		{"no topic", "    topic: causes\n", "", []string{"5:3 unused-topic", "7:5 missing-topic"}},
		{"draw of an unknown topic", "questions:", "draw: {cause: 1}\nquestions:", []string{"6:8 unknown-topic"}},
		{"draw of no question", "questions:", "draw:\n  causes: 0\nquestions:", []string{"7:3 bad-draw"}},
		{"draw of more questions than there are", "questions:", "draw:\n  causes: 2\nquestions:", []string{"7:3 bad-draw"}},
		{"draw of all questions", "questions:", "draw:\n  causes: 1\nquestions:", []string{"7:3 whole-draw"}},
		{"draw without topics", "questions:", "draw: 3\nquestions:", []string{"6:7 wrong-type"}},
		{"draw of a word", "questions:", "draw:\n  causes: one\nquestions:", []string{"7:11 wrong-type"}},
		{"draw twice", "questions:", "draw:\n  causes: 1\n  causes: 1\nquestions:", []string{"7:3 whole-draw", "8:3 duplicate-key"}},
		{"duplicate key", "    explanation:", "    stem: \"Again?\"\n    explanation:", []string{"17:5 duplicate-key"}},
		{"no right option", "        correct: true\n", "", []string{"11:5 no-right-option", "12:9 missing-because"}},
		{"two right options", `because: "It moves the surface alone."`, "correct: true", []string{"15:18 many-right-options"}},
		{"missing because", "        because: \"It moves the surface alone.\"\n", "", []string{"14:9 missing-because"}},
		{"missing quote", "    quote: \"The moon pulls the water most\"\n", "", []string{"7:5 missing-quote"}},
		{"quote not found", "pulls the water most\"", "pulls the water best\"", []string{"18:12 quote-not-found"}},
		{"option's quote not found", "surface alone.\"\n    expl", "surface only.\"\n    expl", []string{"16:16 quote-not-found"}},
		{"quote too short", `"The moon pulls the water most"`, `"The moon"`, []string{"18:12 quote-too-short"}},
		{"lone number", `"The moon pulls the water most"`, `"1234567890123"`, []string{"18:12 quote-too-short"}},
		{"after without quote", "    quote: \"The moon pulls the water most\"", "    after: \"The wind\"", []string{"7:5 missing-quote", "18:12 missing-quote"}},
		{"empty value", `explanation: "The moon is nearest."`, "explanation:", []string{"17:17 empty-value"}},
		{"bad id", "id: moon", "id: The Moon", []string{"7:9 bad-id"}},
		{"alias", "topic: causes", "topic: &a causes", []string{"8:12 alias"}},
		{"tag", "topic: causes", "topic: !!str causes", []string{"8:12 tag"}},
		{"reading not there", "reading: reading.md", "reading: text.md", []string{"3:10 no-reading-file"}},
		{"reading outside", "reading: reading.md", "reading: ../reading.md", []string{"3:10 bad-reading"}},
		{"no source", "reading: reading.md\n", "", []string{"1:1 no-source"}},
		{"not UTF-8", "The moon is", "The m\xf6on is", []string{"17:24 not-utf8"}},
		{"column in runes", `"The moon is nearest."`, `"Ünïcødé" extra`, []string{"17:5 syntax"}},
		{"second document", "title:", "---\ntitle: \"Other\"\n---\ntitle:", []string{"3:1 second-document"}},
		{"address without https", "topics:", "source:\n  title: Tides\n  address: http://example.org\ntopics:", []string{"6:12 bad-address"}},
		{"address of nothing", "topics:", "source:\n  address: tides.html\ntopics:", []string{"5:12 bad-address"}},
		{"question that is none", "questions:", "questions:\n  - moon", []string{"7:5 missing-quote", "7:5 missing-topic", "7:5 wrong-type"}},
		{"negative weight", "    topic: causes", "    weight: -1\n    topic: causes", []string{"8:13 bad-value"}},
		{"weight of nothing", "    topic: causes", "    weight: 0.0\n    topic: causes", []string{"8:13 bad-value"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(sound, tt.old) {
				t.Fatalf("the sound set has no %q", tt.old)
			}
			_, list := load(t, strings.Replace(sound, tt.old, tt.new, 1), soundReading)
			if got := codes(list); strings.Join(got, ", ") != strings.Join(tt.want, ", ") {
				t.Errorf("findings:\n%v\ngot  %v\nwant %v", list, got, tt.want)
			}
		})
	}
}

func codes(list diag.List) []string {
	var out []string
	for _, d := range list {
		out = append(out, fmt.Sprintf("%d:%d %s", d.Line, d.Col, d.Code))
	}
	return out
}

func TestAmbiguousQuote(t *testing.T) {
	twice := soundReading + "\nAgain: The moon pulls the water most.\n"
	_, list := load(t, sound, twice)
	if got := codes(list); len(got) != 1 || got[0] != "18:12 quote-ambiguous" || !strings.Contains(list[0].Message, "lines 3 and 5") {
		t.Errorf("got %v", list)
	}
	_, list = load(t, strings.Replace(sound, "    quote: \"The moon", "    before: \"Again:\"\n    quote: \"The moon", 1), twice)
	if len(list) != 0 {
		t.Errorf("before: does not tell the two apart: %v", list)
	}
}

func TestLiteralText(t *testing.T) {
	set, list := load(t, strings.Replace(sound, `text: "The moon"`, "text: 012", 1), soundReading)
	if len(list) != 0 {
		t.Fatal(list)
	}
	if got := set.Questions[0].Body.(*choice.Single).Options[0].Text; got != "012" {
		t.Errorf("the option 012 was read as %q", got)
	}
}

func TestTrust36HostileNesting(t *testing.T) {
	for _, src := range []string{strings.Repeat("[", 40_000), strings.Repeat("a: {", 10_000), "a: " + strings.Repeat("[", 100) + strings.Repeat("]", 100)} {
		if set, list := Parse([]byte(src), "set.yaml"); set != nil || !list.HasErrors() {
			t.Errorf("%.20q… was accepted", src)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(sound, soundReading)
	f.Add("a: &b\n- *b", "")
	f.Add("title: x\nquestions:\n- id: a\n  kind: multiple-response\n  options: 3\n", "# T\n")
	f.Add("\ufefftitle: x\r\n", "- a\n- b")
	f.Fuzz(func(t *testing.T, set, reading string) {
		s, list, err := Load(open(map[string]string{File: set, "reading.md": reading}), "fuzz", "fuzz")
		if err != nil {
			t.Fatal(err)
		}
		if s == nil && !list.HasErrors() {
			t.Error("no set and no error")
		}
		for _, d := range list {
			if d.Line < 1 || d.Col < 1 || d.Line > strings.Count(set, "\n")+strings.Count(set, "\r")+2 || d.Code == "" || d.Message == "" {
				t.Errorf("a finding without a place: %+v", d)
			}
		}
	})
}

// A program that writes JSON of its own gets what it wrote, or findings.
func FuzzJSON(f *testing.F) {
	f.Add(`{"title": "T", "questions": [{"id": "a", "stem": "s\ud83d\ude00?", "options": [{"text": "a", "correct": true}, {"text": "b\/c"}]}]}`)
	f.Add("{\n\t\"questions\": [\n\t\t{\"id\": 1}]}")
	f.Fuzz(func(t *testing.T, src string) {
		in := kit.Input{Name: "f.json", Data: []byte(src)}
		JSON.Detect(in)
		m, err := JSON.Decode(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Fates) != len(m.Set.Questions)+m.Count(kit.Refused) {
			t.Fatalf("%d fates, %d questions", len(m.Fates), len(m.Set.Questions))
		}
		out, err := JSON.Encode(m.Set)
		if err != nil || len(m.Set.Questions) == 0 {
			return
		}
		again, err := JSON.Decode(t.Context(), kit.Input{Name: "f.json", Data: out.Files[0].Data})
		if err != nil || len(again.Set.Questions) != len(m.Set.Questions) {
			t.Fatalf("%d questions come back of %d: %v\n%s", len(again.Set.Questions), len(m.Set.Questions), again.List, out.Files[0].Data)
		}
	})
}
