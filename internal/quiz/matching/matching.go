// Package matching holds the kind of question that asks for the match of each
// of several texts: QTI's matchInteraction, "matching" in GIFT and Moodle.
package matching

import (
	"fmt"

	"verbatim/internal/quiz"
)

// Kind is the name of the kind.
const Kind = "matching"

func init() { quiz.Register(Kind, func() quiz.Body { return &Matching{} }) }

// Matching is a question with texts to match.
type Matching struct {
	Pairs       []Pair       `json:"pairs" need:"yes" doc:"The texts to match, each with its match. Two texts may have the same match."`
	Distractors []Distractor `json:"distractors,omitempty" doc:"Matches that fit no text."`
	// Exact gives all or nothing in place of partial credit.
	Exact bool `json:"exact,omitempty" doc:"true gives no credit unless every text is matched rightly."`
}

// Pair is a text and its match.
type Pair struct {
	quiz.Where    `json:"-"`
	Text          string `json:"text" need:"yes" doc:"The text to match, in Markdown."`
	Match         string `json:"match" need:"yes" doc:"What belongs to it, in plain text."`
	Because       string `json:"because,omitempty" doc:"Why it belongs to it, in Markdown."`
	quiz.Citation        // words of the reading that show it
}

// Distractor is a match that fits no text.
type Distractor struct {
	quiz.Where    `json:"-"`
	Text          string `json:"text" need:"yes" doc:"The match, in plain text."`
	Because       string `json:"because,omitempty" doc:"Why it fits no text, in Markdown. With a reading, every distractor needs it."`
	quiz.Citation        // words of the reading that refute it
}

// match is one thing that a text can be matched with.
type match struct {
	text       string
	distractor *Distractor // nil for the match of a pair
}

// matches lists what can be chosen: each match once, then the distractors.
func (m *Matching) matches() []match {
	var all []match
	seen := map[string]bool{}
	for _, p := range m.Pairs {
		if !seen[p.Match] {
			seen[p.Match] = true
			all = append(all, match{text: p.Match})
		}
	}
	for i := range m.Distractors {
		all = append(all, match{m.Distractors[i].Text, &m.Distractors[i]})
	}
	return all
}

// Citations lists the quotes of the pairs and the distractors.
func (m *Matching) Citations() []quiz.Cited {
	var cited []quiz.Cited
	for i := range m.Pairs {
		cited = append(cited, quiz.Cited{Where: &m.Pairs[i].Where, Citation: m.Pairs[i].Citation})
	}
	for i := range m.Distractors {
		cited = append(cited, quiz.Cited{Where: &m.Distractors[i].Where, Citation: m.Distractors[i].Citation})
	}
	return cited
}

// Key is the place of each pair's match.
func (m *Matching) Key() quiz.Response {
	at := map[string]int{}
	for i, choice := range m.matches() {
		at[choice.text] = i
	}
	places := make([]int, len(m.Pairs))
	for i, p := range m.Pairs {
		places[i] = at[p.Match]
	}
	return quiz.PlacesResponse(places)
}

// Grade gives the share of the texts that are matched rightly; with Exact, all
// of them or nothing.
func (m *Matching) Grade(r quiz.Response) (float64, error) {
	matches := m.matches()
	chosen, err := r.Places(len(matches))
	if err != nil {
		return 0, err
	}
	if len(chosen) != len(m.Pairs) {
		return 0, fmt.Errorf("%w: %d matches for %d texts", quiz.ErrResponse, len(chosen), len(m.Pairs))
	}
	right := 0
	for i, c := range chosen {
		if matches[c].text == m.Pairs[i].Match {
			right++
		}
	}
	return quiz.Mean(right, len(m.Pairs), m.Exact), nil
}
