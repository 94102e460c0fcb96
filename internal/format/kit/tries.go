package kit

import (
	"math"

	"verbatim/internal/quiz"
)

// ThirdPenalty says whether a penalty is the usual one, however many digits of a
// third were written.
func ThirdPenalty(p float64) bool { return math.Abs(p-quiz.DefaultPenalty) < 1e-4 }

// settled gives a question with what the head of its set says of tries, so that
// a format which has no such head can carry it; what has no effect is left out.
func settled(set *quiz.Set, q *quiz.Question) *quiz.Question {
	own, says := *q, set.Trying(q)
	own.TryRule = quiz.TryRule{}
	if says.Tries > 1 {
		own.Tries = says.Tries
		if !ThirdPenalty(says.Penalty) {
			own.Penalty = &says.Penalty
		}
	}
	if len(says.Hints) > 0 && says.HintPenalty > 0 {
		own.HintPenalty = &says.HintPenalty
	}
	return &own
}
