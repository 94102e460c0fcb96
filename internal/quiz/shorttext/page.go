package shorttext

import "verbatim/internal/quiz"

// field is the name of the control.
const field = "answer"

// Ask is what the learner sees before answering.
type Ask struct {
	Field string
	Given string // as it was typed, when the form comes back
	// Case, Accents and Slips are the rules, which the page states.
	Case, Accents bool
	Slips         int
}

// Review is what the learner sees after answering.
type Review struct {
	quiz.Part
	Accepted []string // what else earns full credit
}

// Ask is the view of the unanswered question, an [Ask].
func (s *ShortText) Ask(_ quiz.Shuffle, given quiz.Form) any { return s.AskIn(field, given) }

// Read makes a response of the text typed.
func (s *ShortText) Read(_ quiz.Shuffle, f quiz.Form) (quiz.Response, error) {
	return s.ReadIn(field, f)
}

// Review is the view of the answered question, a [Review].
func (s *ShortText) Review(_ quiz.Shuffle, r quiz.Response) any {
	review := Review{Part: s.Part(r)}
	for i := range s.Answers {
		if a := &s.Answers[i]; a.credit() == 1 && a != s.best() {
			review.Accepted = append(review.Accepted, a.show())
		}
	}
	return review
}

// AskIn is the view of the text under the name of a field.
func (s *Rules) AskIn(field string, given quiz.Form) Ask {
	return Ask{Field: field, Given: given.Get(field), Case: s.Case, Accents: s.Accents, Slips: s.Slips}
}

// ReadIn reads the text typed in a field. The error is a *quiz.Problem.
func (s *Rules) ReadIn(field string, f quiz.Form) (quiz.Response, error) {
	line, err := f.Line(field)
	return quiz.Response(line), err
}

// Part says what was typed and what is right.
func (s *Rules) Part(r quiz.Response) quiz.Part {
	best := s.best()
	var part quiz.Part
	if best != nil {
		part.Right = quiz.Reply{Text: best.show(), Because: best.Because, Citation: best.Citation}
	}
	if !r.IsLine() {
		return part // the learner did not know
	}
	part.Given.Text = string(r)
	if a := s.match(string(r)); a != nil {
		part.Fraction = a.credit()
		if a != best {
			part.Given.Because, part.Given.Citation = a.Because, a.Citation
		}
	}
	return part
}
