package cloze

import (
	"strconv"

	"verbatim/internal/quiz"
)

// Fill gives the form in which the blanks are filled.
func (c *Cloze) Fill(sh quiz.Shuffle, r quiz.Response) quiz.Form {
	form := quiz.Form{}
	responses, err := c.split(r)
	if err != nil {
		return form
	}
	for s := range c.blanks() {
		c.Blanks[s.at].input().fill(sh, field(s), responses[s.at], form)
	}
	return form
}

// Say gives what fills each blank, in the order of the text.
func (c *Cloze) Say(r quiz.Response) []quiz.Said {
	responses, err := c.split(r)
	if err != nil {
		return nil
	}
	var said []quiz.Said
	for s := range c.blanks() {
		for _, one := range c.Blanks[s.at].input().Say(responses[s.at]) {
			one.Of = strconv.Itoa(s.n)
			said = append(said, one)
		}
	}
	return said
}

// blanks walks the blanks that can be filled, in the order of the text.
func (c *Cloze) blanks() func(yield func(segment) bool) {
	return func(yield func(segment) bool) {
		for _, p := range c.paragraphs() {
			for _, s := range p {
				if s.n > 0 && c.Blanks[s.at].input() != nil && !yield(s) {
					return
				}
			}
		}
	}
}

func (t *Text) fill(_ quiz.Shuffle, field string, r quiz.Response, form quiz.Form) {
	t.FillIn(field, r, form)
}

func (n *Number) fill(_ quiz.Shuffle, field string, r quiz.Response, form quiz.Form) {
	n.FillIn(field, r, form)
}

func (s *Select) fill(sh quiz.Shuffle, field string, r quiz.Response, form quiz.Form) {
	if picks, err := r.Picks(len(s.Options)); err == nil {
		form.Put(field, s.order(sh, field), picks...)
	}
}

// Say gives the text of the option picked.
func (s *Select) Say(r quiz.Response) []quiz.Said {
	text := s.Part(r).Given.Text
	if text == "" {
		return nil
	}
	return []quiz.Said{{Text: text, Plain: true}}
}
