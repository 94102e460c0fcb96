// Package truefalse holds the kind of question that asks for a verdict on a
// claim: true, false, or that the reading does not say. In QTI it is a
// choiceInteraction with fixed choices, in GIFT and Moodle "truefalse".
package truefalse

import (
	"fmt"
	"slices"

	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// Kind is the name of the kind.
const Kind = "true-false"

func init() { quiz.Register(Kind, func() quiz.Body { return &Claim{} }) }

// Verdict is what can be said of a claim.
type Verdict string

// The verdicts.
const (
	True      Verdict = "true"
	False     Verdict = "false"
	NotStated Verdict = "not-stated" // the reading settles it neither way
)

// Enum lists the values that the native format accepts.
func (Verdict) Enum() []string { return []string{string(True), string(False), string(NotStated)} }

// Claim is a question whose stem is a claim to judge.
type Claim struct {
	Answer Verdict `json:"answer" need:"yes" doc:"The right verdict on the claim in the stem: true, false or not-stated."`
	// OfferNotStated is nil where nothing is written: the third verdict is then
	// offered when the set has a reading that could stay silent.
	OfferNotStated *bool   `json:"not-stated,omitempty" doc:"false leaves out \"the reading does not say\", which is otherwise offered where the set has a reading."`
	Because        Reasons `json:"because,omitzero" doc:"For each verdict, why it is wrong (or right), in Markdown."`

	sourced bool
}

// Reasons says for each verdict why it is wrong (or right), in Markdown.
type Reasons struct {
	True      string `json:"true,omitempty" doc:"Why it is wrong (or right) to say true, in Markdown."`
	False     string `json:"false,omitempty" doc:"Why it is wrong (or right) to say false, in Markdown."`
	NotStated string `json:"not-stated,omitempty" doc:"Why it is wrong (or right) to say that the reading does not say, in Markdown."`
}

// Of gives the reason for one verdict.
func (r Reasons) Of(v Verdict) string {
	switch v {
	case True:
		return r.True
	case False:
		return r.False
	}
	return r.NotStated
}

// Bind notes that there is a reading, which could stay silent on the claim.
func (c *Claim) Bind(*quiz.Question, *reading.Document) { c.sourced = true }

// Offered lists the verdicts that can be given, in the order of the page.
func (c *Claim) Offered() []Verdict { return offered(c.OfferNotStated, c.sourced) }

func offered(notStated *bool, sourced bool) []Verdict {
	if notStated == nil && sourced || notStated != nil && *notStated {
		return []Verdict{True, False, NotStated}
	}
	return []Verdict{True, False}
}

// Citations lists none: the question's own quote settles the claim.
func (c *Claim) Citations() []quiz.Cited { return nil }

// Key is the right verdict.
func (c *Claim) Key() quiz.Response { return quiz.Response(c.Answer) }

// Grade gives 1 for the right verdict and 0 for any other.
func (c *Claim) Grade(r quiz.Response) (float64, error) {
	switch v := Verdict(r); {
	case !slices.Contains(c.Offered(), v):
		return 0, fmt.Errorf("%w: no verdict %q is offered", quiz.ErrResponse, r)
	case v == c.Answer:
		return 1, nil
	}
	return 0, nil
}

// Validate reports a verdict that is right and not offered, and missing rationales.
func (c *Claim) Validate(q *quiz.Question, r *quiz.Report) {
	if c.Answer == NotStated {
		if !r.Sourced {
			r.Error(q.Pos("answer"), "needs-reading", "add a reading with `reading: reading.md`, or answer true or false",
				"the answer is that the reading does not say, and the set has no reading")
		}
		if c.OfferNotStated != nil && !*c.OfferNotStated {
			r.Error(q.Pos("not-stated"), "answer-not-offered", "remove `not-stated: false`", "the right answer is left out of those that are offered")
		}
	}
	if !r.Sourced {
		return
	}
	for _, v := range offered(c.OfferNotStated, true) {
		if v != c.Answer && c.Because.Of(v) == "" {
			r.Error(q.Pos("because"), "missing-because", fmt.Sprintf("add `%s: \"…\"` under `because:`", v),
				"nothing says why it is wrong to answer %s", v)
		}
	}
}
