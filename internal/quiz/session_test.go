package quiz

import (
	"slices"
	"testing"
)

func TestShuffleIsFixedForEver(t *testing.T) {
	// Sessions are resumed after upgrades: this order may never change.
	got := Shuffle{Seed: 7, Question: "moon"}.Order("options", 6)
	if want := []int{4, 1, 3, 0, 2, 5}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
	if got := (Shuffle{Seed: 7, Question: "moon", Fixed: true}).Order("options", 3); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("a fixed order was shuffled: %v", got)
	}
}

func TestShuffleIsFair(t *testing.T) {
	var first [4]int
	const rounds = 4000
	for seed := range uint64(rounds) {
		first[Shuffle{Seed: seed, Question: "q"}.Order("options", 4)[0]]++
	}
	for i, n := range first { // four standard deviations around a quarter
		if n < rounds/4-110 || n > rounds/4+110 {
			t.Errorf("option %d stood first %d times of %d", i, n, rounds)
		}
	}
}

// In the orders that sessions have, each option stands equally often at each
// place, and in those of another number of options nearly so.
func TestOrdersOfSessionsAreFair(t *testing.T) {
	for n := 2; n <= 9; n++ {
		for _, question := range []string{"moon", "sun", "tide"} {
			at := make([][]int, n) // by option and place
			for i := range at {
				at[i] = make([]int, n)
			}
			for seed := range uint64(Orders) {
				for place, option := range (Shuffle{Seed: seed, Question: question, Turned: true}).Order("options", n) {
					at[option][place]++
				}
			}
			for option, places := range at {
				if least, most := slices.Min(places), slices.Max(places); most-least > min(1, Orders%n) {
					t.Errorf("%d options of %s: option %d stands %d to %d times at a place", n, question, option, least, most)
				}
			}
		}
	}
}

func TestShuffleForIsFixedForEver(t *testing.T) {
	s := &Session{Seed: 7}
	moon := s.ShuffleFor(&Question{ID: "moon"})
	if got, want := moon.Order("options", 6), []int{1, 3, 5, 4, 0, 2}; !slices.Equal(got, want) || moon.Seed != 14 {
		t.Errorf("seed %d, order %v, want %v", moon.Seed, got, want)
	}
	var chosen [Orders]int
	const rounds = 4800
	for seed := range uint64(rounds) {
		chosen[(&Session{Seed: seed}).ShuffleFor(&Question{ID: "moon"}).Seed]++
	}
	for i, n := range chosen { // five standard deviations
		if n < rounds/Orders-70 || n > rounds/Orders+70 {
			t.Errorf("order %d was chosen %d times of %d", i, n, rounds)
		}
	}
	never := false
	if got := s.ShuffleFor(&Question{ID: "moon", Shuffle: &never}); got != (&Session{Seed: 8}).ShuffleFor(&Question{ID: "moon", Shuffle: &never}) {
		t.Errorf("a fixed order has several names: %v", got)
	}
}

func TestNext(t *testing.T) {
	s := &Session{Items: []int{4, 7, 9}}
	for _, tt := range []struct {
		answered []int
		after    int
		want     int
	}{
		{nil, 0, 1},
		{[]int{1}, 1, 2},
		{[]int{1, 2}, 2, 3},
		{[]int{2, 3}, 3, 1},
		{[]int{1, 3}, 1, 2},
		{[]int{1, 2, 3}, 3, 0},
		{[]int{1, 99}, 1, 2},
		{[]int{2}, 3, 1},
		{[]int{1, 2}, 3, 3},
	} {
		var answers []Answer
		for _, n := range tt.answered {
			answers = append(answers, Answer{N: n})
		}
		if got := s.Next(answers, tt.after); got != tt.want {
			t.Errorf("answered %v, after %d: next %d, want %d", tt.answered, tt.after, got, tt.want)
		}
	}
}
