package twopart

import (
	"strings"

	"verbatim/internal/quiz"
)

// Fill gives the form in which both parts are picked.
func (t *TwoPart) Fill(sh quiz.Shuffle, r quiz.Response) quiz.Form {
	form := quiz.Form{}
	answer, passages, _ := strings.Cut(string(r), between)
	t.Options.FillIn(sh, answerField, quiz.Response(answer), form)
	t.Evidence().FillIn(sh, evidenceField, quiz.Response(passages), form)
	return form
}

// Say gives the answer, then the evidence for it.
func (t *TwoPart) Say(r quiz.Response) []quiz.Said {
	answer, passages, _ := strings.Cut(string(r), between) // both empty where the learner did not know
	said := t.Options.SayIn(quiz.Response(answer))
	for _, s := range t.Evidence().SayIn(quiz.Response(passages)) {
		s.Plain = t.quoted()
		said = append(said, s)
	}
	return said
}
