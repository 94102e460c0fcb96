package format_test

import (
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/numeric"
	"verbatim/internal/quiz/shorttext"
	"verbatim/internal/quiz/truefalse"
)

func init() {
	carries["qti"] = can{
		kinds:  []string{choice.SingleKind, choice.MultipleKind, truefalse.Kind, matching.Kind, shorttext.Kind, numeric.Kind},
		markup: true, because: true, rightToo: true, explanation: true, fractions: true, noStars: true, one: true, mute: true,
	}
}
