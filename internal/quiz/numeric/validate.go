package numeric

import (
	"verbatim/internal/quiz"
)

// Validate reports answers that say nothing or contradict themselves, a missing
// right answer, and units that cannot be told apart.
func (n *Numeric) Validate(q *quiz.Question, r *quiz.Report) { n.Check(&q.Where, r) }

// Check reports what is wrong with the rules, which stand in the element at.
func (n *Rules) Check(at *quiz.Where, r *quiz.Report) {
	for i := range n.Answers {
		n.Answers[i].check(r)
	}
	for i := range n.Units {
		n.checkUnit(i, r)
	}
	n.checkRounding(at, r)
	if p := n.UnitPenalty; p != nil && (*p < 0 || *p > 1) {
		r.Error(at.Pos("unit-penalty"), "bad-value", "use a number from 0 to 1", "the penalty %v is out of range", *p)
	}
	if (n.UnitEntry != "" || n.UnitPenalty != nil) && len(n.Units) == 0 {
		r.Error(at.Pos("unit-entry"), "no-units", "write the units under `units:`", "the question knows no units")
	}
	switch best := n.best(); {
	case len(n.Answers) == 0:
		r.Error(at.Pos("answers"), "no-right-answer", "write at least one answer with a `value:`", "the question has no answers")
	case best == nil:
		r.Error(at.Pos("answers"), "no-right-answer", "leave out `fraction:` at the answer that is right", "no number earns full credit")
	default:
		if a, _, err := n.match(n.Key()); err == nil && a != nil && a.credit() < 1 {
			r.Error(best.Pos(""), "hidden-answer", "move it above the answer that hides it", "an answer above this one fits the same numbers and earns less")
		}
	}
}

func (a *Answer) check(r *quiz.Report) {
	kinds := 0
	for _, given := range []bool{a.Value != nil, a.Min != nil || a.Max != nil, a.Any} {
		if given {
			kinds++
		}
	}
	switch {
	case kinds == 0:
		r.Error(a.Pos("value"), "empty-answer", "write `value:`, or `min:` and `max:`", "the answer names no number")
	case kinds > 1:
		r.Error(a.Pos(""), "mixed-answer", "write `value:`, or `min:` and `max:`, or `any: true`", "the answer says in two ways which numbers fit")
	case a.Min != nil && a.Max != nil && *a.Min > *a.Max:
		r.Error(a.Pos("min"), "bad-range", "exchange the two", "no number is at least %v and at most %v", *a.Min, *a.Max)
	case a.Any && a.credit() == 1:
		r.Error(a.Pos("any"), "matches-anything", "write `fraction: 0`", "any number at all would earn full marks")
	}
	if a.Tolerance < 0 {
		r.Error(a.Pos("tolerance"), "bad-value", "use a number above 0", "the tolerance %v is below 0", a.Tolerance)
	}
	if a.Value == nil && (a.Tolerance != 0 || a.Mode != "") {
		r.Error(a.Pos("tolerance"), "mixed-answer", "write `value:` beside it, or remove it", "there is a tolerance without a value")
	}
	if f := a.Fraction; f != nil && (*f < 0 || *f > 1) {
		r.Error(a.Pos("fraction"), "bad-fraction", "use a number from 0 to 1", "the fraction %v is out of range", *f)
	}
	if r.Sourced && a.credit() < 1 && a.Because == "" {
		r.Error(a.Pos("because"), "missing-because", "add `because: \"…\"`", "the answer does not say why it earns less than full credit")
	}
}

func (n *Rules) checkUnit(i int, r *quiz.Report) {
	u := &n.Units[i]
	for _, other := range n.Units[:i] {
		if fold(other.Name) == fold(u.Name) {
			r.Error(u.Pos("name"), "duplicate-text", "rename one of the two or remove it", "the unit %q stands there twice", u.Name)
		}
	}
	switch {
	case u.Factor < 0:
		r.Error(u.Pos("factor"), "bad-value", "use a number above 0", "the factor %v is below 0", u.Factor)
	case i == 0 && u.factor() != 1:
		r.Error(u.Pos("factor"), "bad-value", "write the values in the first unit, and remove its factor", "the first unit has the factor %v", u.Factor)
	}
}

func (n *Rules) checkRounding(at *quiz.Where, r *quiz.Report) {
	switch d := n.DecimalPlaces; {
	case n.SignificantFigures < 0 || n.SignificantFigures > 15:
		r.Error(at.Pos("significant-figures"), "bad-value", "use a whole number from 1 to 15", "there are no %d significant figures", n.SignificantFigures)
	case d != nil && (*d < 0 || *d > 15):
		r.Error(at.Pos("decimal-places"), "bad-value", "use a whole number from 0 to 15", "there are no %d decimal places", *d)
	case d != nil && n.SignificantFigures > 0:
		r.Error(at.Pos("decimal-places"), "mixed-answer", "keep one of the two", "there are both decimal places and significant figures")
	}
}
