package cloze

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
	"verbatim/internal/quiz"
)

func read(t *testing.T, text string) *kit.Import {
	t.Helper()
	in := kit.Input{Name: "tides.txt", Data: []byte(text)}
	if detect(in) == 0 {
		t.Errorf("%q is not recognised", text)
	}
	m, err := decode(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestDecode(t *testing.T) {
	m := read(t, "Name what pulls:\r\n* most: {2:MULTICHOICE:=the Moon#Near.~%50%the Sun~wind}\r\n* at all: {:SA:=gravity~%0%*#No.}, for {1:NM:=12.4:0.1} h\r\n")
	q := m.Set.Questions[0]
	if m.Count(kit.Whole) != 1 || q.Stem != "Name what pulls:" || q.ID != "tides" {
		t.Errorf("%+v %v", q, m.List)
	}
	if f, err := q.Body.Grade(`["1","gravity","12.3"]`); err != nil || f != 0.75 {
		t.Errorf("it earns %v (%v)", f, err)
	}
}

func TestDecodeAnyLetters(t *testing.T) {
	m := read(t, "Größte Stadt der Schweiz: {1:SA:=Zürich#Schön!~%50%Genf\\: Genève}, 日本 {1:MC:=東京~大阪}\n")
	q := m.Set.Questions[0]
	for answer, want := range map[quiz.Response]float64{`["Zürich","0"]`: 1, `["Genf: Genève","0"]`: 0.75} {
		if f, err := q.Body.Grade(answer); err != nil || f != want {
			t.Errorf("%s earns %v (%v)", answer, f, err)
		}
	}
	if text, err := json.Marshal(q.Body); err != nil || !strings.Contains(string(text), "Schön!") || !strings.Contains(string(text), "東京") {
		t.Errorf("%s (%v)", text, err)
	}
}

func TestBroken(t *testing.T) {
	for _, text := range []string{"{1:MC:=only}", "{1:NM:=zero}", "{1:SA:%50%half}", "{1:SA:=open", "{1:MC:a~b}"} {
		if m := read(t, text); m.Count(kit.Refused) != 1 || len(m.Set.Questions) != 0 || m.List[0].Code != "broken-question" {
			t.Errorf("%q: %v", text, m.List)
		}
	}
	if m := read(t, "{1:MR:=a~=b~c}"); m.Count(kit.Lossy) != 1 || m.Set.Questions[0].Kind != "unsupported" {
		t.Errorf("%v", m.List)
	}
}

// The files of other people are not part of the project.
func TestCorpora(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "formats", "corpora", "cloze", "moodle")
	for name, want := range map[string]int{"questions.multianswer.txt": 1, "broken_multianswer_1.txt": 0, "broken_multianswer_3.txt": 0} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Skip("the corpora are not here: ", err)
		}
		if m := read(t, string(data)); len(m.Set.Questions) != want || len(m.Fates) != 1 {
			t.Errorf("%s: %v", name, m.List)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("{1:MC:=a#b~%50%c\\}d} and {NM:=1:0.1}")
	f.Add("<p>{2:SHORTANSWER_C:=a}</p>")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := decode(context.Background(), kit.Input{Name: "f.txt", Data: []byte(text)})
		if err != nil || len(m.Fates) != 1 {
			t.Errorf("%v %v", err, m.List)
		}
	})
}
