package matching

import "verbatim/internal/quiz"

// Fill gives the form in which the matches are chosen.
func (m *Matching) Fill(sh quiz.Shuffle, r quiz.Response) quiz.Form {
	form := quiz.Form{}
	pairs, choices := m.orders(sh, m.matches())
	if chosen := m.chosen(r); chosen != nil {
		for place, i := range pairs {
			form.Put(quiz.NumberedField(place), choices, chosen[i])
		}
	}
	return form
}

// Say gives each text with its match.
func (m *Matching) Say(r quiz.Response) []quiz.Said {
	matches := m.matches()
	var said []quiz.Said
	for i, c := range m.chosen(r) {
		said = append(said, quiz.Said{Of: m.Pairs[i].Text, Text: matches[c].text, Plain: true})
	}
	return said
}

// chosen reads the match of each pair; nil where the learner did not know.
func (m *Matching) chosen(r quiz.Response) []int {
	chosen, err := r.Places(len(m.matches()))
	if err != nil || len(chosen) != len(m.Pairs) {
		return nil
	}
	return chosen
}
