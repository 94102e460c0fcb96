package play

import (
	"math"
	"sync"
	"testing"
	"time"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// triesHouse serves the edition whose questions can be tried again.
func triesHouse(t *testing.T) *house {
	h := newHouse(t)
	h.restart(triesEdition)
	return h
}

// try sends picks as try number n of question 1.
func (h *house) try(s quiz.Session, number string, options ...int) error {
	h.t.Helper()
	f := pick(h.walk(s), 1, options...)
	f[TryField] = []string{number}
	_, err := h.Answer(h.t.Context(), h.learner, s.ID, 1, f)
	return err
}

func TestTriesEndWithAnAnswer(t *testing.T) {
	h := triesHouse(t)
	s := h.start()
	wants(t, "a wrong try", h.try(s, "1", 1), ErrAgain)
	h.restart(triesEdition)
	standing, err := h.Trying(t.Context(), h.walk(s), 1)
	h.must(err)
	equal(t, "the try that comes next", standing.Now(), 2)
	equal(t, "what is filled in", standing.Tries[0].Response, "1")
	near(t, "what it is worth", standing.Worth(), 1-quiz.DefaultPenalty)
	equal(t, "the answers so far", len(h.walk(s).Answers), 0)

	// A form that is sent again, an older one and one that cannot be change nothing.
	for _, number := range []string{"1", "", "3", "0", "x"} {
		wants(t, "try "+number, h.try(s, number, 0), ErrAgain)
	}
	w, err := h.Hint(t.Context(), h.learner, s.ID, 1, 1)
	h.must(err)
	for _, hint := range []int{1, 3, 0, -1} { // the first again, and such as cannot be next
		_, err = h.Hint(t.Context(), h.learner, s.ID, 1, hint)
		h.must(err)
	}
	standing, err = h.Trying(t.Context(), w, 1)
	h.must(err)
	equal(t, "the tries", len(standing.Tries), 1)
	equal(t, "the hints", standing.Given, 1)

	h.must(h.try(s, "2", 0))
	a, _ := h.walk(s).Answer(1)
	near(t, "what it earns", a.Fraction, 1-quiz.DefaultPenalty-0.125)
	equal(t, "the verdict", a.Verdict(), quiz.Right)
	equal(t, "the tries", a.Tries(), 2)
	equal(t, "the first try", a.FirstTry().Fraction, 0)
	h.must(h.try(s, "2", 1))
	h.must(h.try(s, "3", 1))
	_, err = h.Hint(t.Context(), h.learner, s.ID, 1, 2)
	h.must(err)
	after, _ := h.walk(s).Answer(1)
	if !after.Equal(a) {
		t.Errorf("an answer changed from %+v to %+v", a, after)
	}
}

func TestGivingUpEndsTheTries(t *testing.T) {
	h := triesHouse(t)
	s := h.start()
	wants(t, "a wrong try", h.try(s, "1", 1), ErrAgain)
	_, err := h.Answer(t.Context(), h.learner, s.ID, 1, quiz.Form{TryField: {"2"}, "answer": {"dont-know"}})
	h.must(err)
	a, _ := h.walk(s).Answer(1)
	equal(t, "the verdict", a.Verdict(), quiz.Unknown)
	equal(t, "the first response", a.FirstTry().Response, "1")
	equal(t, "whether the first try gave up", a.FirstTry().DontKnow, false)
}

func TestTheLastTryStands(t *testing.T) {
	h := triesHouse(t)
	s := h.start()
	wants(t, "try 1", h.try(s, "1", 1), ErrAgain)
	wants(t, "try 2", h.try(s, "2", 2), ErrAgain)
	h.must(h.try(s, "3", 1))
	a, _ := h.walk(s).Answer(1)
	equal(t, "the verdict", a.Verdict(), quiz.Wrong)
	equal(t, "the tries", a.Tries(), 3)
	h.answer(s, 3, pick(h.walk(s), 3, 1))
	b, _ := h.walk(s).Answer(3)
	if b.Tried != nil || b.Verdict() != quiz.Wrong {
		t.Errorf("a question with one try has the answer %+v", b)
	}
}

// Of tries that are sent at the same time, one counts: sending every option at
// once finds nothing out.
func TestTriesSentAtOnce(t *testing.T) {
	h := triesHouse(t)
	for range 20 {
		s := h.start()
		w := h.walk(s)
		var all sync.WaitGroup
		for option := range 3 {
			all.Go(func() {
				f := pick(w, 1, option)
				f[TryField] = []string{"1"}
				if _, err := h.Answer(t.Context(), h.learner, s.ID, 1, f); err != nil {
					wants(t, "a try", err, ErrAgain)
				}
			})
		}
		all.Wait()
		tries, _, err := h.store.Tried(t.Context(), s.ID, 1)
		h.must(err)
		equal(t, "the tries", len(tries), 1)
		a, answered := h.walk(s).Answer(1)
		equal(t, "whether it is answered", answered, tries[0].Fraction == 1)
		if answered && a.Tried != nil {
			t.Errorf("the answer %+v took more than one try", a)
		}
		h.clock.move(store.DoubleClick)
	}
}

// Where the session does not tell at once whether an answer is right, there is
// one try and no hint; nor in tests, reviews, and where certainty is asked.
func TestOneTry(t *testing.T) {
	h := triesHouse(t)
	once := func(what string, s quiz.Session, hints int) {
		t.Helper()
		w := h.walk(s)
		equal(t, what+": tries", w.allowed(1).Tries, 1)
		equal(t, what+": hints", len(w.allowed(1).Hints), hints)
		_, err := h.Hint(t.Context(), h.learner, s.ID, 1, 1)
		h.must(err)
		_, given, err := h.store.Tried(t.Context(), s.ID, 1)
		h.must(err)
		equal(t, what+": hints given", given, min(hints, 1))
	}
	sure, err := h.Start(t.Context(), h.learner, Start{Set: "tides", Certainty: quiz.CertaintyOptional})
	h.must(err)
	once("certainty", sure, 2)
	test, err := h.Start(t.Context(), h.learner, Start{Set: "tides", Mode: quiz.Test})
	h.must(err)
	once("a test", test, 0)

	terms := h.terms()
	terms.Reveal = quiz.Reveal{Answered: []quiz.Detail{quiz.ShowScore}, Finished: quiz.Details()}
	s := h.attempt(terms)
	once("an assignment that tells later", s, 0)
	h.must(h.try(s, "1", 1))
	terms.Reveal = quiz.RevealAll()
	s = h.attempt(terms)
	wants(t, "an assignment that tells at once", h.try(s, "1", 1), ErrAgain)
}

// attempt begins a session of a new assignment.
func (h *house) attempt(t quiz.Terms) quiz.Session {
	h.t.Helper()
	a := h.attend(h.assign(t))
	h.must(h.Join(h.t.Context(), h.learner, a, "Ann", store.Person{Name: "Ann", Number: "1"}))
	s, err := h.Attempt(h.t.Context(), a)
	h.must(err)
	return s
}

// Figures are of first tries, scores of what stands in the end.
func TestFiguresAreOfFirstTries(t *testing.T) {
	h := triesHouse(t)
	s := h.start()
	wants(t, "a wrong try", h.try(s, "1", 1), ErrAgain)
	h.must(h.try(s, "2", 0))
	for n := 2; n <= 4; n++ {
		f := pick(h.walk(s), n, 0)
		if n == 2 {
			f = pick(h.walk(s), n, 0, 1)
		}
		h.answer(s, n, f)
	}
	r := h.results()
	item := r.Items[0]
	equal(t, "the facility", *item.Facility, 0)
	equal(t, "picks of the distractor", item.Options[1].N, 1)
	equal(t, "picks of the key", item.Options[0].N, 0)
	equal(t, "right of the learner", r.Class[0].Right, 4)
	near(t, "points of the learner", r.Class[0].Points, 5-quiz.DefaultPenalty)
	equal(t, "due at once", h.due(), 0)
	h.clock.move(25 * time.Hour)
	equal(t, "due a day later, for the wrong first try", h.due(), 1)
	counted, err := Audit(t.Context(), h.store, parseTides, func(d Difference) { t.Error(d) })
	h.must(err)
	equal(t, "audited answers", counted.Answers, 4)
}

// An audit finds what was changed in an answer that took several tries.
func TestAuditOfTries(t *testing.T) {
	h := triesHouse(t)
	s := h.start()
	wants(t, "a wrong try", h.try(s, "1", 1), ErrAgain)
	h.must(h.try(s, "2", 0))
	a, _ := h.walk(s).Answer(1)
	set := tides(triesEdition)
	for name, spoil := range map[string]func(a *quiz.Answer, of *quiz.Tried){
		"nothing":          func(*quiz.Answer, *quiz.Tried) {},
		"the fraction":     func(a *quiz.Answer, _ *quiz.Tried) { a.Fraction = 1 },
		"the grade":        func(_ *quiz.Answer, of *quiz.Tried) { of.Graded = 0.5 },
		"the first grade":  func(_ *quiz.Answer, of *quiz.Tried) { of.Earned = 1 },
		"the first try":    func(_ *quiz.Answer, of *quiz.Tried) { of.First = "7" },
		"too many tries":   func(_ *quiz.Answer, of *quiz.Tried) { of.Wrong = 3 },
		"a try left out":   func(_ *quiz.Answer, of *quiz.Tried) { of.Wrong = 0 },
		"hints":            func(_ *quiz.Answer, of *quiz.Tried) { of.Hints = 1 },
		"impossible hints": func(_ *quiz.Answer, of *quiz.Tried) { of.Hints = 3 },
	} {
		spoilt, tried := a, *a.Tried
		spoilt.Tried = &tried
		spoil(&spoilt, &tried)
		what, err := new(audit).difference(t.Context(), set, &set.Questions[s.Items[0]], spoilt, nil)
		if err != nil || (what == "") != (name == "nothing") {
			t.Errorf("%s: the audit says %q, %v", name, what, err)
		}
	}
}
