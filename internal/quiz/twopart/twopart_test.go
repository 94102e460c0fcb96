package twopart

import (
	"errors"
	"testing"

	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
)

func tides(shows ...bool) TwoPart {
	t := TwoPart{Options: choice.Options{{Text: "A", Correct: true}, {Text: "B"}}}
	for _, correct := range shows {
		t.Passages = append(t.Passages, Passage{Citation: quiz.Citation{Quote: "words"}, Correct: correct})
	}
	return t
}

func TestGrade(t *testing.T) {
	one, two := tides(true, false, false), tides(true, true, false)
	for _, c := range []struct {
		name  string
		t     TwoPart
		r     quiz.Response
		want  float64
		exact float64
	}{
		{"both parts", one, "0;0", 1, 1},
		{"the answer alone", one, "0;1", 0.5, 0},
		{"the evidence alone", one, "1;0", 0, 0},
		{"neither", one, "1;2", 0, 0},
		{"all the evidence", two, "0;0,1", 1, 1},
		{"half the evidence", two, "0;0", 0.75, 0},
		{"too much evidence", two, "0;0,1,2", 0.75, 0},
		{"a wrong answer with all of it", two, "1;0,1", 0, 0},
	} {
		c.t.Exact = false
		if got, err := c.t.Grade(c.r); err != nil || got != c.want {
			t.Errorf("%s: %v, %v; want %v", c.name, got, err, c.want)
		}
		c.t.Exact = true
		if got, err := c.t.Grade(c.r); err != nil || got != c.exact {
			t.Errorf("%s, exactly: %v, %v; want %v", c.name, got, err, c.exact)
		}
	}
	if _, err := one.Grade("0;0,1"); !errors.Is(err, quiz.ErrResponse) {
		t.Errorf("two pieces of evidence where one is asked: %v", err)
	}
}

// The first part that lacks a pick is the one that the learner is sent to.
func TestRead(t *testing.T) {
	one := tides(true, false)
	sh := quiz.Shuffle{Fixed: true}
	for _, c := range []struct {
		form    quiz.Form
		control string
	}{
		{quiz.Form{}, "answer-1"},
		{quiz.Form{"evidence": {"1"}}, "answer-1"},
		{quiz.Form{"answer": {"1"}}, "evidence-1"},
	} {
		var problem *quiz.Problem
		if _, err := one.Read(sh, c.form); !errors.As(err, &problem) || problem.Control != c.control {
			t.Errorf("%v: %v", c.form, err)
		}
	}
	if r, err := one.Read(sh, quiz.Form{"answer": {"2"}, "evidence": {"1"}}); err != nil || r != "1;0" {
		t.Errorf("%q, %v", r, err)
	}
}
