package truefalse

import (
	"slices"

	"verbatim/internal/quiz"
)

// Fill gives the form in which the verdict is picked.
func (c *Claim) Fill(_ quiz.Shuffle, r quiz.Response) quiz.Form {
	return quiz.Form{field: {string(r)}}
}

// Say gives the verdict, in the words of the interface.
func (c *Claim) Say(r quiz.Response) []quiz.Said {
	if !slices.Contains(c.Offered(), Verdict(r)) {
		return nil
	}
	return []quiz.Said{{Word: "claim." + string(r)}}
}
