package numeric

import (
	"errors"
	"testing"

	"verbatim/internal/quiz"
)

func TestGrade(t *testing.T) {
	mass := []Unit{{Name: "mg"}, {Name: "g", Factor: 1000}, {Name: "µg", Factor: 0.001}}
	for _, c := range []struct {
		name  string
		rules Rules
		want  map[quiz.Response]float64
	}{
		{"exactly", Rules{Answers: []Answer{{Value: new(4.2)}}},
			map[quiz.Response]float64{"4.2": 1, "4.20": 1, "42e-1": 1, "4.21": 0, "-4.2": 0}},
		{"within a tolerance", Rules{Answers: []Answer{{Value: new(4.2), Tolerance: 0.1}}},
			map[quiz.Response]float64{"4.3": 1, "4.1": 1, "4.300000001": 0, "4.09": 0}},
		{"within a share", Rules{Answers: []Answer{{Value: new(-200.0), Tolerance: 0.05, Mode: Relative}}},
			map[quiz.Response]float64{"-190": 1, "-210": 1, "-189.9": 0, "200": 0}},
		{"in a range", Rules{Answers: []Answer{{Min: new(3.0), Max: new(5.0)}, {Min: new(5.0), Fraction: new(0.25)}}},
			map[quiz.Response]float64{"3": 1, "5": 1, "5.1": 0.25, "2.9": 0}},
		{"the first that fits", Rules{Answers: []Answer{{Value: new(1815.0)}, {Value: new(1815.0), Tolerance: 2, Fraction: new(0.5)}, {Any: true, Fraction: new(0.0)}}},
			map[quiz.Response]float64{"1815": 1, "1817": 0.5, "1818": 0}},
		{"to two figures", Rules{SignificantFigures: 2, Answers: []Answer{{Value: new(0.0523)}}},
			map[quiz.Response]float64{"0.052": 1, "0.0518": 1, "0.05": 0, "0.0525": 0}},
		{"to one place", Rules{DecimalPlaces: new(1), Answers: []Answer{{Value: new(2.04)}, {Value: new(7.0), Tolerance: 1}}},
			map[quiz.Response]float64{"2": 1, "2.04": 1, "2.05": 0, "7.9": 1}},
		{"a chosen unit", Rules{Units: mass, Answers: []Answer{{Value: new(2500.0)}}},
			map[quiz.Response]float64{"2500 mg": 1, "2.5 g": 1, "2.5e6 μg": 1, "2500 g": 0}},
		{"a printed unit", Rules{Units: mass[:1], Answers: []Answer{{Value: new(2500.0)}}},
			map[quiz.Response]float64{"2500": 1, "2.5": 0}},
		{"a typed unit", Rules{Units: mass, UnitEntry: Typed, Answers: []Answer{{Value: new(2500.0)}}},
			map[quiz.Response]float64{"2.5 g": 1, "2500": 0, "2500 kg": 0}},
		{"a typed unit with a small penalty", Rules{Units: mass, UnitEntry: Typed, UnitPenalty: new(0.2), Answers: []Answer{{Value: new(2500.0)}}},
			map[quiz.Response]float64{"2.5 g": 1, "2500": 0.8, "2500 kg": 0.8, "2.5": 0}},
	} {
		for r, want := range c.want {
			if got, err := c.rules.Grade(r); err != nil || got != want {
				t.Errorf("%s: %q earns %v, %v; want %v", c.name, r, got, err, want)
			}
		}
	}
	chosen := Rules{Units: mass, Answers: []Answer{{Value: new(1.0)}}}
	for _, r := range []quiz.Response{"1", "1 kg", "1 µg", "1  mg", "1 2"} { // µ is written μ in a response
		if _, err := chosen.Grade(r); !errors.Is(err, quiz.ErrResponse) {
			t.Errorf("%q with a chosen unit: %v", r, err)
		}
	}
}

func TestRead(t *testing.T) {
	mass := []Unit{{Name: "mg"}, {Name: "g", Factor: 1000}}
	plain, printed := Numeric{}, Numeric{Rules{Units: mass[:1]}}
	chosen, typed := Numeric{Rules{Units: mass}}, Numeric{Rules{Units: mass, UnitEntry: Typed}}
	for _, c := range []struct {
		name          string
		n             Numeric
		number, unit  string
		want, problem string
	}{
		{"a number", plain, " 1,5 ", "", "1.5", ""},
		{"nothing", plain, " ", "", "", "problem.write-answer"},
		{"a word", plain, "many", "", "", "problem.not-a-number"},
		{"two numbers", plain, "3-5", "", "", "problem.not-a-number"},
		{"a doubtful comma", plain, "1,500", "", "", "problem.ambiguous-number"},
		{"a unit where none is asked", plain, "3 mg", "", "", "problem.number-alone"},
		{"the printed unit again", printed, "3 mg", "", "3", ""},
		{"another than the printed unit", printed, "3 g", "", "", "problem.number-alone"},
		{"a chosen unit", chosen, "3", "2", "3 g", ""},
		{"a chosen unit, typed too", chosen, "3g", "2", "3 g", ""},
		{"a chosen unit, another typed", chosen, "3 mg", "2", "", "problem.number-alone"},
		{"no unit chosen", chosen, "3", "", "", "problem.choose-each"},
		{"a typed unit", typed, "3g", "", "3 g", ""},
		{"no unit typed", typed, "3", "", "3", ""},
	} {
		form := quiz.Form{"answer": {c.number}}
		if c.unit != "" {
			form["answer-unit"] = []string{c.unit}
		}
		got, err := c.n.Read(quiz.Shuffle{}, form)
		problem := ""
		if p := (*quiz.Problem)(nil); errors.As(err, &p) {
			problem = p.Message
		}
		if string(got) != c.want || problem != c.problem {
			t.Errorf("%s: %q, %q; want %q, %q", c.name, got, problem, c.want, c.problem)
		}
	}
}

func TestReview(t *testing.T) {
	n := Numeric{Rules{Units: []Unit{{Name: "m"}}, Answers: []Answer{
		{Value: new(16.3), Tolerance: 0.05, Mode: Relative, Because: "why"},
		{Value: new(0.4), Fraction: new(0.0), Because: "the other sea"},
	}}}
	part := n.Review(quiz.Shuffle{}, "0.4").(Review).Part
	want := quiz.Part{Given: quiz.Reply{Text: "0.4 m", Because: "the other sea"}, Right: quiz.Reply{Text: "16.3 ± 5 % m", Because: "why"}}
	if part != want {
		t.Errorf("%+v, want %+v", part, want)
	}
	for a, want := range map[*Answer]string{
		{Min: new(-3.0), Max: new(5.0)}:   "-3 – 5 m",
		{Min: new(3.0)}:                   "≥ 3 m",
		{Max: new(3e-9)}:                  "≤ 3e-9 m",
		{Value: new(4.2), Tolerance: 0.1}: "4.2 ± 0.1 m",
		{Value: new(1e21)}:                "1e21 m",
	} {
		if got := n.show(a); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
