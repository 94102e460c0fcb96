// Package numeric holds the kind of question that asks for a number: QTI's
// textEntryInteraction with base-type float, "numerical" in GIFT and Moodle.
package numeric

import "verbatim/internal/quiz"

// Kind is the name of the kind.
const Kind = "numeric"

func init() { quiz.Register(Kind, func() quiz.Body { return &Numeric{} }) }

// Numeric is a question for a number.
type Numeric struct {
	Rules
}

// Rules say which numbers are right. A cloze's number blanks have them too.
type Rules struct {
	Answers []Answer `json:"answers" need:"yes" doc:"The numbers that earn credit or have feedback of their own; the first that fits counts."`
	// SignificantFigures and DecimalPlaces are QTI's equalRounded.
	SignificantFigures int      `json:"significant-figures,omitempty" doc:"Numbers are compared after rounding to so many significant figures, where an answer has no tolerance or range."`
	DecimalPlaces      *int     `json:"decimal-places,omitempty" doc:"Numbers are compared after rounding to so many decimal places, where an answer has no tolerance or range."`
	Units              []Unit   `json:"units,omitempty" doc:"The units that can be used. The values are in the first, whose factor is 1."`
	UnitEntry          Entry    `json:"unit-entry,omitempty" doc:"select: the learner picks the unit from a list (the rule where there are several). typed: the learner writes it after the number. A single unit that is not typed is printed beside the field."`
	UnitPenalty        *float64 `json:"unit-penalty,omitempty" doc:"What a typed answer loses when its number is right and its unit is missing or unknown, 0 to 1; 1 where nothing is written, so that it earns nothing."`
}

// Answer is a number, a range of numbers, or any number.
type Answer struct {
	quiz.Where `json:"-"`
	Value      *float64 `json:"value,omitempty" doc:"The number."`
	Tolerance  float64  `json:"tolerance,omitempty" doc:"How far from value a number may lie, at most."`
	Mode       Mode     `json:"tolerance-mode,omitempty" doc:"absolute (the rule where nothing is written), or relative: tolerance is a share of value, so 0.05 is 5 %."`
	Min        *float64 `json:"min,omitempty" doc:"The least number that fits, in place of value."`
	Max        *float64 `json:"max,omitempty" doc:"The greatest number that fits, in place of value."`
	Any        bool     `json:"any,omitempty" doc:"true fits any number, in place of value: feedback for whatever is left."`
	Fraction   *float64 `json:"fraction,omitempty" doc:"What it earns, 0 to 1; 1 where nothing is written."`
	Because    string   `json:"because,omitempty" doc:"Why it is wrong (or right), in Markdown."`
	quiz.Citation
}

// Mode says what a tolerance is measured in; QTI's tolerance-mode.
type Mode string

// The modes.
const (
	Absolute Mode = "absolute"
	Relative Mode = "relative"
)

// Enum lists the values that the native format accepts.
func (Mode) Enum() []string { return []string{string(Absolute), string(Relative)} }

// Unit is a unit in which an answer can be given.
type Unit struct {
	quiz.Where `json:"-"`
	Name       string  `json:"name" need:"yes" doc:"The unit as it is written, such as mg."`
	Factor     float64 `json:"factor,omitempty" doc:"How many of the first unit make one of this one: 1000 for g where the first is mg. 1 where nothing is written."`
}

// Entry says how a unit is given.
type Entry string

// The ways to give a unit.
const (
	Select Entry = "select"
	Typed  Entry = "typed"
)

// Enum lists the values that the native format accepts.
func (Entry) Enum() []string { return []string{string(Select), string(Typed)} }
