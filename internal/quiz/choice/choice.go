// Package choice holds the two kinds of question with options to pick: single
// choice, where one option is right, and multiple response, where several are.
// Both are QTI's choiceInteraction, and "multichoice" in Moodle.
package choice

import (
	"fmt"

	"verbatim/internal/quiz"
)

// The names of the kinds.
const (
	SingleKind   = "single-choice"
	MultipleKind = "multiple-response"
)

func init() {
	quiz.Register(SingleKind, func() quiz.Body { return &Single{} })
	quiz.Register(MultipleKind, func() quiz.Body { return &Multiple{} })
}

// Option is what can be picked.
type Option struct {
	quiz.Where `json:"-"`
	Text       string `json:"text" need:"yes" doc:"The option as the learner reads it, in Markdown."`
	Correct    bool   `json:"correct,omitempty" doc:"true for a right option."`
	// Fraction is nil where the kind's own rule says what the option earns.
	// It is GIFT's and Moodle's weight, and a value of QTI's mapping.
	Fraction      *float64 `json:"fraction,omitempty" doc:"What picking the option earns, -1 to 1, in place of the kind's own rule."`
	Because       string   `json:"because,omitempty" doc:"Why the option is wrong (or right), in Markdown. Every wrong option needs it."`
	quiz.Citation          // words of the reading that refute the option
}

// Options is the list of options of one question, in the order of the file.
type Options []Option

// Single is a question with one right option.
type Single struct {
	Options Options `json:"options" need:"yes" doc:"The options; one has correct: true."`
}

// Multiple is a question with several right options.
type Multiple struct {
	Options Options `json:"options" need:"yes" doc:"The options; those that are right have correct: true."`
	// Exact gives all or nothing in place of partial credit.
	Exact bool `json:"exact,omitempty" doc:"true gives no credit for a part of the right options."`
}

// Right gives the places of the right options, ascending.
func (o Options) Right() []int {
	var right []int
	for i := range o {
		if o[i].Correct {
			right = append(right, i)
		}
	}
	return right
}

// Citations lists the options' quotes.
func (o Options) Citations() []quiz.Cited {
	var cited []quiz.Cited
	for i := range o {
		cited = append(cited, quiz.Cited{Where: &o[i].Where, Citation: o[i].Citation})
	}
	return cited
}

// Choices gives the options, for rules that look at any kind with options.
func (s *Single) Choices() Options { return s.Options }

// Choices gives the options, for rules that look at any kind with options.
func (m *Multiple) Choices() Options { return m.Options }

// Citations lists the options' quotes.
func (s *Single) Citations() []quiz.Cited { return s.Options.Citations() }

// Citations lists the options' quotes.
func (m *Multiple) Citations() []quiz.Cited { return m.Options.Citations() }

// Key is the right option.
func (s *Single) Key() quiz.Response { return quiz.PlacesResponse(s.Options.Right()) }

// Key is all right options.
func (m *Multiple) Key() quiz.Response { return quiz.PlacesResponse(m.Options.Right()) }

// Grade gives 1 for the right option, and for any other what its fraction
// says: 0 where it has none or a negative one.
func (s *Single) Grade(r quiz.Response) (float64, error) {
	picks, err := r.Picks(len(s.Options))
	if err != nil {
		return 0, err
	}
	if len(picks) != 1 {
		return 0, fmt.Errorf("%w: %d options picked where one is asked", quiz.ErrResponse, len(picks))
	}
	switch o := &s.Options[picks[0]]; {
	case o.Correct:
		return 1, nil
	case o.Fraction != nil:
		return min(max(0, *o.Fraction), 1), nil
	}
	return 0, nil
}

// Grade gives each right pick +1/K and takes 1/K for each wrong one, where K is
// the number of right options; never less than 0. Because a wrong option always
// costs as much as a right one earns, picking everything gains nothing over
// the share by which right options outnumber wrong ones. Options with a
// fraction earn that instead. With Exact, only the whole key earns, and earns 1.
func (m *Multiple) Grade(r quiz.Response) (float64, error) {
	picks, err := r.Picks(len(m.Options))
	if err != nil {
		return 0, err
	}
	return m.Options.Grade(picks, m.Exact)
}

// Grade is the rule of [Multiple.Grade] for a set of picks.
func (o Options) Grade(picks []int, exact bool) (float64, error) {
	best := o.best()
	if best <= 0 {
		return 0, fmt.Errorf("%w: the question has no right option", quiz.ErrResponse)
	}
	earned, wrong := 0.0, 0
	for _, p := range picks {
		earned += o.worth(p)
		if !o[p].Correct {
			wrong++
		}
	}
	if exact {
		if wrong > 0 || len(picks) < len(o.Right()) {
			return 0, nil
		}
		return 1, nil
	}
	// Weights written as 33.333 do not sum to 1: what the key earns is the measure.
	return min(max(0, earned/best), 1), nil
}

// worth is what picking an option earns, in shares of 1/K.
func (o Options) worth(i int) float64 {
	switch {
	case o[i].Fraction != nil:
		return *o[i].Fraction * float64(len(o.Right()))
	case o[i].Correct:
		return 1
	}
	return -1
}

// best is what the key earns, in shares of 1/K.
func (o Options) best() float64 {
	best := 0.0
	for _, i := range o.Right() {
		best += o.worth(i)
	}
	return best
}
