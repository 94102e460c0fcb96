package format_test

import (
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/ordering"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

func init() {
	everything := can{
		kinds:  []string{choice.SingleKind, choice.MultipleKind, truefalse.Kind, shorttext.Kind, numeric.Kind, matching.Kind, ordering.Kind},
		markup: true, because: true, rightToo: true, explanation: true, topics: true, fractions: true, ranges: true, wrong: true, order: ordering.Position,
	}
	carries["native"], carries["json"] = everything, everything
}
