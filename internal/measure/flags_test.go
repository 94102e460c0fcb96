package measure

import (
	"math/rand/v2"
	"slices"
	"testing"

	"verbatim/internal/quiz"
)

func codes(f ItemFigures) []FlagCode {
	var out []FlagCode
	for _, flag := range f.Flags {
		out = append(out, flag.Code)
	}
	return out
}

// class answers ten questions with four options; spoil changes each learner's
// tries at the first of them.
func class(n int, spoil func(t *Try, good bool)) ItemFigures {
	s := NewItems(equalItems(10, 4))
	rng := rand.New(rand.NewPCG(5, 6))
	for range n {
		tries := simulated(rng, 10)
		right := 0
		for _, t := range tries[1:] {
			right += int(t.Fraction)
		}
		spoil(&tries[0], right >= 5)
		s.Add(tries)
	}
	return s.Figures().Items[0]
}

func pick(t *Try, option int) {
	t.Picks, t.Fraction = []int{option}, 0
	if option == 0 {
		t.Fraction = 1
	}
}

func TestWrongKey(t *testing.T) {
	f := class(120, func(t *Try, good bool) {
		if good {
			pick(t, 2) // what the key should have been
		} else {
			pick(t, []int{0, 1, 3}[int(t.Seconds)%3])
		}
	})
	if got := codes(f); !slices.Contains(got, KeyMayBeWrong) || slices.Contains(got, Reversed) {
		t.Fatalf("the flags are %v", got)
	}
	if first := f.Flags[0]; first.Code != KeyMayBeWrong || *first.Option != 2 {
		t.Errorf("the first flag is %+v", first)
	}
	if f := class(29, func(t *Try, good bool) { pick(t, map[bool]int{true: 2, false: 0}[good]) }); f.Flags != nil || f.Standing != TooFew {
		t.Errorf("29 learners raise %v", codes(f))
	}
}

func TestFlags(t *testing.T) {
	for name, c := range map[string]struct {
		spoil      func(t *Try, good bool)
		has, lacks FlagCode
	}{
		"a sound question": {func(t *Try, good bool) {
			pick(t, map[bool]int{true: 0, false: 1 + int(t.Seconds)%3}[good])
		}, "", Undiscriminating},
		"all have it right":   {func(t *Try, _ bool) { pick(t, 0) }, TooEasy, IdleOption},
		"three who are lost":  {func(t *Try, _ bool) { pick(t, 1+int(t.Seconds)%3) }, AtChance, Reversed},
		"an option for show":  {func(t *Try, good bool) { pick(t, map[bool]int{true: 0, false: 1 + int(t.Seconds)%2}[good]) }, IdleOption, TooEasy},
		"sure and mistaken":   {func(t *Try, _ bool) { pick(t, 1); t.Certainty = quiz.VerySure }, SureAndWrong, TooEasy},
		"who is good is lost": {func(t *Try, good bool) { pick(t, map[bool]int{true: 1, false: 0}[good]) }, KeyMayBeWrong, Undiscriminating},
		"nobody's to be had":  {func(t *Try, good bool) { pick(t, map[bool]int{true: 1, false: 0}[good]); t.Picks = nil }, Reversed, Undiscriminating},
	} {
		f := class(200, func(t *Try, good bool) {
			c.spoil(t, good)
		})
		guess := 0.25
		f.Guess = &guess
		f.Flags = flagsOf(&f)
		if got := codes(f); c.has != "" && !slices.Contains(got, c.has) || slices.Contains(got, c.lacks) {
			t.Errorf("%s: the flags are %v", name, got)
		}
	}
}
