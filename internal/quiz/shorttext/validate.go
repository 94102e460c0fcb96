package shorttext

import (
	"strings"

	"verbatim/internal/quiz"
)

// maxSlips is more than any word that is still the same word needs.
const maxSlips = 3

// Validate reports a missing right answer, answers that nothing or everything
// fits, and numbers out of range.
func (s *ShortText) Validate(q *quiz.Question, r *quiz.Report) { s.Check(&q.Where, r) }

// Check reports what is wrong with the rules, which stand in the element at.
func (s *Rules) Check(at *quiz.Where, r *quiz.Report) {
	if s.Slips < 0 || s.Slips > maxSlips {
		r.Error(at.Pos("slips"), "bad-value", "use a whole number from 0 to 3", "%d slips cannot be let pass", s.Slips)
	}
	seen := map[string]bool{}
	for i := range s.Answers {
		a := &s.Answers[i]
		folded := string(s.fold(a.pattern()))
		if seen[folded] {
			r.Error(a.Pos("text"), "duplicate-text", "remove one of the two: by the question's rules they are the same", "the answer %q stands there twice", a.Text)
		}
		seen[folded] = true
		s.checkAnswer(a, folded, r)
	}
	switch best := s.best(); {
	case len(s.Answers) == 0:
		r.Error(at.Pos("answers"), "no-right-answer", "write at least one answer with a `text:`", "the question has no answers")
	case best == nil:
		r.Error(at.Pos("answers"), "no-right-answer", "leave out `fraction:` at the answer that is right", "no text earns full credit")
	case !s.Key().IsLine():
		r.Error(best.Pos("text"), "answer-too-long", "ask for a few words", "the answer %q cannot be typed", best.Text)
	default:
		if a := s.match(string(s.Key())); a != nil && a.credit() < 1 {
			r.Error(best.Pos("text"), "hidden-answer", "move it above the answer that hides it", "an answer above this one fits the same text and earns less")
		}
	}
}

func (s *Rules) checkAnswer(a *Answer, folded string, r *quiz.Report) {
	if strings.Trim(folded, string(star)+" ") == "" && a.credit() == 1 {
		r.Error(a.Pos("text"), "matches-anything", "write `fraction: 0`, or some letters beside the *", "any text at all would earn full marks")
	}
	if f := a.Fraction; f != nil && (*f < 0 || *f > 1) {
		r.Error(a.Pos("fraction"), "bad-fraction", "use a number from 0 to 1", "the fraction %v is out of range", *f)
	}
	if r.Sourced && a.credit() < 1 && a.Because == "" {
		r.Error(a.Pos("because"), "missing-because", "add `because: \"…\"`", "the answer %q does not say why it earns less than full credit", a.Text)
	}
}
