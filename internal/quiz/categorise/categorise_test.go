package categorise

import (
	"testing"

	"verbatim/internal/quiz"
)

func TestGrade(t *testing.T) {
	c := Categorise{
		Categories: []string{"X", "Y", "Z"},
		Items:      []Item{{Text: "a", Category: "X"}, {Text: "b", Category: "Y"}, {Text: "c", Category: "X"}, {Text: "d", Category: "X"}},
	}
	for r, want := range map[quiz.Response]float64{"0,1,0,0": 1, "0,0,0,0": 0.75, "1,1,1,1": 0.25, "2,2,2,2": 0} {
		c.Exact = false
		if got, err := c.Grade(r); err != nil || got != want {
			t.Errorf("%s earns %v, %v; want %v", r, got, err, want)
		}
		c.Exact = true
		if got, err := c.Grade(r); err != nil || got != 0 && want != 1 {
			t.Errorf("%s exactly earns %v, %v", r, got, err)
		}
	}
}

// Categories keep their order, whatever the session shuffles.
func TestCategoriesKeepTheirOrder(t *testing.T) {
	c := Categorise{Categories: []string{"X", "Y", "Z"}, Items: []Item{{Text: "a", Category: "X"}}}
	for seed := range uint64(20) {
		for i, choice := range c.Ask(quiz.Shuffle{Seed: seed}, nil).(Ask).Items[0].Choices {
			if choice.Text != c.Categories[i] {
				t.Fatalf("seed %d: %q stands at place %d", seed, choice.Text, i+1)
			}
		}
	}
}
