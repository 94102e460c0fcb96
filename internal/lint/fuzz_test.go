package lint_test

import (
	"testing"
	"unicode/utf8"

	"verbatim/internal/diag"
	"verbatim/internal/format"
	"verbatim/internal/lint"
	"verbatim/internal/quiz"
)

// FuzzCheck looks at any set with any reading. Whatever it is made of, each
// finding has a code that is explained and a place in one of the two files, and
// looking twice finds the same.
func FuzzCheck(f *testing.F) {
	for _, code := range []string{"absolute-word", "dropped-hedge", "overlapping-options", "grammatical-cue", "long-quote", "explained-key", "unused-allowance", "unmarked-negative", "hint-gives-key", "exhausted-options"} {
		e, _ := diag.Explain(code)
		files := e.Bad.Files()
		f.Add([]byte(files["set.yaml"]), []byte(files["reading.md"]))
	}
	f.Add([]byte("---"), []byte("------"))
	f.Fuzz(func(t *testing.T, set, reading []byte) {
		first, second := lookAt(t, set, reading), lookAt(t, set, reading)
		if len(first) != len(second) {
			t.Fatalf("%d findings, and then %d", len(first), len(second))
		}
		lines := func(text []byte) int {
			n := 1
			for i, b := range text {
				if b == '\n' || b == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
					n++
				}
			}
			return n
		}
		for _, d := range first {
			if e, ok := diag.Explain(d.Code); !ok || e.Severity != d.Severity {
				t.Errorf("%s is not explained as %s", d.Code, d.Severity)
			}
			if most := max(lines(set), lines(reading)); d.Line < 0 || d.Line > most || d.Line > 0 && d.Col < 1 {
				t.Errorf("%s stands nowhere: there are %d lines", d, most)
			}
			if d.Message == "" || !utf8.ValidString(d.Message+d.Hint) {
				t.Errorf("%q is no message", d.Message+d.Hint)
			}
		}
	})
}

func lookAt(t *testing.T, set, reading []byte) diag.List {
	t.Helper()
	s, list, err := format.Parse("fuzz", []quiz.File{{Name: "set.yaml", Data: set}, {Name: "reading.md", Data: reading}})
	if err != nil {
		return nil // too large
	}
	if s != nil {
		list = lint.Settle(s, append(list, lint.Check(s)...))
	}
	return list
}
