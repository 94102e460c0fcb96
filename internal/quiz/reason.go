package quiz

// Reason is why a learner thinks that something is wrong with a question.
type Reason string

// The reasons.
const (
	WrongAnswer  Reason = "answer"  // what counts as right is not
	WrongPassage Reason = "passage" // the passage does not show it
	Unclear      Reason = "unclear" // it can be understood in two ways, or not at all
	Slip         Reason = "slip"    // spelling, a broken image, and the like
	OtherReason  Reason = "something-else"
)

// Reasons lists them as pages offer them.
func Reasons() []Reason { return []Reason{WrongAnswer, WrongPassage, Unclear, Slip, OtherReason} }
