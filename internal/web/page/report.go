package page

import (
	"html/template"

	"verbatim/internal/quiz"
)

// Report asks what is wrong with a question.
type Report struct {
	Frame
	Set     Set
	Nth     Nth
	Stem    template.HTML
	Sent    bool // it has been reported, and the form shows what was said
	Reasons []ReasonChoice
	Text    string
	Problem *Problem
	Action  string
	Back    string // address of the feedback
}

// ReasonChoice is one reason that can be given.
type ReasonChoice struct {
	Reason quiz.Reason
	Chosen bool
}

// ReasonChoices offers the reasons.
func ReasonChoices(chosen quiz.Reason) []ReasonChoice {
	var choices []ReasonChoice
	for _, r := range quiz.Reasons() {
		choices = append(choices, ReasonChoice{r, r == chosen})
	}
	return choices
}
