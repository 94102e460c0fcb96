package quiz

// Certainty is how sure a learner says to be of an answer, before it is graded.
type Certainty int

// The levels of certainty. Each is bounded by the chance of being right at
// which it pays more than its neighbours (see measure.Mark).
const (
	Unstated   Certainty = iota
	Unsure               // under 67 %
	FairlySure           // 67 to 80 %
	VerySure             // over 80 %
)

// Certainties lists the levels that can be stated, the least first.
func Certainties() []Certainty { return []Certainty{Unsure, FairlySure, VerySure} }

// Stated gives the chance of being right, 0..1, that a level stands for where
// statements are compared with outcomes; 0 for Unstated.
func (c Certainty) Stated() float64 {
	switch c {
	case Unsure:
		return 0.5
	case FairlySure:
		return 0.7
	case VerySure:
		return 0.9
	}
	return 0
}

// CertaintyField is the field of the form that states the certainty, with the
// level's number as its value.
const CertaintyField = "certainty"

// CertaintyRule says whether a session asks how sure the learner is.
type CertaintyRule string

// The rules.
const (
	CertaintyOff      CertaintyRule = ""
	CertaintyOptional CertaintyRule = "optional"
	CertaintyRequired CertaintyRule = "required"
)

// Known says whether it is one of the rules.
func (r CertaintyRule) Known() bool {
	return r == CertaintyOff || r == CertaintyOptional || r == CertaintyRequired
}

// Read gives the level that a form states. What the rule does not ask for is
// not read. The error is a *Problem where a level is wanted and none is given.
func (r CertaintyRule) Read(f Form) (Certainty, error) {
	if r == CertaintyOff {
		return Unstated, nil
	}
	switch f.Get(CertaintyField) {
	case "1":
		return Unsure, nil
	case "2":
		return FairlySure, nil
	case "3":
		return VerySure, nil
	case "":
		if r == CertaintyOptional {
			return Unstated, nil
		}
	}
	return Unstated, &Problem{Message: "problem.certainty", Control: FirstControl(CertaintyField)}
}
