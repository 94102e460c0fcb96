// Package kinds brings in every kind of question: whoever imports it can read
// and grade them all.
package kinds

import (
	_ "verbatim/internal/quiz/choice" // single choice, multiple response
)
