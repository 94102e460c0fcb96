package matching

import (
	"testing"

	"verbatim/internal/quiz"
)

func TestGrade(t *testing.T) {
	m := Matching{
		Pairs:       []Pair{{Text: "a", Match: "1"}, {Text: "b", Match: "2"}, {Text: "c", Match: "1"}, {Text: "d", Match: "3"}},
		Distractors: []Distractor{{Text: "4", Because: "it fits none"}},
	}
	// The matches are 1, 2, 3 and the distractor 4.
	for r, want := range map[quiz.Response]float64{"0,1,0,2": 1, "0,1,0,3": 0.75, "0,0,0,0": 0.5, "3,3,3,3": 0} {
		m.Exact = false
		if got, err := m.Grade(r); err != nil || got != want {
			t.Errorf("%s earns %v, %v; want %v", r, got, err, want)
		}
		m.Exact = true
		if got, err := m.Grade(r); err != nil || (got == 1) != (want == 1) || got != 0 && got != 1 {
			t.Errorf("%s exactly earns %v, %v", r, got, err)
		}
	}
}

// What was chosen is told with its own reason, beside the right match and its.
func TestReview(t *testing.T) {
	m := Matching{
		Pairs:       []Pair{{Text: "a", Match: "1", Because: "why 1"}, {Text: "b", Match: "2"}},
		Distractors: []Distractor{{Text: "3", Because: "why not 3"}},
	}
	review := m.Review(quiz.Shuffle{Fixed: true}, "2,1").(Review)
	want := []quiz.Part{
		{Text: "a", Given: quiz.Reply{Text: "3", Because: "why not 3"}, Right: quiz.Reply{Text: "1", Because: "why 1"}},
		{Text: "b", Given: quiz.Reply{Text: "2"}, Right: quiz.Reply{Text: "2"}, Fraction: 1},
	}
	for i, part := range review.Parts {
		if part != want[i] {
			t.Errorf("part %d is %+v, want %+v", i, part, want[i])
		}
	}
	if v := review.Parts[0].Verdict(); v != quiz.Wrong {
		t.Errorf("verdict %s", v)
	}
	if v := m.Review(quiz.Shuffle{}, "").(Review).Parts[0].Verdict(); v != quiz.Unknown {
		t.Errorf("verdict %s where the learner did not know", v)
	}
}
