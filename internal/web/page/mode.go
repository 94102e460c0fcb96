package page

import (
	"slices"

	"verbatim/internal/quiz"
)

// ModeChoice is a way to go about a set, at the start of a session.
type ModeChoice struct {
	Mode   quiz.Mode
	Note   string // the key of what it is, after "mode."
	Chosen bool
}

// Modes offers the ways; practice unless another is chosen. There is a review
// where something is due.
func Modes(sourced bool, due int, chosen string) []ModeChoice {
	modes := []ModeChoice{{Mode: quiz.Practice, Note: "practice-note"}, {Mode: quiz.Test, Note: "test-note"}}
	if sourced {
		modes = slices.Insert(modes, 1, ModeChoice{Mode: quiz.WalkThrough, Note: "walk-note"})
	} else {
		modes[0].Note = "practice-note-plain"
	}
	if due > 0 {
		modes = append(modes, ModeChoice{Mode: quiz.Review, Note: "review-note"})
	}
	at := 0
	for i, m := range modes {
		if string(m.Mode) == chosen {
			at = i
		}
	}
	modes[at].Chosen = true
	return modes
}

// Limit is a time limit that can be chosen; 0 stands for none.
type Limit struct {
	Minutes int
	Chosen  bool
}

// Limits offers time limits; none unless another is chosen.
func Limits(chosen int) []Limit {
	var limits []Limit
	for _, n := range []int{0, 5, 10, 20, 30, 45, 60, 90, 120} {
		limits = append(limits, Limit{n, n == chosen})
	}
	return limits
}
