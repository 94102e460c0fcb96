package yaml

import (
	"strings"
	"testing"

	"verbatim/internal/diag"
)

// TestFixes breaks the sound set in one way each; the fix that comes with the
// finding makes want of what was broken.
func TestFixes(t *testing.T) {
	tests := []struct {
		name           string
		old, new, want string // want: "" for no fix
	}{
		{"misspelt key", "explanation:", "explanaton:", "explanation:"},
		{"quoted misspelt key", "explanation:", `"explanaton":`, "explanation:"},
		{"misspelt key that is there already", `    explanation: "The`, "    stam: \"x\"\n    explanation: \"The", ""},
		{"misspelt value", "evidence: mechanism", "evidence: mechanisms # known", "evidence: mechanism # known"},
		{"misspelt value in quotation marks", "evidence: mechanism", "evidence: 'mechanims'", `evidence: "mechanism"`},
		{"misspelt kind", "evidence: mechanism", "kind: single-choise", "kind: single-choice"},
		{"misspelt topic", "topic: causes", "topic: cause", "topic: causes"},
		{"misspelt topic of a draw", "questions:", "draw:\n  cause: 1\nquestions:", "draw:\n  causes: 1\nquestions:"},
		{"a value like none", "evidence: mechanism", "evidence: hearsay", ""},
		{"yes", "correct: true", "correct: yes", "correct: true"},
		{"true in quotation marks", "correct: true", `correct: "true"`, "correct: true"},
		{"yes in quotation marks", "correct: true", `correct: 'yes'`, "correct: true"},
		{"neither yes nor no", "correct: true", "correct: perhaps", ""},
		{"id with capitals", "id: moon", `id: "The Moon"`, `id: "the-moon"`},
		{"id in no Latin letters", "id: moon", "id: 月", ""},
		{"key twice", "    topic: causes\n", "    topic: causes\n    topic: causes\n", "    topic: causes\n"},
		{"key twice, with other values", "    topic: causes\n", "    topic: causes\n    topic: kinds\n", ""},
		{"list twice", "    explanation:", "    options:\n      - text: \"The moon\"\n        correct: true\n      - text: \"The wind\"\n        because: \"It moves the surface alone.\"\n" +
			"        quote: \"The wind moves the surface alone.\"\n    explanation:", "    explanation:"},
		{"tab", "    topic: causes", "\t\ttopic: causes", "    topic: causes"},
		{"quote with other capitals", `quote: "The moon pulls the water most"`, `quote: "the Moon pulls the water, most."`, `quote: "The moon pulls the water most."`},
		{"quote with another word", `quote: "The moon pulls the water most"`, `quote: "The moon pulls the water best"`, ""},
		{"list twice, not indented", "    explanation:", "    options:\n    - text: \"The moon\"\n      correct: true\n    - text: \"The wind\"\n      because: \"It moves the surface alone.\"\n" +
			"      quote: \"The wind moves the surface alone.\"\n    explanation:", "    explanation:"},
		{"neighbours for nothing", `    quote: "The moon pulls`, "    before: \"Sun\"\n    after: \"Wind\"\n    quote: \"The moon pulls", `    quote: "The moon pulls`},
		{"neighbour that begins an item", `      - text: "The wind"
        because: "It moves the surface alone."
        quote`, `      - before: "Sun"
        text: "The wind"
        because: "It moves the surface alone."
        quote`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			broken := strings.Replace(sound, tt.old, tt.new, 1)
			if broken == sound {
				t.Fatalf("the sound set has no %q", tt.old)
			}
			_, list := load(t, broken, soundReading)
			if len(list) == 0 {
				t.Fatal("nothing is found")
			}
			want := strings.Replace(sound, tt.old, tt.want, 1)
			got, n := fixAll(broken, list)
			switch {
			case tt.want == "" && n > 0:
				t.Errorf("there is a fix for what a person should decide:\n%s", got)
			case tt.want != "" && got != want:
				t.Errorf("fixed:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// fixAll makes the fixes that can be made and gives their number.
func fixAll(src string, list diag.List) (string, int) {
	var edits []diag.Edit
	n := 0
	for _, d := range list {
		if d.Fix == nil {
			continue
		}
		if _, err := Apply([]byte(src), d.Fix.Edits); err == nil {
			edits = append(edits, d.Fix.Edits...)
			n++
		}
	}
	out, err := Apply([]byte(src), edits)
	if err != nil {
		return err.Error(), n
	}
	return string(out), n
}

// TestDropItem removes items of a list that are no more than a line.
func TestDropItem(t *testing.T) {
	for _, tt := range []struct {
		src       string
		line, col int
		want      string // "" for what cannot be done
	}{
		{"allow:\n  - a: x\n  - b: y\n", 2, 5, "allow:\n  - b: y\n"},
		{"allow:\n  - a: x\n  - b: y\n", 3, 5, "allow:\n  - a: x\n"},
		{"title: t\nallow:\n  - a: x\nend: 1\n", 3, 5, "title: t\nend: 1\n"},
		{"allow:\n- a\n", 2, 3, ""},
		{"allow:\n  - a: x\n    b: y\n", 2, 5, ""},
		{"allow: [a, b]\n", 1, 9, ""},
		{"{a: 1}\n", 1, 2, ""},
	} {
		out, err := Apply([]byte(tt.src), []diag.Edit{{Pos: diag.Pos{Line: tt.line, Col: tt.col}, Op: diag.Drop}})
		if got := string(out); err == nil && got != tt.want || err != nil && tt.want != "" {
			t.Errorf("without %d:%d, %q is %q (%v), want %q", tt.line, tt.col, tt.src, got, err, tt.want)
		}
	}
}

func TestQuoted(t *testing.T) {
	for _, text := range []string{"plain", `a "word" \ and`, "two\nlines\tand", "é 😀 \u2028 \u0085 \ufeff \x01", "", " edges ", "null", "a: b # c"} {
		set, list := Parse([]byte("title: "+quoted(text)+"\nquestions: []\n"), "set.yaml")
		if strings.TrimSpace(text) == "" {
			continue
		}
		if set == nil || set.Title != text {
			t.Errorf("%q is written as %s, which reads as %q (%v)", text, quoted(text), set.Title, list)
		}
	}
}

func TestAllow(t *testing.T) {
	const both = "title: x\nallow:\n  - no-source: \"A trial set.\"\n  - unused-topic\n  - [a]\nquestions: []\n"
	set, list := Parse([]byte(both), "set.yaml")
	if got := codes(list); len(got) != 1 || got[0] != "5:5 wrong-type" {
		t.Errorf("findings %v", list)
	}
	if len(set.Allow) != 3 || set.Allow[0].Code != "no-source" || set.Allow[0].Reason != "A trial set." || set.Allow[0].Pos("").Col != 5 || set.Allow[1].Code != "unused-topic" {
		t.Errorf("read %+v", set.Allow)
	}
}

func TestDrafts(t *testing.T) {
	set, list := load(t, strings.Replace(sound, "    explanation:", `    explanation:`, 1)+"  - id: sun\n    draft: true\n    quote: \"The moon pulls the sea\"\n", soundReading)
	if got := codes(list); len(got) != 1 || got[0] != "21:12 quote-not-found" {
		t.Errorf("findings %v", list)
	}
	if len(set.Questions) != 1 || len(set.Drafts) != 1 || set.Drafts[0].ID != "sun" {
		t.Errorf("questions %d, drafts %d", len(set.Questions), len(set.Drafts))
	}
}
