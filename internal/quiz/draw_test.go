package quiz

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawSet makes a set of topics that have so many questions each, mixed.
func drawSet(counts map[string]int, draw Draws) *Set {
	set := &Set{Draw: draw}
	for round := 0; ; round++ {
		more := false
		for _, topic := range slices.Sorted(maps.Keys(counts)) {
			if round < counts[topic] {
				set.Questions = append(set.Questions, Question{ID: fmt.Sprint(topic, round), Topic: topic})
				more = true
			}
		}
		if !more {
			break
		}
	}
	for _, topic := range slices.Sorted(maps.Keys(counts)) {
		set.Topics.Put(topic, topic)
	}
	return set
}

func TestDrawIsFixedForEver(t *testing.T) {
	// Audits draw the questions of a session again: they may never change.
	set := drawSet(map[string]int{"a": 10, "b": 10}, Draws{"a": 3})
	if got, want := (Selection{Questions: 5}).From(set, 7), []int{3, 5, 11, 14, 15}; !slices.Equal(got, want) {
		t.Errorf("drew %v, want %v", got, want)
	}
}

// Whatever is drawn: it is of the topics, as many of each as is said, in the
// order of the set, and the same again.
func TestDrawsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c"}
		counts, draw, own := map[string]int{}, Draws{}, Draws{}
		for _, name := range names {
			counts[name] = rapid.IntRange(0, 8).Draw(t, "questions")
			if rapid.Bool().Draw(t, "pool") {
				draw[name] = rapid.IntRange(1, 9).Draw(t, "draw")
			}
			if rapid.Bool().Draw(t, "own pool") {
				own[name] = rapid.IntRange(0, 9).Draw(t, "own draw")
			}
		}
		set := drawSet(counts, draw)
		sel := Selection{Topics: rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID).Draw(t, "topics"), Draw: own}
		seed := rapid.Uint64().Draw(t, "seed")
		want := 0
		got := sel.From(set, seed)
		for _, name := range names {
			n, drawn := own[name]
			if !drawn {
				n = draw[name]
			}
			if n == 0 || n > counts[name] {
				n = counts[name]
			}
			if len(sel.Topics) > 0 && !slices.Contains(sel.Topics, name) {
				n = 0
			}
			of := 0
			for _, i := range got {
				if set.Questions[i].Topic == name {
					of++
				}
			}
			if of != n {
				t.Errorf("%d questions of %s, want %d", of, name, n)
			}
			want += n
		}
		if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != want || sel.Count(set) != want || !slices.Equal(got, sel.From(set, seed)) {
			t.Errorf("drew %v, want %d of them", got, want)
		}
		settled := sel
		settled.Draw = sel.Draw.Settled(set)
		if again := settled.From(set, seed); !slices.Equal(got, again) {
			t.Errorf("settled to %v, %v becomes %v", settled.Draw, got, again)
		}
		fewer := sel
		fewer.Questions = rapid.IntRange(1, 30).Draw(t, "number")
		some := fewer.From(set, seed)
		if len(some) != min(want, fewer.Questions) {
			t.Errorf("%d of %d questions: %v", fewer.Questions, want, some)
		}
		for _, i := range some {
			if !slices.Contains(got, i) {
				t.Errorf("question %d is not among those drawn: %v", i, got)
			}
		}
	})
}

// Each choice of 2 of 5 questions is drawn as often, whatever is drawn of
// another topic.
func TestDrawIsFair(t *testing.T) {
	set := drawSet(map[string]int{"a": 5, "b": 5}, Draws{"a": 2, "b": 2})
	const rounds = 45_000
	pairs, together := map[string]int{}, map[string]int{}
	for seed := range uint64(rounds) {
		got := (Selection{}).From(set, seed*0x9e3779b97f4a7c15)
		var of [2][]string
		for _, i := range got {
			topic := set.Questions[i].Topic[0] - 'a'
			of[topic] = append(of[topic], set.Questions[i].ID)
		}
		pairs[fmt.Sprint(of[0])]++
		pairs[fmt.Sprint(of[1])]++
		together[of[0][0]+of[1][0]]++
	}
	if len(pairs) != 20 {
		t.Fatalf("%d pairs of 20", len(pairs))
	}
	for pair, n := range pairs { // five standard deviations around a tenth
		if n < rounds/10-320 || n > rounds/10+320 {
			t.Errorf("%s was drawn %d times of %d", pair, n, rounds)
		}
	}
	// The first of a pair is question 0, 1, 2 or 3 with 4, 3, 2 and 1 tenths.
	for i := range 4 {
		for j := range 4 {
			want := rounds * (4 - i) * (4 - j) / 100
			if n := together[fmt.Sprintf("a%db%d", i, j)]; n < want-5*90 || n > want+5*90 {
				t.Errorf("a%d came with b%d %d times, want about %d", i, j, n, want)
			}
		}
	}
}

// A number of questions alone is drawn of all.
func TestNumberOfQuestions(t *testing.T) {
	set := drawSet(map[string]int{"a": 10, "b": 10, "c": 10}, nil)
	if got := (Selection{}).From(set, 1); len(got) != 30 || !slices.IsSorted(got) {
		t.Errorf("all questions: %v", got)
	}
	five := Selection{Questions: 5}
	first, other := five.From(set, 1), five.From(set, 2)
	if slices.Equal(first, other) {
		t.Errorf("the seed does not decide: %v, %v", first, other)
	}
	if got := (Selection{Topics: []string{"b"}, Questions: 100}).Pool(set); got != 10 {
		t.Errorf("a pool of %d", got)
	}
}

func TestSettledDraws(t *testing.T) {
	set := drawSet(map[string]int{"a": 5, "b": 5, "c": 5}, Draws{"a": 2, "b": 2})
	for _, c := range []struct{ own, want Draws }{
		{nil, nil},
		{Draws{"a": 2, "b": 2, "c": 0}, nil},
		{Draws{"a": 2, "c": 5}, nil},
		{Draws{"a": 3, "b": 0, "c": 1}, Draws{"a": 3, "b": 0, "c": 1}},
		{Draws{"a": 5}, Draws{"a": 0}},
	} {
		if got := c.own.Settled(set); !maps.Equal(got, c.want) {
			t.Errorf("%v settles to %v, want %v", c.own, got, c.want)
		}
	}
}

func TestDrawOfTermsIsKept(t *testing.T) {
	want := Terms{Draw: Draws{"a": 0, "b": 4}, Questions: 3}
	src, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Terms
	if err := json.Unmarshal(src, &got); err != nil || !maps.Equal(got.Draw, want.Draw) || got.Selection().Questions != 3 {
		t.Errorf("%s becomes %v: %v", src, got.Draw, err)
	}
}

// Draws that come in with questions hold where they can be made.
func TestBringDraws(t *testing.T) {
	set := drawSet(map[string]int{"a": 5, "b": 5, "c": 2}, Draws{"a": 2})
	set.BringDraws(Draws{"a": 4, "b": 3, "c": 2, "gone": 1})
	if want := (Draws{"a": 2, "b": 3}); !maps.Equal(set.Draw, want) {
		t.Errorf("the draws are %v, want %v", set.Draw, want)
	}
	none := drawSet(map[string]int{"a": 1}, nil)
	if none.BringDraws(Draws{"a": 1}); none.Draw != nil {
		t.Errorf("a set without draws has %v", none.Draw)
	}
}
