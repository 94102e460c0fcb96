// Package cloze holds the kind of question with blanks in running text: QTI's
// textEntryInteraction and inlineChoiceInteraction, "multianswer" in Moodle.
package cloze

import (
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
)

// Kind is the name of the kind.
const Kind = "cloze"

func init() { quiz.Register(Kind, func() quiz.Body { return &Cloze{} }) }

// Cloze is a running text with blanks.
type Cloze struct {
	Text   string  `json:"text" need:"yes" doc:"The running text in Markdown, with [[name]] at the place of each blank. An empty line begins a new paragraph."`
	Blanks []Blank `json:"blanks" need:"yes" doc:"The blanks of the text."`
	// Exact gives all or nothing in place of partial credit.
	Exact bool `json:"exact,omitempty" doc:"true gives no credit unless every blank is filled rightly."`
}

// Blank is a gap in the text. Exactly one of Text, Number and Select is given.
type Blank struct {
	quiz.Where    `json:"-"`
	Name          string  `json:"name" need:"yes" doc:"The name of the blank in the text: letters, digits and hyphens."`
	Weight        float64 `json:"weight,omitempty" doc:"What the blank is worth beside the others; 1 where nothing is written."`
	Text          *Text   `json:"text,omitempty" doc:"The blank takes a word or two, by the rules of short-text."`
	Number        *Number `json:"number,omitempty" doc:"The blank takes a number, by the rules of numeric."`
	Select        *Select `json:"select,omitempty" doc:"The blank offers options, one of which is picked."`
	Because       string  `json:"because,omitempty" doc:"Why the right answer is right, in Markdown."`
	quiz.Citation         // words of the reading that show it
}

// Text are the rules of a blank that takes text.
type Text struct {
	quiz.Where `json:"-"`
	shorttext.Rules
}

// Number are the rules of a blank that takes a number.
type Number struct {
	quiz.Where `json:"-"`
	numeric.Rules
}

// Select is a blank with options.
type Select struct {
	quiz.Where    `json:"-"`
	choice.Single // the options' text is plain: a browser's list shows no Markdown
}
