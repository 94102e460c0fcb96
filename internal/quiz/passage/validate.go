package passage

import (
	"fmt"
	"slices"
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
)

// Validate reports a section that the reading does not have, right passages
// that are not offered, and distractors that are right, stand twice or have no
// reason.
func (f *Find) Validate(q *quiz.Question, r *quiz.Report) {
	if !r.Sourced {
		r.Error(q.Pos("kind"), "needs-reading", "add a reading with `reading: reading.md`, or use `kind: single-choice`",
			"the question asks for a passage of the reading, and the set has no reading")
		return
	}
	for i := range f.Also {
		checkQuote(&f.Also[i], r)
	}
	for i := range f.Distractors {
		d := &f.Distractors[i]
		checkQuote(d, r)
		if d.Because == "" {
			r.Error(d.Pos("because"), "missing-because", "add `because: \"…\"`", "the distractor %q does not say why it is wrong", d.Quote)
		}
	}
	if f.bound.doc == nil {
		return // the reading cannot be read, which is a finding of its own
	}
	if f.Within != "" && f.bound.section == nil {
		r.Error(q.Pos("within"), "unknown-section", "use one of "+f.sections(), "the reading has no one section %q", f.Within)
		return
	}
	f.checkBound(q, r)
}

func checkQuote(p *Passage, r *quiz.Report) {
	if p.Quote == "" {
		r.Error(p.Pos("quote"), "missing-quote", "add `quote: \"…\"` with words of the passage", "the passage is not named by words of the reading")
	}
}

// checkBound looks at where the quotes stand in the reading.
func (f *Find) checkBound(q *quiz.Question, r *quiz.Report) {
	b := &f.bound
	seen := map[int]bool{}
	place := func(at diag.Pos, c quiz.Citation, n int) {
		f.checkSpan(at, c, n, r)
		switch {
		case n < 0:
		case !slices.Contains(b.offered, n):
			r.Error(at, "not-offered", "name the section that it stands in with `within:`, or quote words of that section",
				"the passage on line %d of the reading does not stand in the section %q", b.doc.Passages[n].Line, f.Within)
		case seen[n]:
			r.Error(at, "duplicate-text", "quote words of another passage", "the passage on line %d of the reading is named twice", b.doc.Passages[n].Line)
		}
		seen[n] = true
	}
	place(q.Pos("quote"), q.Citation, b.quote)
	for i, n := range b.also {
		place(f.Also[i].Pos("quote"), f.Also[i].Citation, n)
	}
	for i, n := range b.wrong {
		place(f.Distractors[i].Pos("quote"), f.Distractors[i].Citation, n)
	}
	if len(b.right) > 0 && len(b.offered) <= len(b.right) {
		r.Error(q.Pos("kind"), "no-wrong-option", "add `distractors:`, or name a longer section with `within:`",
			"every passage that is offered is right, so picking everything would earn full marks")
	}
}

// checkSpan reports a quote that reaches over more than one passage.
func (f *Find) checkSpan(at diag.Pos, c quiz.Citation, n int, r *quiz.Report) {
	if n >= 0 || c.Quote == "" {
		return
	}
	if found := f.bound.doc.Find(c.Selector()); len(found) == 1 && found[0].Last-found[0].First != 1 {
		r.Error(at, "quote-too-long", "quote words of one sentence, list item or table row", "the quote reaches over %d passages, and one is to be picked", found[0].Last-found[0].First)
	}
}

func (f *Find) sections() string {
	var titles []string
	for _, s := range f.bound.doc.Sections {
		if s.Title != "" && s.Last > s.First {
			titles = append(titles, fmt.Sprintf("%q", s.Title))
		}
	}
	return strings.Join(titles, ", ")
}
