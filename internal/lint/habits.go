package lint

import (
	"fmt"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/reading"
)

// What nearly all questions of a set do is its author's habit, and a question
// that does otherwise was probably not meant to.
const (
	habit    = 0.9 // at least such a share
	habitOf  = 5   // of at least so many
	seldomOf = 10  // and what nearly none do, of at least so many
)

// habits reports questions that lack what nearly all others have, and right
// options that have what only wrong ones need.
func (c *checker) habits() {
	c.lacks("missing-evidence", "write `evidence:` and the kind of evidence that the claim rests on",
		"nearly all questions of the set say what kind of evidence they rest on, and this one does not",
		func(q *quiz.Question) bool { return q.Evidence != "" })
	c.lacks("missing-explanation", "write `explanation:` and why the right answer is right",
		"nearly all questions of the set are explained, and this one is not",
		func(q *quiz.Question) bool { return q.Explanation != "" })
	c.explainedKeys()
}

// lacks reports the questions that do not have what nearly all have.
func (c *checker) lacks(code, hint, message string, has func(*quiz.Question) bool) {
	n := 0
	for _, it := range c.items {
		if has(it.Question) {
			n++
		}
	}
	if n < habitOf || float64(n) < habit*float64(len(c.items)) {
		return
	}
	for _, it := range c.items {
		if !has(it.Question) {
			c.report.Question = it.ID
			c.warn(it.Pos(""), code, hint, "%s", message)
		}
	}
	c.report.Question = ""
}

// explainedKeys reports right options with a reason beside the explanation of
// their question, where hardly any right option of the set has one: the mark
// probably stands at the wrong option, or the option that the reason is about
// was lost.
func (c *checker) explainedKeys() {
	type rightOption struct {
		*choice.Option
		in *item
	}
	var right, reasoned []rightOption
	for _, it := range c.items {
		for _, options := range selectable(it.Body) {
			for _, i := range options.Right() {
				o := rightOption{&options[i], it}
				right = append(right, o)
				if o.Because != "" && it.Explanation != "" {
					reasoned = append(reasoned, o)
				}
			}
		}
	}
	if len(right) < seldomOf || float64(len(reasoned)) > (1-habit)*float64(len(right)) {
		return
	}
	for _, o := range reasoned {
		c.report.Question = o.in.ID
		c.report.Add(diag.Diagnostic{Pos: o.Pos("because"), Severity: diag.Warning, Code: "explained-key",
			Message: fmt.Sprintf("the right option %q has `because:`, which in this set only wrong options have", reading.Plain(o.Text)),
			Hint:    "look whether the option is right and the reason its own; what makes it right belongs into `explanation:`",
			Notes:   []diag.Note{{Pos: o.Pos("correct"), Message: "it is marked as right here"}}})
	}
	c.report.Question = ""
}

// selectable gives the groups of options of a question.
func selectable(body quiz.Body) []choice.Options {
	var groups []choice.Options
	if kind, ok := body.(chooser); ok {
		groups = append(groups, kind.Choices())
	}
	if kind, ok := body.(interface{ Evidence() choice.Options }); ok {
		groups = append(groups, kind.Evidence())
	}
	return groups
}
