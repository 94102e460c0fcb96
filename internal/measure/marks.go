// Package measure computes figures from answers: marks by certainty, how well
// certainty fits what was right, and the item analysis of a class. It is pure.
package measure

import "verbatim/internal/quiz"

// worth is what an answer earns at each level of certainty, right and wrong
// (Gardner-Medwin 1995; the same as question_cbm of Moodle). Stating what one
// believes pays best: the level lines cross at 2/3 and 4/5.
var worth = [...]struct{ right, wrong float64 }{
	quiz.Unsure:     {1, 0},
	quiz.FairlySure: {2, -2},
	quiz.VerySure:   {3, -6},
}

// Worth gives what a right and a wrong answer earn at a stated level of
// certainty; 0 and 0 for others.
func Worth(c quiz.Certainty) (right, wrong float64) {
	if c < 0 || int(c) >= len(worth) {
		return 0, 0
	}
	return worth[c].right, worth[c].wrong
}

// Mark is what an answer of this fraction earns by certainty: from −6 to 3.
func Mark(fraction float64, c quiz.Certainty) float64 {
	right, wrong := Worth(c)
	if fraction <= 0 {
		return wrong
	}
	return right * fraction
}

// Marks sums up marks by certainty.
type Marks struct {
	N        int     // answers whose certainty was stated
	Mean     float64 // the average mark, −6..3; 0 where N is 0
	Accuracy float64 // the average fraction, 0..1; 0 where N is 0
	// Bonus is a tenth of what the learner earned above the best that the same
	// accuracy earns at one level for all answers; below 0 where one level
	// would have done better.
	Bonus float64
}

// MarksOf sums up the answers whose certainty was stated, by their first tries.
func MarksOf(answers []quiz.Answer) Marks {
	var m Marks
	for _, a := range answers {
		if a.Certainty == quiz.Unstated || a.Verdict() == quiz.Withdrawn {
			continue
		}
		earned := a.FirstTry().Fraction
		m.N++
		m.Mean += Mark(earned, a.Certainty)
		m.Accuracy += earned
	}
	if m.N == 0 {
		return m
	}
	m.Mean /= float64(m.N)
	m.Accuracy /= float64(m.N)
	best := 0.0 // all unsure and all wrong earns as little
	for _, c := range quiz.Certainties() {
		right, wrong := Worth(c)
		best = max(best, m.Accuracy*right+(1-m.Accuracy)*wrong)
	}
	m.Bonus = 0.1 * (m.Mean - best)
	return m
}
