package kinds_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/quiz"
)

// Each case is a question with a mark ⟦code⟧ wherever a finding should stand.
var findings = []struct{ name, question string }{
	{"no options", `
    ⟦too-few-options⟧options: []
`}, {"no right option", `
    ⟦no-right-option⟧options:
      - text: "A"
        because: "It is not."
      - text: "B"
        because: "It is not."
`}, {"two right options, no reason", `
    options:
      - text: "A"
        correct: true
      - text: "B"
        correct: ⟦many-right-options⟧true
      - ⟦missing-because⟧text: "C"
`}, {"an option twice", `
    options:
      - text: "A"
        correct: true
      - text: ⟦duplicate-text⟧"A"
        because: "It is not."
`}, {"fractions of a single choice", `
    options:
      - text: "A"
        correct: true
        fraction: ⟦bad-fraction⟧0.5
      - text: "B"
        because: "It is not."
        fraction: ⟦bad-fraction⟧1
      - text: "C"
        because: "It is not."
        fraction: ⟦bad-fraction⟧-2
      - text: "D"
        because: "In part."
        fraction: 0.5
`}, {"all right", `
    kind: multiple-response
    ⟦no-wrong-option⟧options:
      - text: "A"
        correct: true
      - text: "B"
        correct: true
`}, {"wrong options for free", `
    kind: multiple-response
    ⟦free-wrong-options⟧options:
      - text: "A"
        correct: true
      - text: "B"
        because: "It is not."
        fraction: 0
`}, {"fractions against the key", `
    kind: multiple-response
    options:
      - text: "A"
        correct: true
        fraction: ⟦bad-fraction⟧-0.5
      - text: "B"
        correct: true
      - text: "C"
        because: "It is not."
        fraction: ⟦bad-fraction⟧0.1
      - text: "D"
        because: "It is not."
`}, {"verdicts without a reason", `
    kind: true-false
    answer: true
    ⟦missing-because⟧⟦missing-because⟧because:
      false: ⟦empty-value⟧""
`}, {"the answer is not offered", `
    kind: true-false
    answer: not-stated
    not-stated: ⟦answer-not-offered⟧false
    because:
      true: "It is not."
      false: "It is not."
`}, {"nothing to match", `
    kind: matching
    ⟦too-few-pairs⟧pairs:
      - text: "A"
        match: "1"
`}, {"one match, twice over", `
    kind: matching
    ⟦one-match⟧pairs:
      - text: "A"
        match: "1"
      - text: ⟦duplicate-text⟧"A"
        match: "1"
    distractors:
      - ⟦missing-because⟧text: ⟦duplicate-text⟧"1"
`}, {"nothing to sort", `
    kind: categorise
    ⟦too-few-categories⟧categories: 
      - "X"
    ⟦too-few-items⟧items:
      - ⟦missing-because⟧text: "A"
        category: "X"
`}, {"one category", `
    kind: categorise
    categories:
      - "X"
      - "Y"
      - ⟦duplicate-text⟧"X"
    ⟦one-category⟧items:
      - text: "A"
        category: "X"
        because: "It is."
      - text: ⟦duplicate-text⟧"A"
        category: "X"
        because: "It is."
`}, {"an unknown category", `
    kind: categorise
    categories:
      - "X"
      - "Y"
    items:
      - text: "A"
        category: "X"
        because: "It is."
      - text: "B"
        category: ⟦unknown-category⟧"Z"
        because: "It is."
`}, {"nothing to order", `
    kind: ordering
    ⟦too-few-items⟧items:
      - text: "A"
`}, {"an item twice", `
    kind: ordering
    credit: ⟦bad-value⟧kendall
    items:
      - text: "A"
      - text: ⟦duplicate-text⟧"A"
`}, {"no number is right", `
    kind: numeric
    ⟦no-right-answer⟧answers:
      - value: 3
        fraction: 0.5
        because: "In part."
`}, {"numbers that contradict themselves", `
    kind: numeric
    answers:
      - value: 3
        tolerance: ⟦bad-value⟧-1
      - ⟦empty-answer⟧because: "Nothing."
      - ⟦mixed-answer⟧value: 3
        min: 2
      - min: ⟦bad-range⟧5
        max: 4
      - any: ⟦matches-anything⟧true
      - min: 7
        tolerance: ⟦mixed-answer⟧1
      - ⟦missing-because⟧value: 8
        fraction: 0.5
      - value: 9
        fraction: ⟦bad-fraction⟧2
`}, {"a number that is hidden", `
    kind: numeric
    answers:
      - min: 1
        max: 5
        fraction: 0.5
        because: "In part."
      - ⟦hidden-answer⟧value: 3
`}, {"units", `
    kind: numeric
    answers:
      - value: 3
    units:
      - name: "mg"
        factor: ⟦bad-value⟧2
      - name: ⟦duplicate-text⟧"mg"
        factor: ⟦bad-value⟧-1
    unit-penalty: ⟦bad-value⟧2
    significant-figures: 3
    decimal-places: ⟦mixed-answer⟧1
`}, {"no units to enter", `
    kind: numeric
    answers:
      - value: 3
    unit-entry: ⟦no-units⟧typed
    significant-figures: ⟦bad-value⟧99
`}, {"no text is right", `
    kind: short-text
    ⟦no-right-answer⟧answers:
      - text: "a"
        fraction: 0.5
        because: "In part."
`}, {"texts that contradict themselves", `
    kind: short-text
    answers:
      - text: "tide"
      - text: ⟦duplicate-text⟧"TIDE"
      - text: ⟦matches-anything⟧"*"
      - ⟦missing-because⟧text: "wave"
        fraction: 0
      - text: "wind"
        fraction: ⟦bad-fraction⟧1.5
    slips: ⟦bad-value⟧9
`}, {"a text that is hidden", `
    kind: short-text
    answers:
      - text: "spring*"
        fraction: 0.5
        because: "In part."
      - text: ⟦hidden-answer⟧"spring tide"
`}, {"blanks and markers", `
    kind: cloze
    text: ⟦duplicate-blank⟧⟦unknown-blank⟧"[[a]] and [[a]] and [[b]]"
    blanks:
      - ⟦bad-blank⟧name: "a"
        weight: ⟦bad-value⟧-1
      - name: ⟦unknown-blank⟧"c"
        number:
          ⟦no-right-answer⟧answers:
            - value: 3
              fraction: 0
              because: "It is not."
      - name: ⟦duplicate-blank⟧"c"
        select:
          ⟦no-right-option⟧options:
            - text: "A"
              because: "It is not."
            - ⟦missing-because⟧text: "B"
`}, {"no blanks", `
    kind: cloze
    text: "nothing"
    ⟦no-blanks⟧blanks: []
`}, {"no such section", `
    kind: find-the-passage
    within: ⟦unknown-section⟧"Nowhere"
`}, {"passages elsewhere", `
    kind: find-the-passage
    within: "Kinds"
    also:
      - quote: ⟦not-offered⟧"Wind moves the surface alone"
    distractors:
      - ⟦missing-because⟧quote: ⟦duplicate-text⟧"these are spring tides"
      - ⟦missing-quote⟧because: "It is not."
`}, {"nothing but the right passage", `
    kind: ⟦no-wrong-option⟧find-the-passage
`}, {"a quote over two sentences", `
    kind: find-the-passage
    within: "Kinds"
    also:
      - quote: ⟦quote-too-long⟧"these are spring tides. At the quarters they work"
`}, {"neither part is sound", `
    kind: two-part
    ⟦no-right-option⟧options:
      - text: "A"
        because: "It is not."
      - ⟦missing-because⟧text: "B"
    ⟦no-wrong-option⟧passages:
      - quote: "these are spring tides"
        correct: true
      - ⟦missing-quote⟧text: "B"
        correct: true
`}, {"unsupported", `
    kind: ⟦unsupported-kind⟧unsupported
    reason: "An essay is not graded here."
`},
}

const (
	head = "title: \"Tides\"\nreading: reading.md\nquestions:\n  - id: q\n    stem: \"?\"\n"
	tail = "    quote: \"these are spring tides\"\n"
)

var mark = regexp.MustCompile(`⟦([a-z-]+)⟧`)

// unmark takes the marks out of a text, and gives "line:col code" for each.
func unmark(text string) (plain string, want []string) {
	for {
		m := mark.FindStringSubmatchIndex(text)
		if m == nil {
			return text, want
		}
		before := text[:m[0]]
		line := strings.Count(before, "\n") + 1
		col := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
		want = append(want, fmt.Sprintf("%d:%d %s", line, col, text[m[2]:m[3]]))
		text = before + text[m[1]:]
	}
}

func TestFindings(t *testing.T) {
	for _, c := range findings {
		t.Run(c.name, func(t *testing.T) {
			body := strings.TrimPrefix(c.question, "\n")
			text, want := unmark(head + body + tail)
			list := load(t, text)
			var got []string
			for _, d := range list {
				got = append(got, fmt.Sprintf("%d:%d %s", d.Line, d.Col, d.Code))
				if d.Message == "" || d.Hint == "" || d.Question != "q" {
					t.Errorf("%+v does not say what to do, or where", d)
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("findings\n%s\nwant\n%s\nin\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), text)
			}
		})
	}
}

// load reads a set.yaml beside the sample's reading.
func load(t *testing.T, set string) diag.List {
	t.Helper()
	text, err := os.ReadFile("testdata/tides/reading.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, err := format.Parse("tides", []quiz.File{{Name: "set.yaml", Data: []byte(set)}, {Name: "reading.md", Data: text}})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Without a reading, what asks about one cannot be answered, and reasons are
// not demanded.
func TestFindingsWithoutReading(t *testing.T) {
	for _, c := range []struct{ name, question string }{
		{"not stated", "    kind: true-false\n    answer: ⟦needs-reading⟧not-stated\n"},
		{"no reasons", "    kind: true-false\n    answer: true\n"},
		{"a passage", "    kind: ⟦needs-reading⟧find-the-passage\n"},
		{"nothing to pick", "    kind: two-part\n    options:\n      - text: A\n        correct: true\n      - text: B\n" +
			"    passages:\n      - text: C\n        correct: true\n      - ⟦empty-answer⟧because: D\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, want := unmark("⟦no-source⟧" + strings.Replace(head, "reading: reading.md\n", "", 1) + c.question)
			var got []string
			for _, d := range load(t, text) {
				got = append(got, fmt.Sprintf("%d:%d %s", d.Line, d.Col, d.Code))
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("findings %v, want %v", got, want)
			}
		})
	}
}
