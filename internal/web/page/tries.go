package page

import (
	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// Try says which try of a question a page asks for, and what help there is. The
// zero value is for a question with one try and no hint.
type Try struct {
	Now, Of  int  // this try, from 1, and how many there are; Of is 0 where there is no choice
	Again    bool // the try before was not right
	Scored   bool // so that penalties count
	Worth    int  // percent of the mark that a right answer earns now
	Cost     int  // percent of the mark that a try costs which is not right
	Given    int  // hints
	Left     int  // hints that can still be asked for
	HintCost int  // percent of the mark that each costs
}

// TryOf describes where a learner stands with a question; t may be nil.
func TryOf(w *play.Walk, t *play.Trying) Try {
	if t == nil {
		return Try{}
	}
	return Try{
		Now: t.Now(), Of: t.Trying.Tries, Again: len(t.Tries) > 0, Scored: w.Session.Mode.Scored(),
		Worth: Percent(t.Worth()), Cost: Percent(t.Penalty), Given: t.Given, Left: t.Left(), HintCost: Percent(t.HintPenalty),
	}
}

// Several says whether there is more than one try.
func (t Try) Several() bool { return t.Of > 1 }

// Last says whether no other try follows.
func (t Try) Last() bool { return t.Now >= t.Of }

// Less says whether a right answer earns less than the whole mark by now.
func (t Try) Less() bool { return t.Scored && t.Worth < 100 }

// Charged says whether the next hint costs something.
func (t Try) Charged() bool { return t.Scored && t.HintCost > 0 }

// Next is the number of the hint that comes next.
func (t Try) Next() int { return t.Given + 1 }

// Tried says how an answer came about; the zero value is for one at the first
// try, without a hint.
type Tried struct {
	Tries, Hints int
	Scored       bool // so that penalties count
	Percent      int  // of the mark that it earned
}

// TriedOf describes an answer.
func TriedOf(w *play.Walk, a *quiz.Answer) Tried {
	if a.Tried == nil {
		return Tried{}
	}
	return Tried{Tries: a.Tries(), Hints: a.Hints(), Scored: w.Session.Mode.Scored(), Percent: Percent(a.Fraction)}
}
