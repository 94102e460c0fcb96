// Package kinds brings in every kind of question: whoever imports it can read
// and grade them all.
package kinds

import (
	_ "verbatim/internal/quiz/categorise"
	_ "verbatim/internal/quiz/choice" // single choice, multiple response
	_ "verbatim/internal/quiz/cloze"
	_ "verbatim/internal/quiz/matching"
	_ "verbatim/internal/quiz/numeric"
	_ "verbatim/internal/quiz/ordering"
	_ "verbatim/internal/quiz/passage"
	_ "verbatim/internal/quiz/shorttext"
	_ "verbatim/internal/quiz/truefalse"
	_ "verbatim/internal/quiz/twopart"
	_ "verbatim/internal/quiz/unsupported"
)
