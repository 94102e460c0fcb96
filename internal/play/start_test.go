package play

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

func TestStart(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		name  string
		start Start
		items []int // nil: drawn
		n     int
	}{
		{"as it comes", Start{}, []int{0, 1, 2, 3}, 4},
		{"practice by name", Start{Mode: quiz.Practice}, []int{0, 1, 2, 3}, 4},
		{"one topic", Start{Topics: []string{"kinds"}}, []int{2, 3}, 2},
		{"two topics, one twice", Start{Topics: []string{"kinds", "causes", "kinds"}}, []int{0, 1, 2, 3}, 4},
		{"some questions", Start{Questions: 3}, nil, 3},
		{"more questions than there are", Start{Questions: 99}, []int{0, 1, 2, 3}, 4},
		{"one question of a topic", Start{Topics: []string{"causes"}, Questions: 1}, nil, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.start.Set = "tides"
			s, err := h.Start(t.Context(), h.learner, c.start)
			must(t, err)
			h.clock.move(time.Minute)
			equal(t, "the number of questions", len(s.Items), c.n)
			if c.items != nil && !slices.Equal(s.Items, c.items) {
				t.Errorf("the questions are %v, want %v", s.Items, c.items)
			}
			if !slices.IsSorted(s.Items) || slices.Min(s.Items) < 0 || slices.Max(s.Items) > 3 {
				t.Errorf("the questions are %v", s.Items)
			}
		})
	}
}

func TestStartRefuses(t *testing.T) {
	h := newHouse(t)
	for message, start := range map[string]Start{
		"refused.mode":         {Set: "tides", Mode: quiz.Retry},
		"refused.number":       {Set: "tides", Questions: -1},
		"refused.certainty":    {Set: "tides", Certainty: "always"},
		"refused.topic":        {Set: "tides", Topics: []string{"causes", "whales"}},
		"refused.no-questions": {Set: "tides", Topics: []string{"empty"}},
	} {
		_, err := h.Start(t.Context(), h.learner, start)
		refused(t, "the start", err, message)
	}
	_, err := h.Start(t.Context(), h.learner, Start{Set: "whales"})
	wants(t, "an unknown set", err, ErrNotFound)
	_, err = h.Start(t.Context(), uuid.Must(uuid.NewV7()), Start{Set: "tides"})
	wants(t, "an unknown learner", err, ErrNotFound)
	list, err := h.Sessions(t.Context(), h.learner, uuid.Nil, 10)
	h.must(err)
	equal(t, "the number of sessions", len(list), 0)
}

func TestStartTwice(t *testing.T) {
	h := newHouse(t)
	ask := Start{Set: "tides", Questions: 2} // drawn anew at each click
	ids := make([]uuid.UUID, 16)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			s, err := h.Start(t.Context(), h.learner, ask)
			if err != nil {
				t.Error(err)
			}
			ids[i] = s.ID
		})
	}
	wg.Wait()
	for _, id := range ids {
		equal(t, "the session of each click", id, ids[0])
	}
	other, err := h.Start(t.Context(), h.learner, Start{Set: "tides", Questions: 2, Topics: []string{"kinds"}})
	h.must(err)
	if other.ID == ids[0] {
		t.Error("another choice gave the same session")
	}
	h.clock.move(5 * time.Second)
	later, err := h.Start(t.Context(), h.learner, ask)
	h.must(err)
	if later.ID == ids[0] {
		t.Error("a later start gave the same session")
	}
}

// TestDrawsDiffer sees that sessions are drawn and shuffled each in its own way.
func TestDrawsDiffer(t *testing.T) {
	h := newHouse(t)
	seeds, draws := map[uint64]bool{}, map[int]bool{}
	for range 40 {
		s, err := h.Start(t.Context(), h.learner, Start{Set: "tides", Questions: 1})
		h.must(err)
		h.clock.move(time.Minute)
		seeds[s.Seed], draws[s.Items[0]] = true, true
	}
	equal(t, "the number of seeds", len(seeds), 40)
	equal(t, "the number of questions that were drawn", len(draws), 4) // all miss one: 4 × (3/4)^40 = 0.00004
}

func TestIDs(t *testing.T) {
	h := newHouse(t)
	var last uuid.UUID
	for i := range 10_000 {
		id, err := h.newID()
		h.must(err)
		if id.Version() != 7 || id.Variant() != uuid.RFC4122 {
			t.Fatalf("%s has version %d and variant %v", id, id.Version(), id.Variant())
		}
		if slices.Compare(last[:], id[:]) >= 0 {
			t.Fatalf("%s comes after %s", id, last)
		}
		last = id
		switch i % 1000 {
		case 300:
			h.clock.move(time.Second)
		case 600:
			h.clock.move(-2 * time.Hour)
		case 900:
			h.clock.move(2 * time.Hour)
		}
	}
	h.clock.move(time.Hour)
	id, err := h.newID()
	h.must(err)
	if sec, nsec := id.Time().UnixTime(); time.Unix(sec, nsec).UnixMilli() != h.clock.now().UnixMilli() {
		t.Errorf("%s says %v, the clock %v", id, time.Unix(sec, nsec), h.clock.now())
	}
}
