package shorttext

import "verbatim/internal/quiz"

// Fill gives the form in which the text is typed.
func (s *ShortText) Fill(_ quiz.Shuffle, r quiz.Response) quiz.Form {
	form := quiz.Form{}
	s.FillIn(field, r, form)
	return form
}

// FillIn types a response into a field, as ReadIn reads it.
func (s *Rules) FillIn(field string, r quiz.Response, form quiz.Form) {
	if r.IsLine() {
		form[field] = []string{string(r)}
	}
}

// Say gives the text as it was typed.
func (s *Rules) Say(r quiz.Response) []quiz.Said {
	if !r.IsLine() {
		return nil
	}
	return []quiz.Said{{Text: string(r), Plain: true}}
}
