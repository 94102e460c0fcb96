package matching

import "verbatim/internal/quiz"

// Validate reports too few pairs, too few matches, texts that stand twice and
// distractors without a reason.
func (m *Matching) Validate(q *quiz.Question, r *quiz.Report) {
	matches := m.matches()
	if len(m.Pairs) < 2 {
		r.Error(q.Pos("pairs"), "too-few-pairs", "write at least two pairs, or use `kind: single-choice`", "there are fewer than two texts to match")
	} else if len(matches)-len(m.Distractors) < 2 {
		r.Error(q.Pos("pairs"), "one-match", "give the texts different matches", "every text has the same match, so choosing one throughout would earn full marks")
	}
	texts, choices := map[string]bool{}, map[string]bool{}
	for i := range m.Pairs {
		p := &m.Pairs[i]
		if texts[p.Text] {
			r.Error(p.Pos("text"), "duplicate-text", "reword one of the two or remove it", "the text %q stands there twice", p.Text)
		}
		texts[p.Text], choices[p.Match] = true, true
	}
	for i := range m.Distractors {
		d := &m.Distractors[i]
		if choices[d.Text] {
			r.Error(d.Pos("text"), "duplicate-text", "reword it or remove it", "the match %q stands there twice", d.Text)
		}
		choices[d.Text] = true
		if r.Sourced && d.Because == "" {
			r.Error(d.Pos("because"), "missing-because", "add `because: \"…\"`: learners remember a wrong match as right unless they are told why it is not",
				"the distractor %q does not say why it fits no text", d.Text)
		}
	}
}
