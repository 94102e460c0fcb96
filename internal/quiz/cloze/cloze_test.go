package cloze

import (
	"errors"
	"fmt"
	"testing"

	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
)

func tides() *Cloze {
	range16, half := 16.3, 0.5
	return &Cloze{
		Text: "The [[body]] makes a *[[tide]]*.\nSo it [goes].\n\nUp to [[range]] metres, [[not-a-blank]].",
		Blanks: []Blank{
			{Name: "range", Number: &Number{Rules: numeric.Rules{Answers: []numeric.Answer{{Value: &range16}}}}},
			{Name: "body", Because: "it is near", Select: &Select{Single: choice.Single{Options: choice.Options{
				{Text: "moon", Correct: true}, {Text: "sun", Because: "it is far"}}}}},
			{Name: "tide", Weight: 2, Text: &Text{Rules: shorttext.Rules{Answers: []shorttext.Answer{
				{Text: "spring tide"}, {Text: "tide", Fraction: &half, Because: "which one?"}}}}},
		},
	}
}

func TestGrade(t *testing.T) {
	for r, want := range map[quiz.Response]float64{
		`["16.3","0","spring tide"]`: 1,
		`["16.3","0","tide"]`:        0.75,
		`["1","0","wind"]`:           0.25,
		`["1","1","Spring Tide"]`:    0.5,
		`["1","1","wind"]`:           0,
	} {
		c := tides()
		if got, err := c.Grade(r); err != nil || got != want {
			t.Errorf("%s earns %v, %v; want %v", r, got, err, want)
		}
		c.Exact = true
		if got, err := c.Grade(r); err != nil || got != 0 && want != 1 {
			t.Errorf("%s exactly earns %v, %v", r, got, err)
		}
	}
	for _, r := range []quiz.Response{`["16.3","0"]`, `["16.3","2","tide"]`, `["16.3","0",""]`} {
		if _, err := tides().Grade(r); !errors.Is(err, quiz.ErrResponse) {
			t.Errorf("%s: %v", r, err)
		}
	}
}

// The blanks are asked in the order of the text, whatever that of the file, and
// what surrounds them is kept.
func TestParagraphs(t *testing.T) {
	var got string
	for _, p := range tides().Ask(quiz.Shuffle{}, nil).(Ask).Paragraphs {
		for _, s := range p {
			if s.Blank != nil {
				got += fmt.Sprintf("<%d %s %v %v %d>", s.Blank.N, s.Blank.Field, s.Blank.Text != nil, s.Blank.Number != nil, len(s.Blank.Choices))
			} else {
				got += s.Text
			}
		}
		got += "¶"
	}
	want := "The <1 answer-1 false false 2> makes a *<2 answer-2 true false 0>*.\nSo it [goes].¶" +
		"Up to <3 answer-3 false true 0> metres, [[not-a-blank]].¶"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestReview(t *testing.T) {
	var parts []quiz.Part
	for _, p := range tides().Review(quiz.Shuffle{}, `["16.3","1","tide"]`).(Review).Paragraphs {
		for _, s := range p {
			if s.Blank != nil {
				parts = append(parts, *s.Blank)
			}
		}
	}
	want := []quiz.Part{
		{Given: quiz.Reply{Text: "sun", Because: "it is far"}, Right: quiz.Reply{Text: "moon", Because: "it is near"}},
		{Given: quiz.Reply{Text: "tide", Because: "which one?"}, Right: quiz.Reply{Text: "spring tide"}, Fraction: 0.5},
		{Given: quiz.Reply{Text: "16.3"}, Right: quiz.Reply{Text: "16.3"}, Fraction: 1},
	}
	if fmt.Sprint(parts) != fmt.Sprint(want) {
		t.Errorf("got %+v, want %+v", parts, want)
	}
}
