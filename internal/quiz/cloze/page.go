package cloze

import (
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
)

// Ask is what the learner sees before answering.
type Ask struct {
	Paragraphs [][]AskSegment
}

// AskSegment is a stretch of the text, or a blank in it.
type AskSegment struct {
	Text  string // Markdown; empty where there is a blank
	Blank *AskBlank
}

// AskBlank is a blank as it is asked: one of Text, Number and Choices.
type AskBlank struct {
	N       int // from 1, in the order of the text
	Field   string
	Text    *shorttext.Ask
	Number  *numeric.Ask
	Choices []quiz.Choice // of a select; their text is plain
}

// Review is what the learner sees after answering: the text again, with its blanks.
type Review struct {
	Paragraphs [][]ReviewSegment
}

// ReviewSegment is a stretch of the text, or a blank in it.
type ReviewSegment struct {
	Text  string // Markdown; empty where there is a blank
	N     int    // of the blank, from 1
	Blank *quiz.Part
}

// Ask is the view of the unanswered question, an [Ask].
func (c *Cloze) Ask(sh quiz.Shuffle, given quiz.Form) any {
	var ask Ask
	for _, p := range c.paragraphs() {
		segments := make([]AskSegment, len(p))
		for i, s := range p {
			segments[i].Text = s.text
			if s.n == 0 {
				continue
			}
			segments[i].Blank = &AskBlank{N: s.n, Field: field(s)}
			if in := c.Blanks[s.at].input(); in != nil {
				in.ask(sh, given, segments[i].Blank)
			}
		}
		ask.Paragraphs = append(ask.Paragraphs, segments)
	}
	return ask
}

// field is the name of a blank's control.
func field(s segment) string { return quiz.NumberedField(s.n - 1) }

// Read makes a response of the blanks, all of which are to be filled.
func (c *Cloze) Read(sh quiz.Shuffle, f quiz.Form) (quiz.Response, error) {
	responses := make([]quiz.Response, len(c.Blanks))
	for _, p := range c.paragraphs() {
		for _, s := range p {
			if s.n == 0 {
				continue
			}
			in := c.Blanks[s.at].input()
			if in == nil {
				continue
			}
			response, err := in.read(sh, field(s), f)
			if err != nil {
				return "", err
			}
			responses[s.at] = response
		}
	}
	return join(responses), nil
}

// Review is the view of the answered question, a [Review].
func (c *Cloze) Review(_ quiz.Shuffle, r quiz.Response) any {
	responses, err := c.split(r)
	if err != nil {
		responses = make([]quiz.Response, len(c.Blanks)) // the learner did not know
	}
	var review Review
	for _, p := range c.paragraphs() {
		segments := make([]ReviewSegment, len(p))
		for i, s := range p {
			segments[i] = ReviewSegment{Text: s.text, N: s.n}
			if s.n > 0 {
				segments[i].Blank = c.Blanks[s.at].part(responses[s.at])
			}
		}
		review.Paragraphs = append(review.Paragraphs, segments)
	}
	return review
}

// part says what was filled in and what is right. The reason and the quote of
// the blank stand for those that its right answer does not have.
func (b *Blank) part(r quiz.Response) *quiz.Part {
	in := b.input()
	if in == nil {
		return &quiz.Part{}
	}
	part := in.Part(r)
	if part.Right.Because == "" {
		part.Right.Because = b.Because
	}
	if part.Right.Quote == "" {
		part.Right.Citation = b.Citation
	}
	return &part
}
