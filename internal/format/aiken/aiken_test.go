package aiken

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz/choice"
)

func read(t testing.TB, source string) *kit.Import {
	t.Helper()
	m, err := decode(context.Background(), kit.Input{Name: "f.txt", Data: []byte(source)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// shown gives the questions as stem[options] with = before the right one, and
// the findings.
func shown(m *kit.Import) string {
	var parts []string
	for _, q := range m.Set.Questions {
		var options []string
		if single, ok := q.Body.(*choice.Single); ok {
			for _, o := range single.Options {
				if o.Correct {
					o.Text = "=" + o.Text
				}
				options = append(options, o.Text)
			}
		}
		parts = append(parts, fmt.Sprintf("%s[%s]%s", q.Stem, strings.Join(options, " "), q.Explanation))
	}
	for _, d := range m.List {
		parts = append(parts, fmt.Sprintf("%d:%d %s", d.Line, d.Col, d.Code))
	}
	return strings.Join(parts, ", ")
}

// What Moodle 4.5 was seen to make of small texts, with a finding where it
// passes over something.
func TestAsMoodleReadsIt(t *testing.T) {
	for source, want := range map[string]string{
		"Q?\na) x\nb) y\nANSWER: A\n":                            "1:1 not-complete, 2:1 not-complete, 3:1 too-few-options",
		"Q?\nA) x\nB) y\nAnswer: A\n":                            "1:1 not-complete, 4:1 not-complete",
		"Line one\nline two\nA) x\nB) y\nANSWER: B\n":            "line two[x =y], 1:1 not-complete",
		"Q?\nA. x\nB) y\nANSWER: B\n":                            "Q?[x =y]",
		"Q?\nA) x\nB) y\nANSWER:B\n":                             "Q?[x =y]",
		"Q?\nA) x\nB) y\nANSWER: D\n":                            "4:1 no-such-option",
		"Is <b>1 < 2</b>?\nA) x\nB) y\nANSWER: A\n":              `Is \<b>1 \< 2\</b>?[=x y]`,
		"Q?\nA) x\n\nB) y\nANSWER: A\n":                          "Q?[=x y]",
		"Q?\nA) x\nB) y\nANSWER: A\nFEEDBACK: foo\n":             "Q?[=x y]foo",
		"A. Lincoln was\nA) x\nB) y\nANSWER: A\n":                "1:1 no-question, 2:1 no-question, 3:1 no-question, 4:1 no-question",
		"Q?  \nA) x  \n  B) y\nANSWER: A  \n":                    "Q?[=x y]",
		"Q?\nA) x\nB) y\nANSWER: A, B\n":                         "Q?[=x y], 4:1 more-answers",
		"Q?\nA)x\nB)y\nANSWER: A\n":                              "Q?[=x y]",
		"Q?\nA) x\nB) y\nAA) z\nANSWER: B\n":                     "1:1 not-complete, 4:1 too-few-options",
		"\ufeffQ?\r\nA) x\r\nB) y\r\nANSWER: B\r\n":              "Q?[x =y]",
		"Q1\nA) x\nB) y\nANSWER: A\nQ2\nA) x\nB) y\nANSWER: B\n": "Q1[=x y], Q2[x =y]",
		"Q1\nA) .\nB) ,\nC) \nANSWER: A\n-\n":                    "Q1[=. ,], 4:1 empty-option, 6:1 line-ignored",
		"Q1\nA) x\nB) y\nANSWER:\n":                              "4:1 no-such-option",
	} {
		if got := shown(read(t, source)); got != want {
			t.Errorf("%q\ngives %s\nwant  %s", source, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("Q?\nA) x\nB) y\nANSWER: B\n"))
	f.Add([]byte("ANSWER: \xc3\nQ\r\rA.\nANSWER:A"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decode(context.Background(), kit.Input{Name: "f", Data: data})
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Fates) != len(m.Set.Questions)+m.Count(kit.Refused) {
			t.Fatalf("%d fates, %d questions", len(m.Fates), len(m.Set.Questions))
		}
		detect(kit.Input{Data: data})
	})
}
