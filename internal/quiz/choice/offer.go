package choice

import "verbatim/internal/quiz"

// Offers lists the options.
func (o Options) Offers() []quiz.Offer {
	offers := make([]quiz.Offer, len(o))
	for i := range o {
		offers[i] = quiz.Offer{Text: o[i].Text, Correct: o[i].Correct}
	}
	return offers
}

// Picked gives the places that a response picks.
func (o Options) Picked(r quiz.Response) []int {
	picks, err := r.Picks(len(o))
	if err != nil {
		return nil
	}
	return picks
}

// Offers lists the options.
func (s *Single) Offers() []quiz.Offer { return s.Options.Offers() }

// Offers lists the options.
func (m *Multiple) Offers() []quiz.Offer { return m.Options.Offers() }

// Picked gives the option that a response picks.
func (s *Single) Picked(r quiz.Response) []int { return s.Options.Picked(r) }

// Picked gives the options that a response picks.
func (m *Multiple) Picked(r quiz.Response) []int { return m.Options.Picked(r) }

// Guess is the mean of what the options earn.
func (s *Single) Guess() (float64, bool) {
	sum := 0.0
	for i := range s.Options {
		fraction, err := s.Grade(quiz.PlacesResponse([]int{i}))
		if err != nil {
			return 0, false
		}
		sum += fraction
	}
	return sum / float64(len(s.Options)), len(s.Options) > 0
}

// Guess is not known: it depends on how many options a guesser ticks.
func (m *Multiple) Guess() (float64, bool) { return 0, false }
