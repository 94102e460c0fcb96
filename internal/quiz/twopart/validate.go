package twopart

import "verbatim/internal/quiz"

// Validate reports what is wrong in either part, as for questions with options,
// and passages that do not quote the reading.
func (t *TwoPart) Validate(q *quiz.Question, r *quiz.Report) {
	t.answers().Check(&q.Where, r)
	t.Evidence().CheckMultiple(&q.Where, "passages", r)
	for i := range t.Passages {
		p := &t.Passages[i]
		switch {
		case p.Quote != "" && p.Text != "":
			r.Error(p.Pos("text"), "mixed-answer", "keep the quote", "the passage has both a quote and a text")
		case p.Quote == "" && r.Sourced:
			r.Error(p.Pos("quote"), "missing-quote", "add `quote: \"…\"` with words of the reading", "the passage does not quote the reading")
		case p.Quote == "" && p.Text == "":
			r.Error(p.Pos(""), "empty-answer", "write `text:` or `quote:`", "the passage has no words")
		}
	}
}
