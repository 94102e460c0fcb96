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
	}}
	w := &play.Walk{
		Session:  quiz.Session{Items: []int{0, 1}, Mode: quiz.Practice, Certainty: quiz.CertaintyOptional},
		Revision: &play.Revision{Set: set},
		Answers:  []quiz.Answer{{N: 1, Response: "0", Fraction: 0.5, Worth: 2, Certainty: quiz.VerySure, At: at}},
	}
	r := RecordOf(w)
	var b bytes.Buffer
	if err := r.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	want := "n,question,stem,topic,evidence,verdict,fraction,weight,certainty,at\n" +
		`1,one,"'=1+2, ""what""?",'+Topic,trial,partial,0.5,2,3,2026-03-01T08:30:00Z` + "\n"
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
	if r.Asked != 2 || r.Answered != 1 || r.MarksOf == 0 {
		t.Errorf("%+v", r)
	}
}
