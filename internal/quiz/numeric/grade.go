package numeric

import (
	"fmt"
	"math/big"
	"strings"

	"verbatim/internal/quiz"
)

// Grade gives what the first answer earns that the number fits. The number is
// brought to the first unit before; a typed one whose unit is missing or
// unknown is taken to be in the first, and loses the unit penalty.
func (n *Rules) Grade(r quiz.Response) (float64, error) {
	a, credit, err := n.match(r)
	if err != nil || a == nil {
		return 0, err
	}
	return a.credit() * credit, nil
}

// match finds the answer that a response fits, nil for none, and the share of
// its fraction that the unit leaves.
func (n *Rules) match(r quiz.Response) (a *Answer, credit float64, err error) {
	number, unit, _ := strings.Cut(string(r), " ")
	x, err := parse(number)
	if err != nil || !r.IsLine() || fold(unit) != unit || !isUnit(unit) {
		return nil, 0, fmt.Errorf("%w: %q is no number", quiz.ErrResponse, r)
	}
	credit = 1
	switch u := n.unit(unit); {
	case n.unitEntry() == none:
		if unit != "" {
			return nil, 0, fmt.Errorf("%w: the number takes no unit", quiz.ErrResponse)
		}
	case u != nil:
		x = new(big.Rat).Mul(x, exact(u.factor()))
	case n.unitEntry() == Typed:
		credit = 1 - n.unitPenalty()
	default:
		return nil, 0, fmt.Errorf("%w: there is no unit %q", quiz.ErrResponse, unit)
	}
	for i := range n.Answers {
		if n.fits(&n.Answers[i], x) {
			return &n.Answers[i], credit, nil
		}
	}
	return nil, credit, nil
}

// fits says whether a number in the first unit fits an answer.
func (n *Rules) fits(a *Answer, x *big.Rat) bool {
	switch {
	case a.Any:
		return true
	case a.Value == nil:
		return (a.Min == nil || x.Cmp(exact(*a.Min)) >= 0) && (a.Max == nil || x.Cmp(exact(*a.Max)) <= 0)
	}
	value := exact(*a.Value)
	switch {
	case a.Tolerance > 0:
		most := exact(a.Tolerance)
		if a.Mode == Relative {
			most.Mul(most, new(big.Rat).Abs(value))
		}
		distance := new(big.Rat).Sub(x, value)
		return distance.Abs(distance).Cmp(most) <= 0
	case n.SignificantFigures > 0:
		return figures(x, n.SignificantFigures) == figures(value, n.SignificantFigures)
	case n.DecimalPlaces != nil && *n.DecimalPlaces >= 0:
		return places(x, *n.DecimalPlaces) == places(value, *n.DecimalPlaces)
	}
	return x.Cmp(value) == 0
}

// Key is a number that the first answer with full credit fits.
func (n *Rules) Key() quiz.Response {
	a := n.best()
	if a == nil {
		return ""
	}
	key := text(a.middle())
	if n.unitEntry() != none && n.unitEntry() != printed {
		key += " " + fold(n.Units[0].Name)
	}
	return quiz.Response(key)
}

// best is the first answer with full credit, nil where there is none.
func (n *Rules) best() *Answer {
	for i := range n.Answers {
		if a := &n.Answers[i]; a.credit() == 1 && !a.Any {
			return a
		}
	}
	return nil
}

// middle is a number that fits the answer.
func (a *Answer) middle() float64 {
	switch {
	case a.Value != nil:
		return *a.Value
	case a.Min != nil:
		return *a.Min
	case a.Max != nil:
		return *a.Max
	}
	return 0
}

func (a *Answer) credit() float64 {
	if a.Fraction == nil {
		return 1
	}
	return min(max(0, *a.Fraction), 1)
}

// Two more ways to give a unit follow from the list of units alone.
const (
	none    Entry = "none"    // the question knows no units
	printed Entry = "printed" // the one unit is printed beside the field
)

func (n *Rules) unitEntry() Entry {
	switch {
	case len(n.Units) == 0:
		return none
	case n.UnitEntry != "":
		return n.UnitEntry
	case len(n.Units) == 1:
		return printed
	}
	return Select
}

// unit finds a unit by its name, nil for none. A printed unit needs no name.
func (n *Rules) unit(name string) *Unit {
	if name == "" && n.unitEntry() == printed {
		return &n.Units[0]
	}
	for i := range n.Units {
		if fold(n.Units[i].Name) == name {
			return &n.Units[i]
		}
	}
	return nil
}

// isUnit says whether what follows a number can be a unit: not a second number.
func isUnit(rest string) bool { return rest == "" || !strings.ContainsAny(rest[:1], "+-.,0123456789") }

func (n *Rules) unitPenalty() float64 {
	if n.UnitPenalty == nil {
		return 1
	}
	return min(max(0, *n.UnitPenalty), 1)
}

func (u *Unit) factor() float64 {
	if u.Factor == 0 {
		return 1
	}
	return u.Factor
}

// Citations lists the answers' quotes.
func (n *Rules) Citations() []quiz.Cited {
	var cited []quiz.Cited
	for i := range n.Answers {
		cited = append(cited, quiz.Cited{Where: &n.Answers[i].Where, Citation: n.Answers[i].Citation})
	}
	return cited
}
