package play

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

func TestWalk(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	equal(t, "the mode", s.Mode, quiz.Practice)
	w := h.walk(s)
	equal(t, "the first question to go to", w.Next(0), 1)
	if w.Question(0) != nil || w.Question(5) != nil || w.Question(-1) != nil {
		t.Error("there are questions that are not asked")
	}

	w = h.answer(s, 1, pick(w, 1, 0)) // right
	w = h.answer(s, 2, pick(w, 2, 0)) // one of two
	w = h.answer(s, 4, pick(w, 4, 1)) // wrong
	equal(t, "the question to go to", w.Next(4), 3)
	equal(t, "done", w.Done(), false)
	w = h.answer(s, 3, quiz.Form{"answer": {"dont-know"}})
	equal(t, "the question to go to after the last", w.Next(3), 0)
	equal(t, "done", w.Done(), true)

	for n, want := range []quiz.Verdict{1: quiz.Right, quiz.Partial, quiz.Unknown, quiz.Wrong} {
		if n == 0 {
			continue
		}
		a, ok := w.Answer(n)
		if !ok || a.Verdict() != want {
			t.Errorf("answer %d is %+v, want %s", n, a, want)
		}
	}
	if _, ok := w.Answer(5); ok {
		t.Error("there is an answer 5")
	}
	score := w.Score()
	equal(t, "the points", score.Points, 2) // 1 + half of 2
	equal(t, "the worth", score.Worth, 5)
	if got := h.walk(s); !reflect.DeepEqual(got, w) {
		t.Errorf("the walk as it was given:\n%+v\nas it is read:\n%+v", w, got)
	}
	latest, err := h.Latest(t.Context(), h.learner)
	h.must(err)
	equal(t, "the newest session", latest["tides"].ID, s.ID)
	equal(t, "its points", latest["tides"].Points, score.Points)
}

func TestAnswerKinds(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	var problem *quiz.Problem
	for n, f := range map[int]quiz.Form{1: {}, 2: {"answer": {}}, 3: {"answer": {"9"}}, 4: {"answer": {"1", "2"}}} {
		if _, err := h.Answer(t.Context(), h.learner, s.ID, n, f); !errors.As(err, &problem) {
			t.Errorf("the form %v: the error is %v, want a problem", f, err)
		}
	}
	equal(t, "the number of answers after forms with problems", len(h.walk(s).Answers), 0)
	w := h.answer(s, 2, quiz.Form{"dont-know": {""}}) // the button of its own
	a, _ := w.Answer(2)
	equal(t, "the verdict", a.Verdict(), quiz.Unknown)
	equal(t, "its response", a.Response, "")
	equal(t, "its worth", a.Worth, 2)
	// The first answer stands, whatever comes after it.
	for _, f := range []quiz.Form{pick(w, 2, 0, 1), {}, {"answer": {"nonsense"}}} {
		again := h.answer(s, 2, f)
		if !reflect.DeepEqual(again, w) {
			t.Errorf("the form %v sent again gives\n%+v, want\n%+v", f, again, w)
		}
	}
}

func TestSomebodyElses(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	w := h.answer(s, 1, pick(h.walk(s), 1, 1))
	other, _, err := h.NewLearner(t.Context())
	h.must(err)
	for what, id := range map[string]uuid.UUID{"another learner's": s.ID, "no": uuid.Must(uuid.NewV7())} {
		for _, learner := range []uuid.UUID{other, uuid.Nil} {
			_, err := h.Walk(t.Context(), learner, id)
			wants(t, "the walk of "+what+" session", err, ErrNotFound)
			_, err = h.Answer(t.Context(), learner, id, 2, pick(w, 2, 0))
			wants(t, "an answer in "+what+" session", err, ErrNotFound)
			_, err = h.Retry(t.Context(), learner, id)
			wants(t, "a retry of "+what+" session", err, ErrNotFound)
			wants(t, "deleting "+what+" session", h.Delete(t.Context(), learner, id), ErrNotFound)
		}
	}
	for _, n := range []int{0, -1, 5} {
		_, err := h.Answer(t.Context(), h.learner, s.ID, n, quiz.Form{"answer": {"1"}})
		wants(t, "an answer to a question that is not asked", err, ErrNotFound)
	}
	list, err := h.Sessions(t.Context(), other, uuid.Nil, 10)
	h.must(err)
	equal(t, "the other learner's sessions", len(list), 0)
	if got := h.walk(s); !reflect.DeepEqual(got, w) {
		t.Errorf("the session has changed: %+v", got)
	}
}

func TestRestart(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	before := h.answer(s, 1, pick(h.walk(s), 1, 2))
	first := before.Revision.Hash
	h.restart("second edition")

	learner, _, err := h.Authenticate(t.Context(), h.cookie)
	h.must(err)
	equal(t, "the learner", learner, h.learner)
	w := h.walk(s)
	equal(t, "the revision", w.Revision.Hash, first)
	equal(t, "the title", w.Revision.Set.Title, "Tides first edition")
	if again := h.walk(s); again.Revision != w.Revision {
		t.Error("the past revision was read twice")
	}
	if !reflect.DeepEqual(w.Session, before.Session) || !reflect.DeepEqual(w.Answers, before.Answers) {
		t.Errorf("the session has changed:\n%+v\n%+v", w, before)
	}
	w = h.answer(s, 2, pick(w, 2, 0, 1))
	a, _ := w.Answer(2)
	equal(t, "the fraction", a.Fraction, 1)

	current, err := h.Current("tides")
	h.must(err)
	equal(t, "the title now", current.Set.Title, "Tides second edition")
	equal(t, "the revision of a new session", h.start().Revision, current.Hash)
}

func TestUnreadableRevision(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	h.restart("second edition")
	for what, parse := range map[string]Parse{
		"no parser":            nil,
		"a parser that fails":  func(string, []store.File) (*quiz.Set, error) { return nil, errors.New("line 7") },
		"a parser that is odd": func(string, []store.File) (*quiz.Set, error) { return tides("odd"), nil },
	} {
		set := tides("third edition")
		p, err := New(t.Context(), h.store, []*Revision{NewRevision(set, set.Files)}, Options{Now: h.clock.now, Parse: parse})
		h.must(err)
		w, err := p.Walk(t.Context(), h.learner, s.ID)
		if what == "a parser that is odd" {
			h.must(err)
			equal(t, "the hash of a revision", w.Revision.Hash, s.Revision) // that of its files
			continue
		}
		if err == nil || errors.Is(err, ErrNotFound) || errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: the error is %v", what, err)
		}
	}
}

func TestDelete(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	h.answer(s, 1, pick(h.walk(s), 1, 1))
	retry, err := h.Retry(t.Context(), h.learner, s.ID)
	h.must(err)
	h.must(h.Delete(t.Context(), h.learner, s.ID))
	for _, id := range []uuid.UUID{s.ID, retry.ID} {
		_, err := h.Walk(t.Context(), h.learner, id)
		wants(t, "a deleted session", err, ErrNotFound)
	}
	wants(t, "deleting it again", h.Delete(t.Context(), h.learner, s.ID), ErrNotFound)
}

func TestRetry(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	_, err := h.Retry(t.Context(), h.learner, s.ID)
	refused(t, "a retry of nothing", err, "refused.none-missed")
	w := h.walk(s)
	for n, options := range [][]int{1: {1}, 2: {0}, 3: {0}} {
		if n > 0 {
			w = h.answer(s, n, pick(w, n, options...))
		}
	}
	r, err := h.Retry(t.Context(), h.learner, s.ID)
	h.must(err)
	equal(t, "the mode", r.Mode, quiz.Retry)
	equal(t, "the parent", r.Parent, s.ID)
	if want := []int{0, 1}; !slices.Equal(r.Items, want) {
		t.Errorf("the retry asks %v, want those missed: %v", r.Items, want)
	}
	again, err := h.Retry(t.Context(), h.learner, s.ID)
	h.must(err)
	equal(t, "the session of a second click", again.ID, r.ID)

	rw := h.answer(r, 1, pick(h.walk(r), 1, 0))
	h.answer(r, 2, pick(rw, 2, 2))
	second, err := h.Retry(t.Context(), h.learner, r.ID)
	h.must(err)
	if want := []int{1}; !slices.Equal(second.Items, want) {
		t.Errorf("the retry of the retry asks %v, want %v", second.Items, want)
	}
	// Nothing of it counts for the session itself or for the newest.
	if got := h.walk(s); !reflect.DeepEqual(got, w) {
		t.Errorf("the session has changed: %+v", got)
	}
	latest, err := h.Latest(t.Context(), h.learner)
	h.must(err)
	equal(t, "the newest scored session", latest["tides"].ID, s.ID)
}

func TestClockOfAnswers(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	h.clock.move(time.Hour)
	a, _ := h.answer(s, 1, pick(h.walk(s), 1, 0)).Answer(1)
	if !a.At.Equal(h.clock.now()) {
		t.Errorf("the answer was given at %v, the clock says %v", a.At, h.clock.now())
	}
}
