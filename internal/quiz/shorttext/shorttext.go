// Package shorttext holds the kind of question that asks for a word or two:
// QTI's textEntryInteraction with base-type string, "shortanswer" in GIFT and Moodle.
package shorttext

import "verbatim/internal/quiz"

// Kind is the name of the kind.
const Kind = "short-text"

func init() { quiz.Register(Kind, func() quiz.Body { return &ShortText{} }) }

// ShortText is a question for a word or two.
type ShortText struct {
	Rules
}

// Rules say which texts are right. A cloze's text blanks have them too.
type Rules struct {
	Answers []Answer `json:"answers" need:"yes" doc:"The texts that earn credit or have feedback of their own; the first that fits counts."`
	Case    bool     `json:"match-case,omitempty" doc:"true tells capital and small letters apart."`
	Accents bool     `json:"match-accents,omitempty" doc:"true tells letters with and without accents apart."`
	Slips   int      `json:"slips,omitempty" doc:"How many slips of spelling are let pass (a letter missing, added, wrong or swapped with its neighbour), 0 to 3, and never more than one for every four letters. Digits must be right, and an answer with * takes no slips."`
}

// Answer is a text that earns credit or has feedback of its own.
type Answer struct {
	quiz.Where `json:"-"`
	Text       string   `json:"text" need:"yes" doc:"The text. * stands for any run of characters, \\* for the character itself."`
	Fraction   *float64 `json:"fraction,omitempty" doc:"What it earns, 0 to 1; 1 where nothing is written."`
	Because    string   `json:"because,omitempty" doc:"Why it is wrong (or right), in Markdown."`
	quiz.Citation
}
