package kinds_test

import (
	"testing"

	"pgregory.net/rapid"

	"verbatim/internal/quiz"
)

// A response to a question whose form is the same keeps its words: it is carried
// over to a corrected key as it is.
func TestCarryToTheSameForm(t *testing.T) {
	each(t, func(t *rapid.T, m maker, q *quiz.Question, sh quiz.Shuffle) {
		response, err := q.Body.Read(sh, m.form(q.Body, q.Body.Ask(sh, nil)))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := quiz.Carry(q, q, response); err != nil || got != response {
			t.Fatalf("%q is carried over as %q, %v", response, got, err)
		}
	})
}
