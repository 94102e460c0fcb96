package ordering

import (
	"errors"
	"math"
	"testing"

	"verbatim/internal/quiz"
)

func TestCredit(t *testing.T) {
	for _, c := range []struct {
		order                          quiz.Response
		pairs, position, next, longest float64
	}{
		{"0,1,2,3", 1, 1, 1, 1},
		{"3,2,1,0", 0, 0, 0, 0},
		{"1,0,2,3", 4.0 / 6, 0.5, 1.0 / 3, 2.0 / 3}, // two neighbours exchanged
		{"1,2,3,0", 0, 0, 2.0 / 3, 2.0 / 3},         // the first item put last: three pairs of six
		{"3,0,1,2", 0, 0, 2.0 / 3, 2.0 / 3},
		{"0,3,1,2", 2.0 / 6, 0.25, 1.0 / 3, 2.0 / 3},
		{"2,3,0,1", 0, 0, 2.0 / 3, 1.0 / 3}, // two of six pairs are right: worse than chance
	} {
		for credit, want := range map[Credit]float64{"": c.pairs, Pairs: c.pairs, Position: c.position, Next: c.next, Longest: c.longest} {
			o := Ordering{Items: make([]Item, 4), Credit: credit}
			if got, err := o.Grade(c.order); err != nil || math.Abs(got-want) > 1e-9 {
				t.Errorf("%s by %q earns %v, %v; want %v", c.order, credit, got, err, want)
			}
			o.Exact = true
			if got, err := o.Grade(c.order); err != nil || got != math.Floor(want) {
				t.Errorf("%s exactly by %q earns %v, %v", c.order, credit, got, err)
			}
		}
	}
}

func TestPlaceTwice(t *testing.T) {
	o := Ordering{Items: make([]Item, 3)}
	_, err := o.Read(quiz.Shuffle{}, quiz.Form{"answer-1": {"1"}, "answer-2": {"2"}, "answer-3": {"1"}})
	if problem, ok := errors.AsType[*quiz.Problem](err); !ok || problem.Message != "problem.place-twice" || problem.Control != "answer-3" {
		t.Errorf("a place taken twice: %v", err)
	}
}
