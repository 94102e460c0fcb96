package choice

import (
	"fmt"

	"verbatim/internal/quiz"
)

// Carry follows the option that was picked by its words. Where it was wrong
// then or is wrong now, every right option must have been there to pick.
func (s *Single) Carry(from quiz.Body, r quiz.Response) (quiz.Response, error) {
	old, ok := from.(*Single)
	if !ok {
		return "", quiz.ErrNotCarried
	}
	picks, err := s.Options.carry(old.Options, r)
	if err != nil {
		return "", err
	}
	for _, right := range s.Options.Right() {
		if len(picks) == 1 && picks[0] != right && old.Options.find(s.Options[right].Text) < 0 {
			return "", fmt.Errorf("%w: the option that is right now was not offered then", quiz.ErrNotCarried)
		}
	}
	return quiz.PlacesResponse(picks), nil
}

// Carry follows the options that were ticked by their words. Those that were
// not ticked count too, so both must offer the same.
func (m *Multiple) Carry(from quiz.Body, r quiz.Response) (quiz.Response, error) {
	old, ok := from.(*Multiple)
	if !ok {
		return "", quiz.ErrNotCarried
	}
	for i := range m.Options {
		if old.Options.find(m.Options[i].Text) < 0 || len(old.Options) != len(m.Options) {
			return "", fmt.Errorf("%w: it offers other options", quiz.ErrNotCarried)
		}
	}
	picks, err := m.Options.carry(old.Options, r)
	if err != nil {
		return "", err
	}
	return quiz.PlacesResponse(picks), nil
}

// carry gives the places at which the options that r picks of old stand now,
// ascending.
func (o Options) carry(old Options, r quiz.Response) ([]int, error) {
	picks, err := r.Picks(len(old))
	if err != nil {
		return nil, err
	}
	now := make([]bool, len(o))
	for _, p := range picks {
		place := o.find(old[p].Text)
		if place < 0 || old.find(old[p].Text) < 0 {
			return nil, fmt.Errorf("%w: it no longer offers %q", quiz.ErrNotCarried, old[p].Text)
		}
		now[place] = true
	}
	picks = picks[:0]
	for place := range now {
		if now[place] {
			picks = append(picks, place)
		}
	}
	return picks, nil
}

// find gives the place of the option with a text; -1 where there is not exactly
// one.
func (o Options) find(text string) int {
	found := -1
	for i := range o {
		if o[i].Text != text {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}
