// Package unsupported holds questions that were brought in from elsewhere and
// that no kind can ask or grade, such as essays: their text is kept, and they
// are never published.
package unsupported

import (
	"fmt"

	"verbatim/internal/quiz"
)

// Kind is the name of the kind.
const Kind = "unsupported"

func init() { quiz.Register(Kind, func() quiz.Body { return &Question{} }) }

// Question is a question that cannot be asked.
type Question struct {
	Was    string `json:"was,omitempty" doc:"What the question was where it came from, such as essay, description or drawing."`
	Reason string `json:"reason" need:"yes" doc:"Why it cannot be asked here."`
	Text   string `json:"text,omitempty" doc:"What else stood in the question there, as it was written."`
}

// Validate reports that the question cannot be published.
func (u *Question) Validate(q *quiz.Question, r *quiz.Report) {
	r.Error(q.Pos("kind"), "unsupported-kind", "write it again as a kind that can be graded, or remove it", "the question cannot be asked: %s", u.Reason)
}

// Citations lists none.
func (u *Question) Citations() []quiz.Cited { return nil }

// Key is empty: nothing is right.
func (u *Question) Key() quiz.Response { return "" }

// Grade refuses every response.
func (u *Question) Grade(quiz.Response) (float64, error) {
	return 0, fmt.Errorf("%w: a question of this kind takes none", quiz.ErrResponse)
}

// Read refuses every form.
func (u *Question) Read(quiz.Shuffle, quiz.Form) (quiz.Response, error) {
	return "", &quiz.Problem{Message: "problem.unsupported"}
}

// View is what there is to show of it: nothing that stood in its source, which
// may hold the answer.
type View struct {
	Was    string
	Reason string
}

// Ask is a [View].
func (u *Question) Ask(quiz.Shuffle, quiz.Form) any { return View{u.Was, u.Reason} }

// Review is a [View].
func (u *Question) Review(quiz.Shuffle, quiz.Response) any { return View{u.Was, u.Reason} }

// Fill fills in nothing.
func (u *Question) Fill(quiz.Shuffle, quiz.Response) quiz.Form { return quiz.Form{} }

// Say says nothing.
func (u *Question) Say(quiz.Response) []quiz.Said { return nil }
