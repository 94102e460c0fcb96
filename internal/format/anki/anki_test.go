package anki

import (
	"archive/zip"
	"bytes"
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

// Whatever a package holds, it is read or refused; the database is another's.
func FuzzPackage(f *testing.F) {
	defer Register(reader)
	Register(func(_ context.Context, database []byte) ([]Note, error) {
		return []Note{{Names: []string{"Front", "Back"}, Fields: strings.Split(string(database), "\x1f"), Tags: "a"}}, nil
	})
	f.Add("collection.anki2", []byte("Q <img src='a.png'>\x1fA"), []byte(`{"0": "a.png"}`))
	f.Add("collection.anki21b", []byte("\x28\xb5\x2f\xfd"), []byte("\n\x01"))
	f.Fuzz(func(t *testing.T, name string, database, media []byte) {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for entry, data := range map[string][]byte{name: database, "media": media, "0": []byte("\x89PNG\r\n\x1a\n")} {
			if e, err := w.Create(entry); err == nil {
				e.Write(data)
			}
		}
		w.Close()
		m, err := Package.Decode(context.Background(), kit.Input{Name: "f.apkg", Data: out.Bytes()})
		if err == nil && len(m.Fates) != len(m.Set.Questions)+m.Count(kit.Refused) {
			t.Fatalf("%d fates, %d questions", len(m.Fates), len(m.Set.Questions))
		}
	})
}
