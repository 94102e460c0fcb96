package play

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// classOf has four learners answer the first edition, and one begin: two answer
// "The moon", one "Winds", one does not know. It gives their sessions.
func (h *house) classOf() (learners []uuid.UUID, sessions []quiz.Session) {
	h.t.Helper()
	for _, moon := range [][]int{{0}, {0}, {1}, nil} {
		l := h.newLearner()
		s := h.begin(l)
		h.answerAll(l, s, map[string][]int{"moon": moon, "both": {0, 1}, "spring": {0}, "moon-again": {0}})
		learners, sessions = append(learners, l), append(sessions, s)
	}
	l := h.newLearner()
	s := h.begin(l)
	h.answerAll(l, s, map[string][]int{"moon": {1}})
	return append(learners, l), append(sessions, s)
}

// correct serves the edition in which the key of "moon" is another.
func (h *house) correct() *Revision {
	h.t.Helper()
	set := tides(corrected)
	r := NewRevision(set, set.Files)
	h.clock.move(1e9)
	h.must(h.Publish(h.t.Context(), []*Revision{r}))
	return r
}

func TestRegradeByACorrectedKey(t *testing.T) {
	h := newHouse(t)
	ctx, s := t.Context(), h.Staff()
	learners, sessions := h.classOf()
	o := Order{Set: "tides", Question: "moon", Rule: quiz.ByKey, Revision: h.correct().Hash}
	first := func() []float64 {
		var fractions []float64
		for i, session := range sessions {
			w, err := h.Walk(ctx, learners[i], session.ID)
			h.must(err)
			a, _ := w.Answer(1)
			fractions = append(fractions, a.Fraction)
		}
		return fractions
	}
	stands := func(what string, want ...float64) {
		t.Helper()
		for i, got := range first() {
			equal(t, what, got, want[i])
		}
		_, err := Audit(ctx, h.store, parseTides, func(d Difference) { t.Errorf("%s: %s", what, d) })
		h.must(err)
	}
	stands("as it was graded", 1, 1, 0, 0, 0)

	d, err := s.DryRun(ctx, tutor, o)
	h.must(err)
	equal(t, "the answers", d.Answers, 4)
	equal(t, "the learners", d.Learners, 4)
	equal(t, "those under way", d.UnderWay, 1)
	equal(t, "up, down, the same, impossible", [4]int{d.Up, d.Down, d.Same, d.Cannot}, [4]int{1, 2, 1, 0})
	equal(t, "the moves", [2]Move{d.Moves[0], d.Moves[1]}, [2]Move{{quiz.Right, quiz.Wrong, 2}, {quiz.Wrong, quiz.Right, 1}})
	stands("after the dry run", 1, 1, 0, 0, 0)

	_, err = s.Regrade(ctx, tutor, o, " ")
	at(t, "no reason", err, "problem.regrade-why", "why")
	r, err := s.Regrade(ctx, tutor, o, "The reading says\nWinds.")
	h.must(err)
	equal(t, "the reason", r.Why, "The reading says Winds.")
	stands("after the regrade", 0, 0, 1, 0, 0) // the one under way keeps its key

	w, err := h.Walk(ctx, learners[2], sessions[2].ID)
	h.must(err)
	told := w.Regraded[1]
	if len(told) != 1 || told[0].Why != r.Why || told[0].Before.Fraction != 0 || told[0].After.Fraction != 1 {
		t.Errorf("the learner is told %+v", told)
	}
	equal(t, "the key that was counted", w.Judged(1).Question().Body.Key(), "1")
	equal(t, "the key of a question that was not regraded", w.Judged(2).Revision, w.Revision)
	equal(t, "the score", w.Score().Points, 5)

	again, err := s.Regrade(ctx, tutor, o, r.Why)
	h.must(err)
	equal(t, "the same again", again.ID, r.ID)
	_, err = s.Regrade(ctx, tutor, o, "Otherwise.")
	at(t, "what changes nothing", err, "problem.regrade-nothing", "why")

	// Who was under way finishes, and is then taken in.
	h.answerAll(learners[4], sessions[4], map[string][]int{"both": {0, 1}, "spring": {0}, "moon-again": {0}})
	stands("once all have finished", 0, 0, 1, 0, 0)
	h.must(s.Resume(ctx, tutor, r.ID))
	stands("after it went on", 0, 0, 1, 0, 1)

	w2 := o
	w2.Rule, w2.Revision = quiz.Withdraw, ""
	later, err := s.Regrade(ctx, tutor, w2, "It was ambiguous.")
	h.must(err)
	w, err = h.Walk(ctx, learners[0], sessions[0].ID)
	h.must(err)
	score := w.Score()
	equal(t, "asked, right and withdrawn", [3]int{score.Asked, score.Right, score.Withdrawn}, [3]int{3, 3, 1})
	equal(t, "the whole", score.Fraction(), 1)
	stands("after it was withdrawn", 0, 0, 0, 0, 0)
	refused(t, "the earlier first", s.UndoRegrade(ctx, tutor, r.ID), "refused.regrade-later")
	h.must(s.UndoRegrade(ctx, tutor, later.ID))
	stands("after the later was undone", 0, 0, 1, 0, 1)
	_, err = h.Due(ctx, learners[2])
	h.must(err)
	h.must(s.UndoRegrade(ctx, tutor, r.ID))
	if _, known := h.decks.get(learners[2], h.clock.now()); known {
		t.Error("what a learner is to review is still that of the grade that was undone")
	}
	h.must(s.UndoRegrade(ctx, tutor, r.ID))
	stands("as it was first", 1, 1, 0, 0, 0)
	wants(t, "to go on with one that was undone", s.Resume(ctx, tutor, r.ID), ErrNotFound)

	all, err := s.Regrades(ctx, tutor, "tides", uuid.Nil)
	h.must(err)
	equal(t, "the regrades", len(all), 2)
	equal(t, "the answers of the first", all[1].Answers, 4)
	equal(t, "what stands of it", all[1].Standing, 0)
}

func TestRegradeWithFullMarks(t *testing.T) {
	h := newHouse(t)
	learners, sessions := h.classOf()
	o := Order{Set: "tides", Question: "moon", Rule: quiz.FullMarks}
	_, err := h.Staff().Regrade(t.Context(), tutor, o, "Everybody has the point.")
	h.must(err)
	for i := range 4 {
		w, err := h.Walk(t.Context(), learners[i], sessions[i].ID)
		h.must(err)
		equal(t, "the score", w.Score().Fraction(), 1)
		equal(t, "those not known", w.Score().Unknown, 0)
	}
	_, err = Audit(t.Context(), h.store, parseTides, func(d Difference) { t.Error(d) })
	h.must(err)
}

// Withdrawn answers are left out of the figures, and counted as that.
func TestRegradeAndFigures(t *testing.T) {
	h := newHouse(t)
	h.classOf()
	before := h.results()
	_, err := h.Staff().Regrade(t.Context(), tutor, Order{Set: "tides", Question: "moon", Rule: quiz.Withdraw}, "It was ambiguous.")
	h.must(err)
	r := h.results()
	equal(t, "the answers before", before.Items[0].N, 4)
	equal(t, "the answers", r.Items[0].N, 0)
	equal(t, "those left out", r.Left.Withdrawn, 4)
	equal(t, "the answers to the others", r.Items[1].N, 4)
	for _, m := range r.Class {
		equal(t, "the share of "+m.Name, m.Share(), 1)
	}
}

func TestRegradeIsForThoseWhoMay(t *testing.T) {
	h := newHouse(t)
	ctx, s := t.Context(), h.Staff()
	learners, _ := h.classOf()
	a := h.assign(h.terms())
	found, err := h.Attend(ctx, learners[0], quiz.ShowCode(a.Code))
	h.must(err)
	h.must(h.Join(ctx, learners[0], found, "", Person{}))
	session, err := h.Attempt(ctx, found)
	h.must(err)
	h.answerAll(learners[0], session, map[string][]int{"moon": {1}, "both": {0}, "spring": {0}, "moon-again": {0}})
	colleague := Who{Account: Account{ID: uuid.Must(uuid.NewV7()), Name: "Colleague", Role: Instructor}}
	helper := Who{Account: Account{ID: tutor.ID, Name: "Helper", Role: Assistant}}
	set := Order{Set: "tides", Question: "moon", Rule: quiz.FullMarks}
	class := set
	class.Assignment = a.ID
	answers := func(what string, who Who, o Order, want int) {
		t.Helper()
		d, err := s.DryRun(ctx, who, o)
		h.must(err)
		equal(t, what, d.Answers, want)
	}
	answers("everybody's, with one's own class", tutor, set, 5)
	answers("not another's class", colleague, set, 4)
	answers("an admin's", Terminal, set, 5)
	answers("one class", tutor, class, 1)
	for what, c := range map[string]struct {
		who Who
		o   Order
	}{
		"another's class":    {colleague, class},
		"an assistant":       {helper, class},
		"an assistant's set": {helper, set},
		"no question":        {tutor, Order{Set: "tides", Question: "none", Rule: quiz.Withdraw}},
		"no set":             {tutor, Order{Set: "none", Question: "moon", Rule: quiz.Withdraw}},
		"no rule":            {tutor, Order{Set: "tides", Question: "moon", Rule: "better"}},
		"no revision":        {tutor, Order{Set: "tides", Question: "moon", Rule: quiz.ByKey, Revision: "0"}},
		"another set":        {tutor, Order{Set: "other", Question: "moon", Rule: quiz.Withdraw, Assignment: a.ID}},
	} {
		_, err := s.DryRun(ctx, c.who, c.o)
		wants(t, what, err, ErrNotFound)
		_, err = s.Regrade(ctx, c.who, c.o, "Because.")
		wants(t, what+", applied", err, ErrNotFound)
	}
	r, err := s.Regrade(ctx, tutor, class, "Because.")
	h.must(err)
	wants(t, "to undo another's", s.UndoRegrade(ctx, colleague, r.ID), ErrNotFound)
	wants(t, "to go on with another's", s.Resume(ctx, colleague, r.ID), ErrNotFound)
	h.must(s.UndoRegrade(ctx, Terminal, r.ID))
	entries, err := s.Log(ctx, uuid.Nil, 2)
	h.must(err)
	equal(t, "the log", entries[1].Action+" "+entries[1].Name+", "+entries[0].Action+" "+entries[0].Name, "regraded Tutor, regrade-undone terminal")
}

// Another server's clock is ahead: what is decided here after it is the later
// all the same, and is logged.
func TestRegradeAfterAClockThatIsAhead(t *testing.T) {
	h := newHouse(t)
	ctx, s := t.Context(), h.Staff()
	learners, sessions := h.classOf()
	ahead := store.FirstID(h.clock.now().Add(time.Minute))
	_, err := h.store.BeginRegrade(ctx, Regrade{ID: ahead, Set: "tides", Question: "moon", Rule: quiz.FullMarks, Why: "There.", At: h.clock.now()})
	h.must(err)
	h.clock.move(time.Second)
	r, err := s.Regrade(ctx, tutor, Order{Set: "tides", Question: "moon", Rule: quiz.Withdraw}, "Here.")
	h.must(err)
	w, err := h.Walk(ctx, learners[0], sessions[0].ID)
	h.must(err)
	if told := w.Regraded[1]; len(told) != 1 || told[0].Why != r.Why {
		t.Errorf("the learner is told %+v", told)
	}
	entries, err := s.Log(ctx, uuid.Nil, 1)
	h.must(err)
	if len(entries) != 1 || entries[0].Action != "regraded" {
		t.Errorf("the log says %+v", entries)
	}
}
