package anki

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz/cloze"
)

func read(t testing.TB, source string) *kit.Import {
	t.Helper()
	m, err := decode(context.Background(), kit.Input{Name: "f.txt", Data: []byte(source)})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// shown gives each question as kind topic: stem (key) explanation, and the findings.
func shown(m *kit.Import) string {
	var parts []string
	for _, q := range m.Set.Questions {
		stem := q.Stem
		if b, ok := q.Body.(*cloze.Cloze); ok {
			stem = b.Text
		}
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%s %s: %s (%s) %s", q.Kind, q.Topic, stem, q.Body.Key(), q.Explanation)))
	}
	for _, d := range m.List {
		parts = append(parts, fmt.Sprintf("%d:%d %s", d.Line, d.Col, d.Code))
	}
	return strings.Join(parts, ", ")
}

func TestNotesOfManyShapes(t *testing.T) {
	for source, want := range map[string]string{
		"# a comment\n食べる\tto eat\n":                         "short-text : 食べる (to eat)",
		"front\tback\tmore\n":                                "short-text : front (back), 1:1 field-dropped",
		"front\t\n\tback\n\t\n":                              "unsupported : front (), short-text : … (back), 1:1 unsupported-kind, 2:1 empty-stem, 3:1 empty-note",
		"#separator:Semicolon\n#html:true\n<b>a</b>;x & y\n": "short-text : **a** (x & y)",
		"#separator:tab\n#columns:F\tB\tExtra\tTags\n#tags column:4\na\tb\twhy\tdeep_sea fish\n": "short-text deep-sea: a (b) why, 4:1 tag-dropped",
		"#deck column:1\nBio::Sea\ta\tb\n":                     "short-text bio-sea: a (b)",
		"#guid column:1\n#notetype column:2\nx\tBasic\ta\tb\n": "short-text : a (b)",
		"a\t\"two\nlines\"\n":                                  "short-text : a (two lines)",
		"a[sound:x.mp3]\t<img src=\"b.png\">b\n":               "short-text : a (sound x.mp3) (b), 1:1 markup-dropped, 1:1 markup-dropped",
		"The {{c1::moon}} and the {{c2::sun::a star}}.\twhy\n": "cloze : The [[gap-1]] and the [[gap-2]] (a star). ([\"moon\",\"sun\"]) why",
		"a\tb * c\n": "short-text : a (b * c)",
	} {
		if got := shown(read(t, source)); got != want {
			t.Errorf("%q\ngives %s\nwant  %s", source, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("#separator:tab\n#html:true\n#tags column:3\na\tb\tc d\n"))
	f.Add([]byte("#separator:\"\n{{c1::a::b}}\t\"\n"))
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
