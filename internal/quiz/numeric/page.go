package numeric

import (
	"errors"
	"math/big"
	"strings"

	"verbatim/internal/quiz"
)

// field is the name of the control.
const field = "answer"

// Ask is what the learner sees before answering.
type Ask struct {
	Field     string
	Given     string        // as it was typed, when the form comes back
	Unit      string        // printed beside the field; empty where there is none
	UnitField string        // the select of the unit, where Units has any
	Units     []quiz.Choice // their text is plain
	TypeUnit  bool          // the unit is written after the number
	// Figures and Places say how exact the answer should be; nil where nothing is said.
	Figures, Places *int
}

// Review is what the learner sees after answering.
type Review struct {
	quiz.Part
}

// Ask is the view of the unanswered question, an [Ask].
func (n *Numeric) Ask(_ quiz.Shuffle, given quiz.Form) any { return n.AskIn(field, given) }

// Read makes a response of the number typed.
func (n *Numeric) Read(_ quiz.Shuffle, f quiz.Form) (quiz.Response, error) { return n.ReadIn(field, f) }

// Review is the view of the answered question, a [Review].
func (n *Numeric) Review(_ quiz.Shuffle, r quiz.Response) any { return Review{n.Part(r)} }

// AskIn is the view of the number under the name of a field.
func (n *Rules) AskIn(field string, given quiz.Form) Ask {
	ask := Ask{Field: field, Given: given.Get(field), TypeUnit: n.unitEntry() == Typed}
	if n.SignificantFigures > 0 {
		figures := n.SignificantFigures
		ask.Figures = &figures
	} else {
		ask.Places = n.DecimalPlaces
	}
	switch n.unitEntry() {
	case printed:
		ask.Unit = n.Units[0].Name
	case Select:
		ask.UnitField = unitField(field)
		ask.Units = given.Offer(ask.UnitField, inOrder(len(n.Units)), func(i int) string { return n.Units[i].Name })
	}
	return ask
}

func unitField(field string) string { return field + "-unit" }

// inOrder is the order of the file. The first unit is that of the values, but
// any is as good an answer as another.
func inOrder(n int) []int { return quiz.Shuffle{Fixed: true}.Order("units", n) }

// ReadIn reads the number typed in a field, and its unit. The error is a *quiz.Problem.
func (n *Rules) ReadIn(field string, f quiz.Form) (quiz.Response, error) {
	line, err := f.Line(field)
	if err != nil {
		return "", err
	}
	number, typedUnit, err := readNumber(fold(line))
	switch {
	case errors.Is(err, errAmbiguous):
		return "", &quiz.Problem{Message: "problem.ambiguous-number", Control: field}
	case err != nil || !isUnit(typedUnit):
		return "", &quiz.Problem{Message: "problem.not-a-number", Control: field}
	}
	var unit string
	switch n.unitEntry() {
	case Typed:
		unit, typedUnit = typedUnit, ""
	case printed:
		unit = fold(n.Units[0].Name)
	case Select:
		i, err := f.Select(unitField(field), inOrder(len(n.Units)))
		if err != nil {
			return "", err
		}
		unit = fold(n.Units[i].Name)
	}
	if typedUnit != "" && typedUnit != unit {
		return "", &quiz.Problem{Message: "problem.number-alone", Control: field}
	}
	if unit == "" || n.unitEntry() == printed {
		return quiz.Response(number), nil
	}
	return quiz.Response(number + " " + unit), nil
}

// Part says what was typed and what is right.
func (n *Rules) Part(r quiz.Response) quiz.Part {
	var part quiz.Part
	if best := n.best(); best != nil {
		part.Right = quiz.Reply{Text: n.show(best), Because: best.Because, Citation: best.Citation}
	}
	a, credit, err := n.match(r)
	if err != nil {
		return part // the learner did not know
	}
	part.Given.Text = string(r)
	if n.unitEntry() == printed {
		part.Given.Text += " " + n.Units[0].Name
	}
	if a == nil {
		return part
	}
	part.Fraction = a.credit() * credit
	if a != n.best() {
		part.Given.Because, part.Given.Citation = a.Because, a.Citation
	}
	return part
}

// show writes an answer in signs that every language reads: 4.2 ± 0.1 mg, 3 – 5, ≥ 3.
func (n *Rules) show(a *Answer) string {
	var b strings.Builder
	switch {
	case a.Value != nil:
		b.WriteString(text(*a.Value))
		if a.Tolerance > 0 {
			if a.Mode == Relative {
				percent, _ := new(big.Rat).Mul(exact(a.Tolerance), big.NewRat(100, 1)).Float64()
				b.WriteString(" ± " + text(percent) + " %")
			} else {
				b.WriteString(" ± " + text(a.Tolerance))
			}
		}
	case a.Min != nil && a.Max != nil:
		b.WriteString(text(*a.Min) + " – " + text(*a.Max))
	case a.Min != nil:
		b.WriteString("≥ " + text(*a.Min))
	case a.Max != nil:
		b.WriteString("≤ " + text(*a.Max))
	}
	if len(n.Units) > 0 {
		b.WriteString(" " + n.Units[0].Name)
	}
	return b.String()
}
