package twopart

import (
	"slices"
	"strings"

	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
)

// The names of the two controls.
const (
	answerField   = "answer"
	evidenceField = "evidence"
)

// Ask is what the learner sees before answering.
type Ask struct {
	Answers  choice.Ask
	Prompt   string // the question of part B, in Markdown; empty for the interface's own words
	Passages choice.Ask
	// Quoted says that the passages are words of the reading, plain; else Markdown.
	Quoted bool
}

// Review is what the learner sees after answering.
type Review struct {
	Answers  choice.Review
	Prompt   string // the question of part B, in Markdown; empty for the interface's own words
	Passages choice.Review
	Quoted   bool
}

// Answered says whether there is an answer to both parts.
func (r Review) Answered() bool {
	return slices.ContainsFunc(r.Answers.Options, func(o choice.ReviewOption) bool { return o.Picked })
}

// quoted says whether part B shows words of the reading.
func (t *TwoPart) quoted() bool {
	return !slices.ContainsFunc(t.Passages, func(p Passage) bool { return p.Quote == "" })
}

// Ask is the view of the unanswered question, an [Ask].
func (t *TwoPart) Ask(sh quiz.Shuffle, given quiz.Form) any {
	return Ask{
		Answers:  t.Options.AskIn(sh, answerField, given, false),
		Prompt:   t.Prompt,
		Passages: t.Evidence().AskIn(sh, evidenceField, given, t.multiple()),
		Quoted:   t.quoted(),
	}
}

// Read makes a response of what was picked in both parts.
func (t *TwoPart) Read(sh quiz.Shuffle, f quiz.Form) (quiz.Response, error) {
	answer, err := t.Options.ReadIn(sh, answerField, f, false)
	if err != nil {
		return "", err
	}
	passages, err := t.Evidence().ReadIn(sh, evidenceField, f, t.multiple())
	if err != nil {
		return "", err
	}
	return quiz.PlacesResponse(answer) + between + quiz.PlacesResponse(passages), nil
}

// Review is the view of the answered question, a [Review].
func (t *TwoPart) Review(sh quiz.Shuffle, r quiz.Response) any {
	answer, passages, _ := strings.Cut(string(r), between) // both empty where the learner did not know
	return Review{
		Answers:  t.Options.ReviewIn(sh, answerField, quiz.Response(answer), false),
		Prompt:   t.Prompt,
		Passages: t.Evidence().ReviewIn(sh, evidenceField, quiz.Response(passages), t.multiple()),
		Quoted:   t.quoted(),
	}
}
