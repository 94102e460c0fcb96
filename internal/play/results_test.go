package play

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/measure"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// answerAll answers the questions of a session with picks by their ids; none
// stands for "I don't know", and a question that is not named is left open.
func (h *house) answerAll(learner uuid.UUID, s quiz.Session, picks map[string][]int) {
	h.t.Helper()
	for n := range s.Items {
		w, err := h.Walk(h.t.Context(), learner, s.ID)
		h.must(err)
		q := w.Question(n + 1)
		chosen, named := picks[q.ID]
		if !named {
			continue
		}
		f := quiz.Form{quiz.CertaintyField: {"3"}}
		order := w.Session.ShuffleFor(q).Order("answer", len(q.Body.(quiz.Offering).Offers()))
		for _, p := range chosen {
			f["answer"] = append(f["answer"], strconv.Itoa(slices.Index(order, p)+1))
		}
		if chosen == nil {
			f["answer"] = []string{dontKnow}
		}
		h.clock.move(10 * time.Second)
		_, err = h.Answer(h.t.Context(), learner, s.ID, n+1, f)
		h.must(err)
	}
}

func (h *house) begin(learner uuid.UUID, topics ...string) quiz.Session {
	h.t.Helper()
	h.clock.move(time.Minute)
	s, err := h.Start(h.t.Context(), learner, Start{Set: "tides", Mode: quiz.Practice, Topics: topics, Certainty: quiz.CertaintyOptional})
	h.must(err)
	return s
}

func (h *house) results() *Results {
	h.t.Helper()
	rev, err := h.Current("tides")
	h.must(err)
	r, err := ComputeResults(h.t.Context(), h.store, Scope{Revision: rev.Hash}, rev, h.clock.now())
	h.must(err)
	return r
}

func (h *house) newLearner() uuid.UUID {
	h.t.Helper()
	l, _, err := h.NewLearner(h.t.Context())
	h.must(err)
	return l
}

func TestResults(t *testing.T) {
	h := newHouse(t)
	right := map[string][]int{"moon": {0}, "both": {0, 1}, "spring": {0}, "moon-again": {0}}
	wrong := map[string][]int{"moon": {1}, "both": {2}, "spring": {1}, "moon-again": nil}
	part := map[string][]int{"moon": {0}, "both": {0}, "spring": {2}, "moon-again": {0}}
	for _, picks := range []map[string][]int{right, right, wrong, part} {
		l := h.newLearner()
		h.answerAll(l, h.begin(l), picks)
	}
	// A fifth answers one topic wrong, then all of it right: the second answers
	// to that topic are repeats.
	l := h.newLearner()
	h.answerAll(l, h.begin(l, "kinds"), wrong)
	whole := h.begin(l)
	h.answerAll(l, whole, right)
	// What does not count: a retry, a session that was left, and what was
	// answered there before.
	again := h.newLearner()
	missed := h.begin(again)
	h.answerAll(again, missed, wrong)
	retry, err := h.Retry(t.Context(), again, missed.ID)
	h.must(err)
	h.answerAll(again, retry, right)
	left := h.newLearner()
	h.answerAll(left, h.begin(left), map[string][]int{"moon": {1}})
	h.answerAll(left, h.begin(left), right)

	r := h.results()
	if want := (LeftOut{Unfinished: 1, Retries: 1, Repeats: 3}); r.Left != want {
		t.Errorf("left out is %+v, want %+v", r.Left, want)
	}
	if r.Learners != 7 || r.Answers != 5*4+4+3 || !r.Enough() {
		t.Errorf("%d learners, %d answers", r.Learners, r.Answers)
	}
	// By hand: who counts for which question, and what they earned.
	for i, want := range [][]float64{
		{1, 1, 0, 1, 1, 0},     // moon: not of the one who had left
		{1, 1, 0, .5, 1, 0, 1}, // both
		{1, 1, 0, 0, 0, 0, 1},  // spring: the fifth's first answer
		{1, 1, 0, 1, 0, 0, 1},  // moon-again
	} {
		f := r.Items[i]
		sum := 0.0
		for _, x := range want {
			sum += x
		}
		if f.N != len(want) || math.Abs(*f.Facility-sum/float64(len(want))) > 1e-9 || *f.Seconds != 10 && *f.Seconds < 10 {
			t.Errorf("%s: n %d and facility %v, want %d and %v", f.ID, f.N, *f.Facility, len(want), sum/float64(len(want)))
		}
	}
	if o := r.Items[0].Options; o[0].N != 4 || o[1].N != 2 || o[2].N != 0 || !o[0].Correct || r.Items[0].Guess == nil || r.Items[1].Guess != nil {
		t.Errorf("the options are %+v", o)
	}
	if r.Items[3].DontKnow != 3 || r.Items[1].Partial != 1 {
		t.Errorf("%d did not know, %d were right in part", r.Items[3].DontKnow, r.Items[1].Partial)
	}
	if len(r.Topics) != 2 || r.Topics[0].Name != "causes" || r.Topics[0].Answers != 13 || math.Abs(r.Topics[0].Points-(4+2*4.5)) > 1e-9 || math.Abs(r.Topics[0].Worth-(6+2*7)) > 1e-9 {
		t.Errorf("the topics are %+v", r.Topics)
	}
	certain := r.Answers - 3 // who did not know stated nothing
	if c := r.Calibration; c.N != certain || len(c.Bins) != 1 || r.Whole.Learners != 6 {
		t.Errorf("the calibration is %+v; %d were asked everything", c, r.Whole.Learners)
	}
	if len(r.Class) != 7 || !slices.IsSortedFunc(r.Class, func(a, b ClassMember) int { return slices.Compare([]byte(a.Name), []byte(b.Name)) }) {
		t.Errorf("the class is %+v", r.Class)
	}
	for _, m := range r.Class {
		if m.Name == Alias("tides", uuid.Nil, l) && (m.Asked != 4 || m.Points != 3 || m.Worth != 5 || m.DontKnow != 1 || m.Wrong != 1) {
			t.Errorf("the fifth is %+v", m)
		}
	}
}

func TestResultsOfNobody(t *testing.T) {
	h := newHouse(t)
	r := h.results()
	if r.Enough() || r.Learners != 0 || len(r.Items) != 4 || r.Topics == nil && len(r.Topics) != 0 || r.Left != (LeftOut{}) || r.Whole.Alpha != nil {
		t.Errorf("%+v", r)
	}
	for range measure.Least - 1 {
		l := h.newLearner()
		h.answerAll(l, h.begin(l), map[string][]int{"moon": {0}, "both": {0}, "spring": {0}, "moon-again": {0}})
	}
	if h.results().Enough() {
		t.Error("four learners are enough")
	}
}

// TestAliasesOfOneLearnerTellNothing has one learner in an assignment that asks
// for a nickname and in one of the same set that asks for nothing, and on their own.
func TestAliasesOfOneLearnerTellNothing(t *testing.T) {
	h := newHouse(t)
	rev, err := h.Current("tides")
	h.must(err)
	l := h.newLearner()
	h.answerAll(l, h.begin(l), map[string][]int{"moon": {0}, "both": {0}, "spring": {0}, "moon-again": {0}})
	scopes := []Scope{{Revision: rev.Hash}}
	for _, identity := range []quiz.Identity{quiz.Nickname, quiz.Anonymous} {
		terms := h.terms()
		terms.Identity = identity
		a, err := h.Attend(t.Context(), l, h.assign(terms).Code)
		h.must(err)
		h.must(h.Join(t.Context(), l, a, "Ada", store.Person{}))
		s, err := h.Attempt(t.Context(), a)
		h.must(err)
		h.answerAll(l, s, map[string][]int{"moon": {0}, "both": {0}, "spring": {0}, "moon-again": {0}})
		scopes = append(scopes, Scope{Revision: rev.Hash, Assignment: a.ID})
	}
	names := map[string]Scope{}
	for _, of := range scopes {
		h.must(EachLearner(t.Context(), h.store, of, rev, func(c *ClassLearner) error {
			if other, known := names[c.Name]; known {
				t.Errorf("%+v and %+v show one learner as %s", other, of, c.Name)
			}
			names[c.Name] = of
			if c.Name != Alias("tides", of.Assignment, l) {
				t.Errorf("%+v shows %s", of, c.Name)
			}
			return nil
		}))
	}
	if len(names) != len(scopes) {
		t.Errorf("the learner has the names %v", names)
	}
	other := h.newLearner()
	if Alias("tides", uuid.Nil, l) == Alias("tides", uuid.Nil, other) || Alias("tides", uuid.Nil, l) == Alias("winds", uuid.Nil, l) {
		t.Error("aliases do not tell learners or sets apart")
	}
}

func TestForeignSession(t *testing.T) {
	h := newHouse(t)
	l := h.newLearner()
	h.begin(l)
	rev, err := h.Current("tides")
	h.must(err)
	short := *rev.Set
	short.Questions = short.Questions[:1]
	other := NewRevision(&short, rev.Files)
	if _, err := ComputeResults(t.Context(), h.store, Scope{Revision: rev.Hash}, other, time.Time{}); !errors.Is(err, errForeign) {
		t.Errorf("the error is %v", err)
	}
}
