package truefalse

import (
	"slices"

	"verbatim/internal/quiz"
)

// Offers lists the verdicts that can be given.
func (c *Claim) Offers() []quiz.Offer {
	var offers []quiz.Offer
	for _, v := range c.Offered() {
		offers = append(offers, quiz.Offer{Name: string(v), Correct: v == c.Answer})
	}
	return offers
}

// Picked gives the place of the verdict that a response names.
func (c *Claim) Picked(r quiz.Response) []int {
	if i := slices.Index(c.Offered(), Verdict(r)); i >= 0 {
		return []int{i}
	}
	return nil
}

// Guess is the chance of the right verdict.
func (c *Claim) Guess() (float64, bool) { return 1 / float64(len(c.Offered())), true }
