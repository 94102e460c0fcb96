package matching

import "verbatim/internal/quiz"

// Ask is what the learner sees before answering.
type Ask struct {
	Pairs []AskPair
}

// AskPair is a text with the select of its match.
type AskPair struct {
	Text    string // Markdown
	Field   string
	Choices []quiz.Choice // their text is plain
}

// Review is what the learner sees after answering: the texts in the order of
// the page, each with its match.
type Review struct {
	Parts []quiz.Part
}

// orders gives the order of the texts and that of the matches. In the file the
// matches stand beside their texts, so their order is never kept.
func (m *Matching) orders(sh quiz.Shuffle, matches []match) (pairs, choices []int) {
	pairs = sh.Order("pairs", len(m.Pairs))
	sh.Fixed = false
	return pairs, sh.Order("matches", len(matches))
}

// Ask is the view of the unanswered question, an [Ask].
func (m *Matching) Ask(sh quiz.Shuffle, given quiz.Form) any {
	matches := m.matches()
	pairs, choices := m.orders(sh, matches)
	text := func(i int) string { return matches[i].text }
	var ask Ask
	for place, i := range pairs {
		field := quiz.NumberedField(place)
		ask.Pairs = append(ask.Pairs, AskPair{Text: m.Pairs[i].Text, Field: field, Choices: given.Offer(field, choices, text)})
	}
	return ask
}

// Read makes a response of the matches chosen.
func (m *Matching) Read(sh quiz.Shuffle, f quiz.Form) (quiz.Response, error) {
	pairs, choices := m.orders(sh, m.matches())
	chosen := make([]int, len(pairs))
	for place, i := range pairs {
		c, err := f.Select(quiz.NumberedField(place), choices)
		if err != nil {
			return "", err
		}
		chosen[i] = c
	}
	return quiz.PlacesResponse(chosen), nil
}

// Review is the view of the answered question, a [Review].
func (m *Matching) Review(sh quiz.Shuffle, r quiz.Response) any {
	matches := m.matches()
	pairs, _ := m.orders(sh, matches)
	chosen, _ := r.Places(len(matches)) // none where the learner did not know
	var review Review
	for _, i := range pairs {
		p := &m.Pairs[i]
		part := quiz.Part{Text: p.Text, Right: quiz.Reply{Text: p.Match, Because: p.Because, Citation: p.Citation}}
		if len(chosen) == len(m.Pairs) {
			part.Given = reply(matches[chosen[i]])
			if part.Given.Text == p.Match {
				part.Fraction = 1
			}
		}
		review.Parts = append(review.Parts, part)
	}
	return review
}

func reply(m match) quiz.Reply {
	if m.distractor == nil {
		return quiz.Reply{Text: m.text}
	}
	return quiz.Reply{Text: m.text, Because: m.distractor.Because, Citation: m.distractor.Citation}
}
