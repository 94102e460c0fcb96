package play

import (
	"math"
	"slices"
	"testing"
	"time"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// drawing makes the set of the house draw one of its two questions of causes.
func (h *house) drawing() {
	h.t.Helper()
	r, err := h.Current("tides")
	h.must(err)
	r.Set.Draw = quiz.Draws{"causes": 1}
}

// Sessions ask what the set draws of the topics that were chosen, each learner
// by chance; a number of questions is drawn of that.
func TestStartDraws(t *testing.T) {
	h := newHouse(t)
	h.drawing()
	seen := map[int]int{}
	for range 40 {
		s, err := h.Start(t.Context(), h.learner, Start{Set: "tides"})
		h.must(err)
		h.clock.move(time.Minute)
		if len(s.Items) != 3 || s.Items[0] > 1 || !slices.Equal(s.Items[1:], []int{2, 3}) {
			t.Fatalf("the questions are %v, want one of 0 and 1, then 2 and 3", s.Items)
		}
		seen[s.Items[0]]++
	}
	if len(seen) != 2 { // both miss one: 2 × (1/2)^40
		t.Errorf("drawn were %v", seen)
	}
	for n, start := range map[int]Start{
		1: {Set: "tides", Topics: []string{"causes"}},
		2: {Set: "tides", Mode: quiz.Test, Questions: 2},
		3: {Set: "tides", Mode: quiz.WalkThrough, Questions: 9},
	} {
		s, err := h.Start(t.Context(), h.learner, start)
		h.must(err)
		equal(t, "the number of questions", len(s.Items), n)
	}
}

// An assignment draws as its set does, or as its own terms say.
func TestAssignmentsDraw(t *testing.T) {
	h := newHouse(t)
	h.drawing()
	for _, c := range []struct {
		own  quiz.Draws
		kept int // of the own draws
		n    int // questions of causes and of kinds
		m    int
	}{
		{nil, 0, 1, 2},
		{quiz.Draws{"causes": 1, "kinds": 0}, 0, 1, 2},
		{quiz.Draws{"kinds": 1}, 1, 1, 1},
		{quiz.Draws{"causes": 0, "kinds": 1}, 2, 2, 1},
		{quiz.Draws{"causes": 2}, 1, 2, 2},
	} {
		terms := h.terms()
		terms.Draw = c.own
		a := h.assign(terms)
		equal(t, "the own draws that are kept", len(a.Draw), c.kept)
		kept, err := h.store.Assignment(t.Context(), a.ID)
		h.must(err)
		equal(t, "the own draws in the store", len(kept.Draw), c.kept)
		here := h.attend(a)
		h.must(h.Join(t.Context(), h.learner, here, "", store.Person{}))
		s, err := h.Attempt(t.Context(), here)
		h.must(err)
		of := [2]int{}
		for _, i := range s.Items {
			of[i/2]++
		}
		equal(t, "the questions of causes and kinds", of, [2]int{c.n, c.m})
	}
}

// The figures of a question count those alone who were asked it, and a score
// what was asked alone.
func TestResultsOfDraws(t *testing.T) {
	h := newHouse(t)
	h.drawing()
	right := map[string][]int{"moon": {0}, "both": {0, 1}, "spring": {0}, "moon-again": {0}}
	asked := [4]int{}
	const learners = 12
	for range learners {
		l := h.newLearner()
		s := h.begin(l)
		h.answerAll(l, s, right)
		for _, i := range s.Items {
			asked[i]++
		}
		w, err := h.Walk(t.Context(), l, s.ID)
		h.must(err)
		score := quiz.ScoreOf(w.Revision.Set, &w.Session, w.Answers)
		if score.Asked != 3 || score.Answered != 3 || score.Points != score.Worth {
			t.Errorf("the score of three right answers to three questions is %+v", score)
		}
	}
	r := h.results()
	if asked[0]+asked[1] != learners || r.Answers != 3*learners || r.Left != (LeftOut{}) {
		t.Errorf("asked %v, counted %d answers, left out %+v", asked, r.Answers, r.Left)
	}
	for i, n := range asked {
		if f := r.Items[i]; f.N != n || n > 0 && math.Abs(*f.Facility-1) > 1e-9 {
			t.Errorf("%s: n %d, want %d; facility %v", f.ID, f.N, n, f.Facility)
		}
	}
}

// A group of which some questions are asked comes into a draft as a pool, as
// long as enough of it is brought in.
func TestPoolsAreBroughtIn(t *testing.T) {
	const group = "GROUP\npick: 1\n1. First?\n*a) x\nb) y\n2. Second?\n*a) x\nb) y\nEND_GROUP\n"
	for fate, want := range map[string]int{Include: 1, LeaveOut: 0} {
		h := realHouse(t)
		ctx, s := t.Context(), h.Staff()
		anna := h.colleague("anna", Instructor)
		files, err := Receive(ctx, []store.File{{Name: "group.txt", Data: []byte(group)}})
		h.must(err)
		d, err := s.NewDraft(ctx, anna, "group", files)
		h.must(err)
		r, err := s.Review(ctx, d)
		h.must(err)
		if len(r.Rows) != 2 {
			t.Fatalf("%d questions wait: %+v", len(r.Rows), r.Rows)
		}
		d, err = s.BringIn(ctx, anna, d.ID, d.Version, map[string]string{r.Rows[0].Question.ID: Include, r.Rows[1].Question.ID: fate})
		h.must(err)
		set := Look(d).Set
		if got := set.Draw["group-1"]; got != want || len(set.Questions) != 1+want {
			t.Errorf("with %s, %d of %d questions are drawn, want %d", fate, got, len(set.Questions), want)
		}
	}
}
