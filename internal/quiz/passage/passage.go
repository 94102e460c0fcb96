// Package passage holds the kind of question that asks for the sentence of the
// reading that settles something: QTI's hottextInteraction.
package passage

import "verbatim/internal/quiz"

// Kind is the name of the kind.
const Kind = "find-the-passage"

func init() { quiz.Register(Kind, func() quiz.Body { return &Find{} }) }

// Find is a question whose answer is a passage of the reading (a sentence, a
// list item or a table row): the one that holds the question's own quote.
type Find struct {
	Within      string    `json:"within,omitempty" doc:"The heading of the section whose passages are offered. Without it, only the right passages and the distractors are."`
	Also        []Passage `json:"also,omitempty" doc:"More passages that are right, beside that of the question's quote. All of them are asked for."`
	Distractors []Passage `json:"distractors,omitempty" doc:"Passages that are wrong, each with the reason. Where within is given they add reasons alone."`
	// Exact gives all or nothing in place of partial credit.
	Exact bool `json:"exact,omitempty" doc:"true gives no credit for a part of the right passages."`

	bound bound // what Bind found in the reading
}

// Passage is a passage of the reading, named by words of it.
type Passage struct {
	quiz.Where `json:"-"`
	quiz.Citation
	Because string `json:"because,omitempty" doc:"Why it is wrong (or right), in Markdown. Every distractor needs it."`
}
