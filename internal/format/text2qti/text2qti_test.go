package text2qti

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

func read(t testing.TB, source string) *kit.Import {
	t.Helper()
	m, err := decode(context.Background(), kit.Input{Name: "f.txt", Data: []byte(source)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// shown gives each question as kind id: stem (key) explanation, and the findings.
func shown(m *kit.Import) string {
	var parts []string
	for _, q := range m.Set.Questions {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%s %s: %s (%s) %s", q.Kind, q.ID, q.Stem, q.Body.Key(), q.Explanation)))
	}
	for _, d := range m.List {
		parts = append(parts, fmt.Sprintf("%d:%d %s", d.Line, d.Col, d.Code))
	}
	return strings.Join(parts, ", ")
}

func TestEverythingThatText2QTIHas(t *testing.T) {
	for source, want := range map[string]string{
		"1. Which?\na) x\n*b) y\n... why y\n":                                         "single-choice which: Which? (1)",
		"Title: The id\nPoints: 2\n1. Which?\n... general\n[*] x\n[ ] y\n[] z\n[*] w": "multiple-response the-id: Which? (0,3) general",
		"12. Is it?\n*a) true\nb) False":                                              "true-false is-it: Is it? (true)",
		"1. Who?\n*   Santa *\n* SANTA *\n*   Nick":                                   "short-text who: Who? (Santa *)",
		"1. How many?\n= 5 +- 0.1\n":                                                  "numeric how-many: How many? (5)",
		"1. How many?\n= 50 +- 2%\n":                                                  "numeric how-many: How many? (50)",
		"1. How many?\n= [1.5, 2]\n":                                                  "numeric how-many: How many? (1.5)",
		"1. How many?\n= lots\n":                                                      "2:1 bad-number",
		"1. Two\n\n   paragraphs\n\tand a line\n*a) x\n   more x\nb) y":               "single-choice two-paragraphs-and-a-line: Two\n\nparagraphs\nand a line (0)",
		"1. Write.\n! a solution\n____":                                               "unsupported write: Write. () a solution, 1:1 unsupported-kind",
		"1. Upload.\n^^^^":                                                            "unsupported upload: Upload. (), 1:1 unsupported-kind",
		"Text title: Intro\nText: Read this.":                                         "unsupported intro: Read this. (), 2:1 unsupported-kind",
		"% no\nCOMMENT\n1. Not\nEND_COMMENT\n1. Is it?\n*a) true\nb) false":           "true-false is-it: Is it? (true)",
		"GROUP\npick: 1\npoints per question: 3\n1. A?\n*a) x\nb) y\nEND_GROUP":       "single-choice a: A? (0)",
		"GROUP\npick: some\n1. A?\n*a) x\nb) y\nEND_GROUP":                            "single-choice a: A? (0), 2:1 draw-dropped",
		"```{.python .run}\nimport os\n1. Not a question\n```\n1. A?\n*a) x\nb) y":    "single-choice a: A? (0), 1:1 code-not-run",
		"shuffle answers: true\n1. A?\n*a) x\nb) y\n+ yes\n- no":                      "single-choice a: A? (0), 1:1 setting-ignored, 5:1 feedback-dropped, 6:1 feedback-dropped",
		"stray\n1. A?\n*a) x\nstray\n[ ] y":                                           "1:1 stray-line, 4:1 stray-line, 5:1 mixed-answers",
		"1. A?\n\n2. B?\n*a) x\nb) y":                                                 "single-choice b: B? (0), 1:1 no-answers",
	} {
		if got := shown(read(t, source)); got != want {
			t.Errorf("%q\ngives %s\nwant  %s", source, got, want)
		}
	}
}

// A group of which some questions are asked is a topic with a draw.
func TestDraw(t *testing.T) {
	set := read(t, "1. First?\n*a) x\nb) y\nGROUP\npick: 1\n2. A?\n*a) x\nb) y\n3. B?\n*a) x\nb) y\nEND_GROUP\nGROUP\npick: 2\n4. C?\n*a) x\nb) y\nEND_GROUP").Set
	var topics []string
	for _, q := range set.Questions {
		topics = append(topics, q.Topic)
	}
	if got := strings.Join(topics, ", "); got != "other-questions, group-1, group-1, group-2" || !maps.Equal(set.Draw, quiz.Draws{"group-1": 1}) {
		t.Errorf("the topics are %s, the draw %v", got, set.Draw)
	}
}

func TestTitleAndDescription(t *testing.T) {
	m := read(t, "Quiz title: Tides\nQuiz description: What moves\n    the sea\n1. A?\nPoints: 1\n*a) x\nb) y\n")
	if m.Set.Title != "Tides" || m.Set.Description != "What moves\nthe sea" {
		t.Errorf("%q %q", m.Set.Title, m.Set.Description)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("Quiz title: T\n1. A?\n... g\n*a) x\n    y\nb) z\n"))
	f.Add([]byte("GROUP\npick: 1\n```\n= [1,2]\n____\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := kit.Input{Name: "f", Data: data}
		detect(in)
		m, err := decode(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Fates) != len(m.Set.Questions)+m.Count(kit.Refused) {
			t.Fatalf("%d fates, %d questions", len(m.Fates), len(m.Set.Questions))
		}
	})
}
