package page

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

func TestRecord(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 30, 0, 0, time.FixedZone("", 3600))
	set := &quiz.Set{ID: "s", Title: "S", Topics: quiz.Topics{{Name: "a", Title: "+Topic"}}, Questions: []quiz.Question{
		{ID: "one", Stem: "=1+*2*, \"what\"?", Topic: "a", Evidence: quiz.Trial},
		{ID: "two", Stem: "Open?", Explanation: "secret"},
		{ID: "three", Stem: "Again?"},
	}}
	w := &play.Walk{
		Session:  quiz.Session{Items: []int{0, 1, 2}, Mode: quiz.Practice, Certainty: quiz.CertaintyOptional},
		Revision: &play.Revision{Set: set},
		Answers: []quiz.Answer{{N: 1, Response: "0", Fraction: 0.5, Worth: 2, Certainty: quiz.VerySure, At: at},
			{N: 3, Response: "1", Fraction: 0.5, Worth: 1, At: at, Tried: &quiz.Tried{Wrong: 1, Hints: 1, Graded: 1, First: "0", Earned: 0.25}}},
	}
	r := RecordOf(w)
	var b bytes.Buffer
	if err := r.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	want := "n,question,stem,topic,evidence,verdict,fraction,weight,tries,hints,first,certainty,at\n" +
		`1,one,"'=1+2, ""what""?",'+Topic,trial,partial,0.5,2,1,0,0.5,3,2026-03-01T08:30:00Z` + "\n" +
		"3,three,Again?,,,right,0.5,1,2,1,0.25,,2026-03-01T08:30:00Z\n"
	if b.String() != want {
		t.Errorf("the table is\n%s\nwant\n%s", &b, want)
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "two") || strings.Contains(string(text), "secret") {
		t.Errorf("the record tells of a question that is open: %s", text)
	}
	if r.Asked != 3 || r.Answered != 2 || r.MarksOf == 0 {
		t.Errorf("%+v", r)
	}
}

// OWASP's list of what spreadsheets take for a formula.
func TestCellsAreNoFormulas(t *testing.T) {
	for _, text := range []string{"=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"} {
		if got := cell(text); got != "'"+text {
			t.Errorf("%q is written as %q", text, got)
		}
	}
	for _, text := range []string{"", "a=1", "ä", "\xff", "1-2"} {
		if got := cell(text); got != text {
			t.Errorf("%q is written as %q", text, got)
		}
	}
}
