package play

import (
	"errors"
	"testing"
	"time"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// reviews is how many questions of tides are due.
func (h *house) due() int {
	h.t.Helper()
	due, err := h.Due(h.t.Context(), h.learner)
	h.must(err)
	return due["tides"]
}

func (h *house) pick(s quiz.Session, n, option int) {
	h.t.Helper()
	w := h.walk(s)
	q := w.Question(n)
	_, err := h.Play.Answer(h.t.Context(), h.learner, s.ID, n, q.Body.Fill(w.Session.ShuffleFor(q), quiz.PlacesResponse([]int{option})))
	h.must(err)
}

func TestReview(t *testing.T) {
	h := newHouse(t)
	review := func() (quiz.Session, error) {
		return h.Start(t.Context(), h.learner, Start{Set: "tides", Mode: quiz.Review})
	}
	var refused *Refused
	if _, err := review(); !errors.As(err, &refused) || h.due() != 0 {
		t.Fatalf("before the first answer: %v, %d due", err, h.due())
	}
	practice := h.start()
	h.pick(practice, 1, 1) // wrong
	h.pick(practice, 3, 0) // right
	h.restart("second edition")
	if n := h.due(); n != 0 {
		t.Errorf("%d are due at once", n)
	}
	h.clock.move(24 * time.Hour)
	if n := h.due(); n != 1 {
		t.Errorf("%d are due after a day", n)
	}
	h.clock.move(2 * 24 * time.Hour)
	if n := h.due(); n != 2 {
		t.Errorf("%d are due after three days", n)
	}
	score := h.walk(practice).Score()
	s, err := review()
	h.must(err)
	if s.Mode.Scored() || len(s.Items) != 2 || h.walk(s).Question(1).ID != "moon" || h.walk(s).Question(2).ID != "spring" {
		t.Fatalf("the review asks %+v", s)
	}
	h.clock.move(time.Minute)
	h.pick(s, 1, 0)
	h.clock.move(time.Minute)
	h.pick(s, 2, 1) // a slip
	if n := h.due(); n != 0 {
		t.Errorf("%d are due after the review", n)
	}
	// Only the newest answer can be taken back.
	h.must(h.TakeBack(t.Context(), h.learner, s.ID, 1))
	if n := h.due(); n != 0 || !h.walk(s).Done() {
		t.Errorf("an older answer was taken back: %d due", n)
	}
	h.must(h.TakeBack(t.Context(), h.learner, s.ID, 2))
	if _, answered := h.walk(s).Answer(2); answered || h.due() != 1 {
		t.Errorf("the newest was not taken back: %d due", h.due())
	}
	h.pick(s, 2, 0)
	if got := h.walk(practice).Score(); got.Tally != score.Tally {
		t.Errorf("the review changed a score: %+v, was %+v", got.Tally, score.Tally)
	}
	if latest, err := h.Latest(t.Context(), h.learner); err != nil || latest["tides"].ID != practice.ID {
		t.Errorf("the review is the latest session: %+v, %v", latest, err)
	}
	if err := h.TakeBack(t.Context(), h.learner, practice.ID, 3); err != nil || h.walk(practice).Answered() != 2 {
		t.Errorf("an answer of a practice was taken back: %v", err)
	}
	if err := h.TakeBack(t.Context(), practice.ID, s.ID, 2); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else takes an answer back: %v", err)
	}
	// What is deleted is not remembered; the review alone is.
	h.must(h.Delete(t.Context(), h.learner, s.ID))
	if n := h.due(); n != 2 {
		t.Errorf("%d are due once the review is deleted", n)
	}
	h.must(h.Delete(t.Context(), h.learner, practice.ID))
	if n := h.due(); n != 0 {
		t.Errorf("%d are due of nothing", n)
	}
}

// The answers of a test are remembered once it is handed in, and what was left
// out is not; a retry is not.
func TestReviewOfTestsAndRetries(t *testing.T) {
	h := newHouse(t)
	s := h.test(0)
	_, err := h.send(s, 1, 1)
	h.must(err)
	h.clock.move(48 * time.Hour)
	if n := h.due(); n != 0 {
		t.Errorf("%d are due of an open test", n)
	}
	_, err = h.Finish(t.Context(), h.learner, s.ID)
	h.must(err)
	if n := h.due(); n != 1 {
		t.Errorf("%d are due of a test with one answer", n)
	}
	retry, err := h.Retry(t.Context(), h.learner, s.ID)
	h.must(err)
	h.pick(retry, 1, 0)
	if n := h.due(); n != 1 {
		t.Errorf("%d are due after a retry", n)
	}
}

// TestReviewKeepsWhatAssignmentsHide: what is due tells what was wrong.
func TestReviewKeepsWhatAssignmentsHide(t *testing.T) {
	h := newHouse(t)
	terms := h.terms()
	terms.Closes = terms.Closes.Add(100 * 24 * time.Hour)
	terms.Reveal = quiz.Reveal{Closed: quiz.Details()}
	a := h.assign(terms)
	h.must(h.Join(t.Context(), h.learner, h.attend(a), "", store.Person{}))
	s, err := h.Attempt(t.Context(), h.attend(a))
	h.must(err)
	h.pick(s, 1, 1) // wrong
	h.clock.move(24 * time.Hour)
	if n := h.due(); n != 0 {
		t.Errorf("%d are due of an assignment that shows nothing yet", n)
	}
	h.must(h.Staff().CloseAssignment(t.Context(), tutor, a.ID))
	h.clock.move(time.Hour)
	if n := h.due(); n != 1 {
		t.Errorf("%d are due of an assignment that has shown all", n)
	}
}
