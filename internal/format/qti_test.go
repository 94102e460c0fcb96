package format_test

import (
	"verbatim/internal/quiz/choice"
	"verbatim/internal/quiz/matching"
	"verbatim/internal/quiz/truefalse"
)

func init() {
	carries["qti"] = can{
		kinds:   []string{choice.SingleKind, choice.MultipleKind, truefalse.Kind, matching.Kind},
		because: true, rightToo: true, explanation: true, fractions: true,
	}
}
