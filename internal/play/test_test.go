package play

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// test begins a test of all questions, with a limit in seconds.
func (h *house) test(limit int) quiz.Session {
	h.t.Helper()
	s, err := h.Start(h.t.Context(), h.learner, Start{Set: "tides", Mode: quiz.Test, TimeLimit: limit})
	h.must(err)
	return s
}

// send answers question n with one of its options, counted from 0 in the file.
func (h *house) send(s quiz.Session, n, option int) (*Walk, error) {
	h.t.Helper()
	w, err := h.Walk(h.t.Context(), h.learner, s.ID)
	h.must(err)
	q := w.Question(n)
	return h.Save(h.t.Context(), h.learner, s.ID, n, q.Body.Fill(w.Session.ShuffleFor(q), quiz.PlacesResponse([]int{option})))
}

func TestTestIsGradedWhenItIsHandedIn(t *testing.T) {
	h := newHouse(t)
	s := h.test(0)
	for _, option := range []int{1, 2, 0} { // the last is right, and stands
		w, err := h.send(s, 1, option)
		h.must(err)
		if len(w.Answers) != 0 || len(w.Saved) != 1 || w.Answered() != 1 || w.Next(0) != 2 || w.Done() {
			t.Fatalf("while it is open: %+v", w)
		}
	}
	if _, err := h.Save(t.Context(), h.learner, s.ID, 3, quiz.Form{"dont-know": {"1"}}); err != nil {
		t.Fatal(err)
	}
	h.restart("second edition")
	w := h.walk(s)
	if score := w.Score(); score.Answered != 0 || score.Points != 0 {
		t.Errorf("an open test scores %+v", score)
	}
	if list, err := h.Sessions(t.Context(), h.learner, uuid.Nil, 10); err != nil || list[0].Answered != 2 || list[0].Points != 0 || list[0].Worth != 0 || list[0].Done() {
		t.Errorf("the list has %+v, %v", list, err)
	}
	h.clock.move(time.Minute)
	w, err := h.Finish(t.Context(), h.learner, s.ID)
	h.must(err)
	again, err := h.Finish(t.Context(), h.learner, s.ID)
	h.must(err)
	if !w.Done() || !w.Session.Finished.Equal(h.clock.now()) || !again.Session.Finished.Equal(w.Session.Finished) {
		t.Errorf("finished at %v and %v", w.Session.Finished, again.Session.Finished)
	}
	for n, want := range []quiz.Verdict{quiz.Right, quiz.LeftOut, quiz.Unknown, quiz.LeftOut} {
		if a, ok := w.Answer(n + 1); !ok || a.Verdict() != want {
			t.Errorf("answer %d is %+v, want %s", n+1, a, want)
		}
	}
	if score := w.Score(); score.Answered != 4 || score.Right != 1 || score.LeftOut != 2 || score.Wrong() != 0 || score.Fraction() != 0.2 {
		t.Errorf("it scores %+v, %v", score.Tally, score.Fraction())
	}
	var over *Over
	if _, err := h.send(s, 2, 0); !errors.As(err, &over) || over.Late {
		t.Errorf("an answer after it was handed in: %v", err)
	}
	if a, _ := h.walk(s).Answer(2); a.Verdict() != quiz.LeftOut {
		t.Errorf("it is kept as %+v", a)
	}
}

func TestTimeOfATestRunsOut(t *testing.T) {
	h := newHouse(t)
	s := h.test(600)
	if left, ok := h.walk(s).Left(); !ok || left != 10*time.Minute {
		t.Errorf("%v are left at first, %v", left, ok)
	}
	h.clock.move(10*time.Minute - time.Microsecond)
	if _, err := h.send(s, 1, 0); err != nil {
		t.Fatalf("an answer at the last moment: %v", err)
	}
	h.clock.move(time.Microsecond)
	late, err := h.Save(t.Context(), h.learner, s.ID, 2, quiz.Form{"answer": {"1"}})
	var over *Over
	if !errors.As(err, &over) || !over.Late || over.Session != s.ID {
		t.Fatalf("an answer at the deadline: %+v, %v", late, err)
	}
	w := h.walk(s)
	if !w.Session.Finished.Equal(s.Deadline()) {
		t.Errorf("finished at %v, the deadline is %v", w.Session.Finished, s.Deadline())
	}
	if score := w.Score(); score.Right != 1 || score.LeftOut != 3 {
		t.Errorf("what was saved before scores %+v", score.Tally)
	}
}

// An extension is part of the deadline; a practice has none.
func TestDeadline(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := quiz.Session{Mode: quiz.Test, Started: at, TimeLimit: 60, Extension: 15}
	if got := s.Deadline(); !got.Equal(at.Add(75 * time.Second)) {
		t.Errorf("the deadline is %v", got)
	}
	if s.Overdue(at.Add(74*time.Second)) || !s.Overdue(at.Add(75*time.Second)) {
		t.Error("it is overdue at another moment than its deadline")
	}
	s.Mode = quiz.Practice
	if !s.Deadline().IsZero() || s.Overdue(at.Add(time.Hour)) {
		t.Error("a practice has a deadline")
	}
}

// A test that nobody comes back to is finished all the same.
func TestFinishOverdue(t *testing.T) {
	h := newHouse(t)
	abandoned := h.test(60)
	if _, err := h.send(abandoned, 1, 0); err != nil {
		t.Fatal(err)
	}
	h.clock.move(30 * time.Second)
	later, unlimited := h.test(61), h.test(0)
	h.clock.move(31 * time.Second)
	for _, want := range []int{1, 0} {
		if n, err := h.FinishOverdue(t.Context()); n != want || err != nil {
			t.Errorf("%d were finished, want %d: %v", n, want, err)
		}
	}
	list, err := h.Sessions(t.Context(), h.learner, uuid.Nil, 10)
	h.must(err)
	for _, s := range list {
		if s.Done() != (s.ID == abandoned.ID) {
			t.Errorf("%v (abandoned %v, later %v, unlimited %v) is done: %v", s.ID, abandoned.ID, later.ID, unlimited.ID, s.Done())
		}
		if s.ID == abandoned.ID && (s.Points != 1 || !s.Finished.Equal(abandoned.Deadline())) {
			t.Errorf("the abandoned test is %+v", s)
		}
	}
}

// A test that cannot be graded keeps no other open.
func TestFinishOverduePastABrokenOne(t *testing.T) {
	h := newHouse(t)
	broken := h.test(60)
	h.restart("second edition")
	h.clock.move(time.Second)
	sound := h.test(60)
	h.clock.move(time.Hour)
	h.Play = h.serve(spoilt{h.store, nil, func([]store.File) []store.File { return nil }}, "second edition")
	n, err := h.FinishOverdue(t.Context())
	if n != 1 || err == nil || !strings.Contains(err.Error(), broken.ID.String()) {
		t.Errorf("%d were finished, and it says: %v", n, err)
	}
	if s, _, err := h.store.Walk(t.Context(), sound.ID); err != nil || s.Open() {
		t.Errorf("the sound one is open: %v", err)
	}
}

// explosive is the body of a question that cannot bear to be graded.
type explosive struct{ quiz.Body }

func (explosive) Grade(quiz.Response) (float64, error) { panic("boom") }

// Whatever grading does, the process lives, and the other tests are finished.
func TestGradingThatPanics(t *testing.T) {
	h := newHouse(t)
	broken := h.test(60)
	if _, err := h.send(broken, 1, 0); err != nil {
		t.Fatal(err)
	}
	h.clock.move(time.Second)
	h.test(60)
	h.clock.move(time.Hour)
	set := tides("first edition")
	set.Questions[broken.Items[0]].Body = explosive{set.Questions[broken.Items[0]].Body}
	p, err := New(t.Context(), h.store, []*Revision{NewRevision(set, set.Files)}, Options{Now: h.clock.now, Parse: parseTides})
	h.must(err)
	n, err := p.FinishOverdue(t.Context())
	if n != 1 || err == nil || !strings.Contains(err.Error(), broken.ID.String()) || !strings.Contains(err.Error(), "boom") {
		t.Errorf("%d were finished, and it says: %v", n, err)
	}
	if _, err := p.Walk(t.Context(), h.learner, broken.ID); err == nil {
		t.Error("the test is said to be graded")
	}
}
