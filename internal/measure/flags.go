package measure

import (
	"slices"

	"verbatim/internal/quiz"
)

// Flag is something about a question that a person should look at. Its words
// stand in the catalogue: why it is flagged, and what to do.
type Flag struct {
	Code   FlagCode `json:"code"`
	Option *int     `json:"option,omitempty"` // the place of the option that it is about
}

// FlagCode names what a flag says.
type FlagCode string

// The flags, the gravest first.
const (
	// KeyMayBeWrong: an option that counts as wrong is picked by learners who
	// do better elsewhere than those who pick the right one.
	KeyMayBeWrong FlagCode = "key-may-be-wrong"
	// Reversed: who answers it right does worse elsewhere.
	Reversed FlagCode = "reversed"
	// SureAndWrong: most of those who were very sure were wrong.
	SureAndWrong FlagCode = "sure-and-wrong"
	// AtChance: it is answered no better than by guessing.
	AtChance FlagCode = "at-chance"
	// Undiscriminating: it tells little of who does well elsewhere.
	Undiscriminating FlagCode = "undiscriminating"
	// TooEasy: nearly everybody has it right.
	TooEasy FlagCode = "too-easy"
	// IdleOption: hardly anybody picks a wrong option.
	IdleOption FlagCode = "idle-option"
)

// FlagCodes lists them all.
func FlagCodes() []FlagCode {
	return []FlagCode{KeyMayBeWrong, Reversed, SureAndWrong, AtChance, Undiscriminating, TooEasy, IdleOption}
}

const (
	easy        = 0.95 // the facility from which a question is too easy
	idle        = 0.05 // the share below which an option does no work (Haladyna and Downing 1993)
	weakest     = 20   // the discrimination index below which a question tells little
	manySure    = 10   // how many must have been very sure
	sureAndGood = 0.5  // the share of them that should be right at least
)

// flagsOf looks a question over. From few tries nothing follows.
func flagsOf(f *ItemFigures) []Flag {
	if f.N < Discriminating {
		return nil
	}
	var flags []Flag
	flag := func(code FlagCode) { flags = append(flags, Flag{Code: code}) }
	about := func(code FlagCode, option int) { flags = append(flags, Flag{code, &option}) }
	wrongKey := rivals(f.Options)
	for _, k := range wrongKey {
		about(KeyMayBeWrong, k)
	}
	explained := len(wrongKey) > 0 // a wrong key explains what else is odd
	if !explained && f.Discrimination != nil && *f.Discrimination < 0 {
		flag(Reversed)
	}
	for _, b := range f.Certainty {
		if b.Stated == quiz.VerySure.Stated() && b.N >= manySure && b.Accuracy() < sureAndGood {
			flag(SureAndWrong)
		}
	}
	if !explained && f.Guess != nil && *f.Low <= *f.Guess {
		flag(AtChance)
	}
	if !explained && f.Discrimination != nil && *f.Discrimination >= 0 && *f.Discrimination < weakest {
		flag(Undiscriminating)
	}
	if *f.Facility >= easy {
		flag(TooEasy)
		return flags // its wrong options are idle, and that has been said
	}
	for k, o := range f.Options {
		if !o.Correct && o.Share < idle {
			about(IdleOption, k)
		}
	}
	return flags
}

// rivals are the wrong options whose picking goes with doing well elsewhere, and
// more so than picking any right one. An option that hardly anybody picked is
// none, and there is none where nobody picks what is right: that says more.
func rivals(options []OptionFigures) []int {
	var right []float64
	for _, o := range options {
		if o.Correct && o.Correlation != nil {
			right = append(right, *o.Correlation)
		}
	}
	if len(right) == 0 {
		return nil
	}
	best := slices.Max(right)
	var out []int
	for k, o := range options {
		if !o.Correct && o.N >= Least && o.Correlation != nil && *o.Correlation > max(0, best) {
			out = append(out, k)
		}
	}
	return out
}
