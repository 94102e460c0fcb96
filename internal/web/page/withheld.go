package page

import (
	"html/template"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// Withheld shows an answered question of an assignment that does not show
// everything yet.
type Withheld struct {
	Frame
	Set        Set
	Place      Place
	Told       Told
	Standing   *Standing // nil where the score is not shown
	Continue   string    // address of the next question
	Results    string    // address of the results, after the last
	More       string    // when more is shown: finished, closed, never
	Assignment string    // its address
}

// WithheldResults sums up a session of such an assignment.
type WithheldResults struct {
	Frame
	Set        Set
	Done       bool
	Summary    *Summary // nil where the score is not shown
	Items      []Told
	Continue   string // address of the next question
	Next       int
	More       string
	Assignment string
}

// Told is an answer with what may be seen of how it was graded.
type Told struct {
	Checked
	Given    template.HTML // what else the question shows
	Verdict  quiz.Verdict  // empty where it is not shown
	Percent  int           // of the question's mark, for a part of it
	Tried    Tried         // zero where the verdict is not shown
	Regraded RegradeNote   // with an empty Rule where it never was or is not shown
	Review   template.HTML // what is right, without reasons; empty where it is not shown
}

// MoreOf says when a learner sees more of a session than now.
func MoreOf(w *play.Walk) string {
	now := len(w.Assignment.At(w.At, w.Done()))
	r := w.Assignment.Reveal.Settled()
	switch {
	case !w.Done() && len(r.Finished) > now:
		return "finished"
	case len(r.Closed) > now && !w.Assignment.Closes.IsZero():
		return "closed"
	}
	return "never"
}
