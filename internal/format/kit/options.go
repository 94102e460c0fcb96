package kit

import (
	"math"

	"verbatim/internal/quiz/choice"
)

// near says whether two weights are the same but for rounding, as 33.333 % and 1/3.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-4 }

// PlainWeights takes off the fractions of a multiple response that say no more
// than the kind's own rule: right options share 1, and each wrong one costs as
// much as a right one earns. Where no wrong option costs anything, so that
// ticking everything would earn full marks, wrong options get the kind's rule
// too, and free is true.
func PlainWeights(o choice.Options) (free bool) {
	right := len(o.Right())
	if right == 0 {
		return false
	}
	share := 1 / float64(right)
	even, costs, zeros := true, false, false
	for i := range o {
		switch f := o[i].Fraction; {
		case o[i].Correct:
			even = even && f != nil && near(*f, share)
		case f == nil || *f == 0:
			zeros = true
		default:
			costs = true
		}
	}
	free = zeros && !costs
	zero := 0.0
	for i := range o {
		f := o[i].Fraction
		switch {
		case o[i].Correct && even, !o[i].Correct && free:
			o[i].Fraction = nil
		case !o[i].Correct && (f == nil || *f == 0):
			o[i].Fraction = &zero // some wrong options cost nothing, others do
		case !o[i].Correct && f != nil && near(*f, -share):
			o[i].Fraction = nil
		}
	}
	return free
}
