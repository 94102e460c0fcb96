package quiz

import (
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Saved is an answer of a test that can still be changed. It is not graded.
type Saved struct {
	Session   uuid.UUID
	N         int      // the question's number in its session, from 1
	Response  Response // empty where DontKnow
	DontKnow  bool
	Certainty Certainty
	At        time.Time
}

// GradeSaved grades a test as it is handed in at a moment: one answer for each
// of its questions, in their order. Those without a saved answer are left out.
func GradeSaved(set *Set, session *Session, saved []Saved, at time.Time) ([]Answer, error) {
	answers := make([]Answer, len(session.Items))
	for i, item := range session.Items {
		answers[i] = Answer{Session: session.ID, N: i + 1, Worth: set.Questions[item].Points(), At: at}
	}
	for _, d := range saved {
		if d.N < 1 || d.N > len(answers) {
			return nil, fmt.Errorf("%w: there is no question %d", ErrResponse, d.N)
		}
		a := &answers[d.N-1]
		a.Response, a.DontKnow, a.Certainty, a.At = d.Response, d.DontKnow, d.Certainty, d.At
		if d.DontKnow {
			continue
		}
		var err error
		if a.Fraction, err = set.Questions[session.Items[d.N-1]].Body.Grade(d.Response); err != nil {
			return nil, fmt.Errorf("question %d cannot be graded: %w", d.N, err)
		}
	}
	return answers, nil
}
