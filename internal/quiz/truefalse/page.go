package truefalse

import (
	"slices"

	"verbatim/internal/quiz"
)

// field is the name of the control. Its values are the verdicts: they stand in
// one order on every page, so they say nothing of the key.
const field = "answer"

// Ask is what the learner sees before answering. The words for the verdicts
// belong to the interface.
type Ask struct {
	Field   string
	Options []AskOption
}

// AskOption is one verdict as it is asked.
type AskOption struct {
	Value Verdict
	Given bool // picked already, when the form comes back
}

// Review is what the learner sees after answering.
type Review struct {
	Options []ReviewOption
}

// ReviewOption is one verdict with what there is to say of it.
type ReviewOption struct {
	Value   Verdict
	Picked  bool
	Correct bool
	Because string // Markdown
}

// Ask is the view of the unanswered question, an [Ask].
func (c *Claim) Ask(_ quiz.Shuffle, given quiz.Form) any {
	ask := Ask{Field: field}
	for _, v := range c.Offered() {
		ask.Options = append(ask.Options, AskOption{Value: v, Given: given.Get(field) == string(v)})
	}
	return ask
}

// Read makes a response of the verdict picked.
func (c *Claim) Read(_ quiz.Shuffle, f quiz.Form) (quiz.Response, error) {
	control := field + "-" + string(True)
	switch v := f.Get(field); {
	case len(f[field]) != 1 || v == "":
		return "", &quiz.Problem{Message: "problem.pick-one", Control: control}
	case !slices.Contains(c.Offered(), Verdict(v)):
		return "", &quiz.Problem{Message: "problem.not-an-option", Control: control}
	default:
		return quiz.Response(v), nil
	}
}

// Review is the view of the answered question, a [Review].
func (c *Claim) Review(_ quiz.Shuffle, r quiz.Response) any {
	var review Review
	for _, v := range c.Offered() {
		review.Options = append(review.Options, ReviewOption{
			Value: v, Picked: quiz.Response(v) == r, Correct: v == c.Answer, Because: c.Because.Of(v),
		})
	}
	return review
}
