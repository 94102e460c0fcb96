package report

import (
	"encoding/json"
	"strings"
	"testing"

	"verbatim/internal/diag"
)

// FuzzReport prints a finding about any place of any text. The text form stays
// tame and in its columns, the others can be read by programs.
func FuzzReport(f *testing.F) {
	f.Add([]byte(source), "wide letters", 1, 8, 60)
	f.Add([]byte("a\r\nb\rc\n\xff\xfe\t\t"), "50%\n, :", 3, 1, 0)
	f.Add([]byte("text: \"\u202e\u0301\u0301\U0001f469\u200d\U0001f469\""), "", 1, 7, 41)
	f.Fuzz(func(t *testing.T, src []byte, message string, line, col, width int) {
		if line < 0 || col < 1 || col > 1<<20 || width < 0 || width > 1000 {
			return // no place that anybody finds something at
		}
		at := diag.Pos{File: "set.yaml", Line: line, Col: col}
		r := &Report{Source: func(string) []byte { return src }, Findings: diag.List{{Pos: at, Code: "bad-value", Message: message, Hint: message,
			Notes: []diag.Note{{Pos: at, Message: message, Diff: message}},
			Fix:   &diag.Fix{Message: "change it", Edits: []diag.Edit{{Pos: at, Op: diag.SetValue, Text: message}}}}}}
		for _, format := range Formats {
			var out strings.Builder
			if err := r.Write(&out, format, Look{Width: width}); err != nil {
				t.Fatal(err)
			}
			switch format {
			case "text":
				for line := range strings.Lines(out.String()) {
					if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return r < ' ' || r == 0x7f }) {
						t.Errorf("%q is not tame", line)
					}
				}
			case "json", "sarif":
				if !json.Valid([]byte(out.String())) {
					t.Errorf("no JSON: %s", out.String())
				}
			case "github":
				if strings.Count(out.String(), "\n") != 1 {
					t.Errorf("not one line: %q", out.String())
				}
			}
		}
	})
}
