package choice

import (
	"testing"

	"verbatim/internal/quiz"
)

// Penalties of tries and hints are taken again from what the response earns by
// the corrected key; a first try that is right by it has ended the question.
func TestRegradeTakesThePenaltiesAgain(t *testing.T) {
	const options = "ABC"
	asked := &quiz.Question{Kind: "single-choice", Weight: 2, Body: &Single{Options: lettered(options, "A")}}
	corrected := &quiz.Question{Kind: "single-choice", Weight: 5, Body: &Single{Options: lettered(options, "B")}}
	allowed := quiz.Trying{Tries: 3, Penalty: 0.25, Hints: []string{"Think."}, HintPenalty: 0.125}
	for _, c := range []struct {
		name  string
		picks string // of the tries in their order
		hints int
		now   quiz.Grade
	}{
		{"right at once", "B", 0, quiz.Grade{Fraction: 1, Worth: 2, Graded: 1, First: 1}},
		{"right at once, after a hint", "B", 1, quiz.Grade{Fraction: 0.875, Worth: 2, Graded: 1, First: 1}},
		{"right first, then told it was not", "BA", 0, quiz.Grade{Fraction: 1, Worth: 2, Graded: 1, First: 1}},
		{"right at the second", "CB", 1, quiz.Grade{Fraction: 0.625, Worth: 2, Graded: 1, First: 0}},
		{"wrong now", "CA", 0, quiz.Grade{Fraction: 0, Worth: 2, Graded: 0, First: 0}},
	} {
		last := len(c.picks) - 1
		a := quiz.Answer{Response: picked(options, c.picks[last:]), Fraction: 0.5, Worth: 2}
		if last > 0 || c.hints > 0 {
			a.Tried = &quiz.Tried{Wrong: last, Hints: c.hints, First: picked(options, c.picks[:1])}
		}
		if got, err := quiz.ByKey.Grade(allowed, asked, corrected, a); err != nil || got != c.now {
			t.Errorf("%s: %+v, %v; want %+v", c.name, got, err, c.now)
		} else if a.Regraded(got).Grade() != got {
			t.Errorf("%s: the answer has the grade %+v", c.name, a.Regraded(got).Grade())
		}
		if got, err := quiz.FullMarks.Grade(allowed, asked, nil, a); err != nil || a.Regraded(got).Verdict() != quiz.Right || got.Worth != 2 {
			t.Errorf("%s, full marks: %+v, %v", c.name, got, err)
		}
		if got, err := quiz.Withdraw.Grade(allowed, asked, nil, a); err != nil || a.Regraded(got).Verdict() != quiz.Withdrawn {
			t.Errorf("%s, withdrawn: %+v, %v", c.name, got, err)
		}
	}
}
