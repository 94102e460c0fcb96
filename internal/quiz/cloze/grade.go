package cloze

import (
	"encoding/json"
	"fmt"

	"verbatim/internal/quiz"
)

// Grade gives the share of the blanks' weight that was earned; with Exact, all
// of it or nothing.
func (c *Cloze) Grade(r quiz.Response) (float64, error) {
	responses, err := c.split(r)
	if err != nil {
		return 0, err
	}
	var earned, worth float64
	full := true
	for i := range c.Blanks {
		b := &c.Blanks[i]
		in := b.input()
		if in == nil {
			return 0, fmt.Errorf("%w: the blank %q takes none", quiz.ErrResponse, b.Name)
		}
		fraction, err := in.Grade(responses[i])
		if err != nil {
			return 0, fmt.Errorf("the blank %q: %w", b.Name, err)
		}
		earned += fraction * b.weight()
		worth += b.weight()
		full = full && fraction == 1
	}
	if worth == 0 || c.Exact && !full {
		return 0, nil
	}
	return earned / worth, nil
}

// Key fills every blank rightly.
func (c *Cloze) Key() quiz.Response {
	responses := make([]quiz.Response, len(c.Blanks))
	for i := range c.Blanks {
		if in := c.Blanks[i].input(); in != nil {
			responses[i] = in.Key()
		}
	}
	return join(responses)
}

// Citations lists the quotes of the blanks and of their answers.
func (c *Cloze) Citations() []quiz.Cited {
	var cited []quiz.Cited
	for i := range c.Blanks {
		b := &c.Blanks[i]
		cited = append(cited, quiz.Cited{Where: &b.Where, Citation: b.Citation})
		if in := b.input(); in != nil {
			cited = append(cited, in.Citations()...)
		}
	}
	return cited
}

func (b *Blank) weight() float64 {
	if b.Weight == 0 {
		return 1
	}
	return b.Weight
}

// A response is a JSON list of the blanks' own responses, in the order of the file.

func join(responses []quiz.Response) quiz.Response {
	text, err := json.Marshal(responses)
	if err != nil {
		panic("cloze: " + err.Error()) // strings always marshal
	}
	return quiz.Response(text)
}

func (c *Cloze) split(r quiz.Response) ([]quiz.Response, error) {
	var responses []quiz.Response
	if err := json.Unmarshal([]byte(r), &responses); err != nil || join(responses) != r {
		return nil, fmt.Errorf("%w: it is no list of blanks", quiz.ErrResponse)
	}
	if len(responses) != len(c.Blanks) || len(responses) == 0 {
		return nil, fmt.Errorf("%w: %d blanks of %d are filled", quiz.ErrResponse, len(responses), len(c.Blanks))
	}
	return responses, nil
}
