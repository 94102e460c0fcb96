package format_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"verbatim/internal/format"
	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/cloze"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
	"verbatim/internal/quiz/unsupported"
	"verbatim/internal/reading"
)

// moodleQuestion is a question as Moodle 4.5.6 itself reads it.
type moodleQuestion struct {
	Type     string      `json:"qtype"`
	Text     moodleText  `json:"questiontext"`
	Answers  moodleTexts `json:"answer"`
	Fraction anyNumbers  `json:"fraction"`
	Sub      moodleTexts `json:"subquestions"`
	SubRight moodleTexts `json:"subanswers"`
	Right    any         `json:"correctanswer"`
}

// moodleText is a text, written plainly or with its format.
type moodleText string

func (t *moodleText) UnmarshalJSON(src []byte) error {
	var rich struct{ Text string }
	if json.Unmarshal(src, &rich) == nil {
		*t = moodleText(rich.Text)
		return nil
	}
	var plain any
	err := json.Unmarshal(src, &plain)
	*t = moodleText(fmt.Sprint(plain))
	return err
}

// moodleTexts is a list, or a map by number, of texts.
type moodleTexts []moodleText

func (t *moodleTexts) UnmarshalJSON(src []byte) error {
	if json.Unmarshal(src, (*[]moodleText)(t)) == nil {
		return nil
	}
	var byNumber map[string]moodleText
	if string(src) == "true" || string(src) == "false" { // a true or false question's only answer
		return nil
	}
	err := json.Unmarshal(src, &byNumber)
	for i := range 100 {
		if text, ok := byNumber[fmt.Sprint(i)]; ok {
			*t = append(*t, text)
		}
	}
	return err
}

// anyNumbers is a list, or a map by number, of numbers, some in quotation marks.
type anyNumbers []float64

func (n *anyNumbers) UnmarshalJSON(src []byte) error {
	var texts moodleTexts
	if err := json.Unmarshal(src, &texts); err != nil {
		return err
	}
	for _, text := range texts {
		var f float64
		if _, err := fmt.Sscan(string(text), &f); err != nil {
			return err
		}
		*n = append(*n, f)
	}
	return nil
}

// What Moodle makes of each file, we make of it too: the same questions in the
// same order, with the same words and the same answers right.
func TestMoodleReadsTheSame(t *testing.T) {
	dir := corpora(t)
	files, err := filepath.Glob(filepath.Join(dir, "*", "expected", "*", "*.moodle.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no expected outcomes", err)
	}
	for _, expected := range files {
		rel, err := filepath.Rel(dir, expected)
		if err != nil {
			t.Fatal(err)
		}
		folder, rest, _ := strings.Cut(filepath.ToSlash(rel), "/")
		name, known := readAs[folder]
		if !known {
			continue
		}
		file := folder + "/" + strings.TrimSuffix(strings.TrimPrefix(rest, "expected/"), ".moodle.json")
		t.Run(file, func(t *testing.T) { asMoodle(t, dir, file, name, expected) })
	}
}

func asMoodle(t *testing.T, dir, file, name, expected string) {
	src, err := os.ReadFile(expected)
	if err != nil {
		t.Fatal(err)
	}
	var moodle struct{ Questions []moodleQuestion }
	if err := json.Unmarshal(src, &moodle); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := format.Read(context.Background(), kit.Input{Name: file, Data: data}, name)
	if err != nil {
		t.Fatal(err)
	}
	left := m.Set.Questions
	for _, theirs := range moodle.Questions {
		if theirs.Type == "category" {
			continue
		}
		if len(left) == 0 {
			t.Fatalf("%q is missing", theirs.Text)
		}
		if diff := differs(&left[0], &theirs); diff != "" {
			t.Errorf("%s: %s", left[0].ID, diff)
		}
		left = left[1:]
	}
	if len(left) > 0 {
		t.Errorf("%d questions are more than Moodle reads", len(left))
	}
}

// differs says how our question differs from Moodle's, or "".
func differs(q *quiz.Question, m *moodleQuestion) string {
	if _, gaps := q.Body.(*cloze.Cloze); gaps {
		return "" // its text stands elsewhere, with names in the gaps
	}
	if got, want := ours(q.Stem), bare(string(m.Text)); got != want && want != "" {
		return fmt.Sprintf("it asks %q, Moodle %q", got, want)
	}
	var theirs, have []string
	for i, a := range m.Answers {
		if bare(string(a)) != "" || m.Type != "multichoice" {
			theirs = append(theirs, fmt.Sprintf("%s %v", bare(string(a)), m.Fraction[i] > 0))
		}
	}
	switch b := q.Body.(type) {
	case *unsupported.Question:
		return "" // its reason is a finding
	case *truefalse.Claim:
		theirs = []string{fmt.Sprint(fmt.Sprint(m.Right) == "1" || m.Right == true)}
		have = []string{string(b.Answer)}
	case *matching.Matching:
		for i, s := range m.Sub {
			if bare(string(s)) != "" {
				theirs = append(theirs, bare(string(s))+" "+bare(string(m.SubRight[i])))
			}
		}
		for _, p := range b.Pairs {
			have = append(have, ours(p.Text)+" "+bare(p.Match))
		}
	case *choice.Single:
		have = optionsOf(b.Options)
	case *choice.Multiple:
		have = optionsOf(b.Options)
	case *shorttext.ShortText:
		for _, a := range b.Answers {
			have = append(have, fmt.Sprintf("%s %v", bare(a.Text), a.Fraction == nil || *a.Fraction > 0))
		}
	case *numeric.Numeric:
		if len(b.Answers) != len(m.Answers) {
			return fmt.Sprintf("it has %d answers, Moodle %d", len(b.Answers), len(m.Answers))
		}
		return ""
	default:
		return ""
	}
	if fmt.Sprint(have) != fmt.Sprint(theirs) {
		return fmt.Sprintf("it has %v, Moodle %v", have, theirs)
	}
	return ""
}

func optionsOf(options choice.Options) []string {
	var all []string
	for _, o := range options {
		all = append(all, fmt.Sprintf("%s %v", ours(o.Text), o.Correct || o.Fraction != nil && *o.Fraction > 0))
	}
	return all
}

var (
	pictures = regexp.MustCompile(`<img[^>]*?(?:alt="([^"]*)"[^>]*)?>|!?\[([^\]]*)\]\([^)]*\)`)
	tags     = regexp.MustCompile(`</?[a-zA-Z][^>]*>`)
	numbers  = regexp.MustCompile(`(?m)^\s*[0-9]+\. `)
)

// ours are the letters and digits of our Markdown.
func ours(md string) string {
	return bare(reading.Plain(numbers.ReplaceAllString(pictures.ReplaceAllString(md, "$2"), "")))
}

// bare is a text reduced to its letters and digits, without tags, whether they
// are meant or shown, so that HTML and the Markdown made of it are the same.
// Text of signs alone is a dot.
func bare(s string) string {
	s = numbers.ReplaceAllString(pictures.ReplaceAllString(s, "$1$2"), "")
	s = tags.ReplaceAllString(html.UnescapeString(s), "")
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
	if letters == "" && strings.TrimSpace(s) != "" {
		return "."
	}
	return letters
}
