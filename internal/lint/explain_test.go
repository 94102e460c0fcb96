package lint_test

import (
	"slices"
	"strings"
	"testing"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/format/kit"
	"verbatim/internal/lint"
	"verbatim/internal/quiz"
)

// onePixel is the smallest image, for the examples that show one.
const onePixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"

// shownElsewhere are codes whose examples do not fit in one short set; the
// scripts of the command line show them.
var shownElsewhere = []string{
	"not-utf8",                        // an explanation is text
	"duplicate-set",                   // takes two sets
	"unbalanced-keys", "longest-keys", // take a dozen questions
	"missing-evidence", "missing-explanation", "explained-key", // as many
	"too-many-images",                                  // takes hundreds of files
	"passage-changed", "passage-moved", "passage-gone", // take an older set
}

// alsoFound are findings that come with others whatever the example.
var alsoFound = map[string]string{"too-few-categories": "one-category", "quote-too-long": "long-quote"}

// found gives the codes that are found in a set, each once.
func found(t *testing.T, files map[string]string) ([]string, diag.List) {
	t.Helper()
	var all []quiz.File
	for name, text := range files {
		all = append(all, quiz.File{Name: name, Data: []byte(text)})
	}
	all = append(all, quiz.File{Name: "pulls.png", Data: []byte(onePixel)})
	set, list, err := format.Parse("tides", all)
	if err != nil {
		t.Fatal(err)
	}
	if set != nil {
		list = lint.Settle(set, append(list, lint.Check(set)...))
	}
	var codes []string
	for _, d := range list {
		codes = append(codes, d.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes), list
}

// TestExamples holds each explanation to what it says: the bad example has the
// finding and no other, and the good one has none.
func TestExamples(t *testing.T) {
	for _, code := range diag.Codes() {
		e, _ := diag.Explain(code)
		t.Run(code, func(t *testing.T) {
			if e.Summary == "" || e.Meaning == "" || strings.HasSuffix(e.Summary, ".") {
				t.Errorf("it is not explained: %+v", e)
			}
			if slices.Contains(shownElsewhere, code) {
				return
			}
			got, list := found(t, e.Bad.Files())
			want := []string{code}
			if also := alsoFound[code]; also != "" {
				want = []string{also, code}
				slices.Sort(want)
			}
			if !slices.Equal(got, want) {
				t.Errorf("the bad example has %v:\n%v\n%s", got, list, e.Bad.Files()["set.yaml"])
			}
			for _, d := range list {
				if d.Code == code && d.Severity != e.Severity {
					t.Errorf("it is told as %s, and found as %s", e.Severity, d.Severity)
				}
			}
			if got, list := found(t, e.Good.Files()); len(got) > 0 {
				t.Errorf("the good example has %v:\n%v\n%s", got, list, e.Good.Files()["set.yaml"])
			}
		})
	}
}

// TestConvertExamples holds the explanations of what is found in other formats
// to what they say: the bad example has the finding, and the good one none.
func TestConvertExamples(t *testing.T) {
	shown := 0
	for _, code := range diag.ConvertCodes() {
		e, _ := diag.Explain(code)
		if e.Summary == "" || e.Meaning == "" || strings.HasSuffix(e.Summary, ".") {
			t.Errorf("%s is not explained: %+v", code, e)
		}
		if e.Bad.Format == "" {
			continue
		}
		shown++
		if got := foundIn(t, e.Bad); !slices.Contains(got, code) {
			t.Errorf("the bad example of %s has %v", code, got)
		}
		if got := foundIn(t, e.Good); len(got) > 0 {
			t.Errorf("the good example of %s has %v", code, got)
		}
	}
	if shown < 30 {
		t.Errorf("only %d have examples", shown)
	}
}

func foundIn(t *testing.T, x diag.Example) []string {
	t.Helper()
	m, _, err := format.Read(t.Context(), kit.Input{Name: "example", Data: []byte(x.Set)}, x.Format)
	if err != nil {
		t.Error(err)
		return nil
	}
	var codes []string
	for _, d := range m.List {
		codes = append(codes, d.Code)
	}
	return codes
}
