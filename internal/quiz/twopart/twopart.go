// Package twopart holds the kind of question that asks for an answer and then
// for the evidence for it: evidence-based selected response (EBSR), in QTI a
// composite item of two choiceInteractions.
package twopart

import (
	"fmt"
	"strings"

	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
)

// Kind is the name of the kind.
const Kind = "two-part"

func init() { quiz.Register(Kind, func() quiz.Body { return &TwoPart{} }) }

// TwoPart is a question with an answer (part A) and its evidence (part B).
type TwoPart struct {
	Options  choice.Options `json:"options" need:"yes" doc:"Part A: the answers; one has correct: true."`
	Prompt   string         `json:"prompt,omitempty" doc:"The question of part B, in Markdown; where nothing is written, it asks which words show the answer."`
	Passages []Passage      `json:"passages" need:"yes" doc:"Part B: words of the reading; those that show the right answer have correct: true."`
	// Exact gives all or nothing in place of partial credit.
	Exact bool `json:"exact,omitempty" doc:"true gives no credit unless both parts are right."`
}

// Passage is a piece of evidence that can be picked.
type Passage struct {
	quiz.Where    `json:"-"`
	quiz.Citation        // with a reading, every passage is a quote of it
	Text          string `json:"text,omitempty" doc:"What is shown where there is no reading to quote, in Markdown."`
	Correct       bool   `json:"correct,omitempty" doc:"true for words that show the right answer."`
	Because       string `json:"because,omitempty" doc:"Why the words do not show it (or do), in Markdown. With a reading, every wrong one needs it."`
}

// Choices gives the answers of part A, for rules that look at any kind with options.
func (t *TwoPart) Choices() choice.Options { return t.Options }

// answers is part A as a question of its own.
func (t *TwoPart) answers() *choice.Single { return &choice.Single{Options: t.Options} }

// Evidence gives part B as options, for rules that look at what is right.
func (t *TwoPart) Evidence() choice.Options {
	options := make(choice.Options, len(t.Passages))
	for i, p := range t.Passages {
		options[i] = choice.Option{Where: p.Where, Text: p.shown(), Correct: p.Correct, Because: p.Because, Citation: p.Citation}
	}
	return options
}

func (p *Passage) shown() string {
	if p.Quote != "" {
		return p.Quote
	}
	return p.Text
}

// multiple says whether part B asks for several passages.
func (t *TwoPart) multiple() bool { return len(t.Evidence().Right()) > 1 }

// Citations lists the quotes of both parts.
func (t *TwoPart) Citations() []quiz.Cited {
	cited := t.Options.Citations()
	for i := range t.Passages {
		cited = append(cited, quiz.Cited{Where: &t.Passages[i].Where, Citation: t.Passages[i].Citation})
	}
	return cited
}

// between stands between the responses to the two parts.
const between = ";"

// Key is the right answer and all the words that show it.
func (t *TwoPart) Key() quiz.Response {
	return t.answers().Key() + between + quiz.PlacesResponse(t.Evidence().Right())
}

// Grade gives half for the right answer and half for the evidence, by the rule
// of multiple response where several passages show it. Evidence for a wrong
// answer earns nothing. With Exact, only both parts together earn.
func (t *TwoPart) Grade(r quiz.Response) (float64, error) {
	a, b, ok := strings.Cut(string(r), between)
	if !ok {
		return 0, fmt.Errorf("%w: there is one part of two", quiz.ErrResponse)
	}
	answer, err := t.answers().Grade(quiz.Response(a))
	if err != nil {
		return 0, err
	}
	passages := t.Evidence()
	picks, err := quiz.Response(b).Picks(len(passages))
	if err != nil {
		return 0, err
	}
	if !t.multiple() && len(picks) != 1 {
		return 0, fmt.Errorf("%w: %d passages picked where one is asked", quiz.ErrResponse, len(picks))
	}
	shown, err := passages.Grade(picks, t.Exact)
	if err != nil {
		return 0, err
	}
	if t.Exact && (answer < 1 || shown < 1) {
		return 0, nil
	}
	return answer * (1 + shown) / 2, nil
}
