package page

import (
	"html/template"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// Place is where in a session a page stands.
type Place struct {
	N        int // the question's number, from 1
	Of       int // the session's number of questions
	Answered int
	Scored   bool // false in a retry
}

// Nth names a question of a session.
type Nth struct{ N, Of int }

// Standing is the score of a session so far.
type Standing struct {
	Scored                   bool // false in a retry
	Answered, Right, Partial int
}

// StandingOf counts the answers of a session.
func StandingOf(w *play.Walk) Standing {
	st := Standing{Scored: w.Session.Mode.Scored(), Answered: len(w.Answers)}
	for i := range w.Answers {
		switch w.Answers[i].Verdict() {
		case quiz.Withdrawn:
			st.Answered--
		case quiz.Right:
			st.Right++
		case quiz.Partial:
			st.Partial++
		}
	}
	return st
}

// Question asks one question. It holds nothing of the key.
type Question struct {
	Frame
	Set       Set
	Title     template.HTML // the question's place in the session: partials/nth
	Place     template.HTML // the same for the page: partials/place
	Action    string        // where the form goes
	Stem      template.HTML
	Given     template.HTML // what else the question shows, such as a table; may be empty
	Controls  template.HTML // made by the kind's template
	Actions   template.HTML // the buttons; the kind may have its own
	Certainty *AskCertainty // nil where it is not asked for
	Problem   *Problem
	Try       Try
	Hints     []template.HTML // that were given
	Hinted    bool            // the last of them just now
	Panel     template.HTML   // partials/panel; empty where the set has no source
}

// Feedback shows an answered question with what was right and why.
type Feedback struct {
	Frame
	Set         Set
	Title       template.HTML // partials/nth
	Place       template.HTML // partials/place
	Stem        template.HTML
	Given       template.HTML // what else the question shows; may be empty
	Verdict     quiz.Verdict
	Percent     int            // of the question's mark, for a part of it
	Regraded    RegradeNote    // with an empty Rule where it never was
	Certainty   quiz.Certainty // as stated with the answer
	Mark        string         // what that earned
	Tried       Tried
	Review      template.HTML // made by the kind's template
	Explanation template.HTML
	Evidence    quiz.Evidence
	Passage     *Passage      // nil where the set has no source
	Standing    template.HTML // partials/standing
	Continue    string        // address of the next question; empty after the last
	Results     string        // address of the results, after the last
	Report      string        // address of the page that asks what is wrong
	Undo        string        // takes the POST that takes the answer back; empty where it stands
	Panel       template.HTML // partials/panel; empty where the question has no source
}

// Panel is the reading beside a question.
type Panel struct {
	HTML     template.HTML
	Title    string
	Language *Language
	Open     bool // after the answer, with the passage marked
}
