package quiz

import (
	"fmt"
	"iter"
	"regexp"
	"strings"

	"verbatim/internal/diag"
)

var idForm = regexp.MustCompile(`^[a-z0-9]+(?:[-_.][a-z0-9]+)*$`)

// Validate reports what is wrong with the meaning of a set whose syntax is
// sound: every finding at once, each at its place.
func (s *Set) Validate() diag.List {
	var list diag.List
	r := &Report{List: &list, Sourced: s.Reading != nil || s.ReadingFile != ""}
	if !r.Sourced {
		r.Warning(s.Pos(""), "no-source", "add a reading with `reading: reading.md`, so that every answer can show the passage that settles it",
			"the set has no reading, so none of its explanations can be checked")
	}
	s.Source.validate(r)
	s.TryRule.validate(s.Where, r)
	if len(s.Questions)+len(s.Drafts) == 0 {
		r.Error(s.Pos("questions"), "no-questions", "write at least one question under `questions:`", "the set has no questions")
	}
	first := map[string]diag.Pos{}
	used := map[string]bool{}
	undecided := false // a draft may still get a topic
	for q := range s.all() {
		r.Question = q.ID
		if at, twice := first[q.ID]; twice && q.ID != "" {
			r.Add(diag.Diagnostic{Pos: q.Pos("id"), Code: "duplicate-id", Hint: "give one of the two another id",
				Message: fmt.Sprintf("the id %q is already used on line %d", q.ID, at.Line), Notes: []diag.Note{{Pos: at, Message: "it is used here first"}}})
		} else {
			first[q.ID] = q.Pos("id")
		}
		used[q.Topic] = true
		undecided = undecided || q.Draft && q.Topic == ""
		s.validateQuestion(q, r)
	}
	r.Question = ""
	s.validateDraw(r)
	for _, t := range s.Topics {
		if !used[t.Name] && len(s.Questions) > 0 && !undecided {
			r.Warning(s.Pos("topics."+t.Name), "unused-topic", "write a question for it or remove it", "no question has the topic %q", t.Name)
		}
	}
	list.Sort()
	return list
}

// all walks the questions and the drafts.
func (s *Set) all() iter.Seq[*Question] {
	return func(yield func(*Question) bool) {
		for _, questions := range [][]Question{s.Questions, s.Drafts} {
			for i := range questions {
				if !yield(&questions[i]) {
					return
				}
			}
		}
	}
}

// validateQuestion reports what is wrong with a question. What a draft lacks is
// no finding; what it says must hold.
func (s *Set) validateQuestion(q *Question, r *Report) {
	if q.ID != "" && !idForm.MatchString(q.ID) {
		r.Add(diag.Diagnostic{Pos: q.Pos("id"), Code: "bad-id", Hint: "use small letters, digits and hyphens, such as partial-agonist",
			Message: fmt.Sprintf("the id %q cannot stand in an address", q.ID), Fix: s.idFix(q)})
	}
	switch {
	case q.Topic != "" && !s.Topics.Has(q.Topic):
		r.Add(diag.Diagnostic{Pos: q.Pos("topic"), Code: "unknown-topic", Hint: "add it under `topics:` or use " + oneOf(s.Topics),
			Message: fmt.Sprintf("the topic %q is not among the set's topics", q.Topic), Fix: s.topicFix(q.Topic, q.Pos("topic"), diag.SetValue)})
	case q.Topic == "" && len(s.Topics) > 0 && !q.Draft:
		r.Error(q.Pos("topic"), "missing-topic", "use "+oneOf(s.Topics), "the question has no topic")
	}
	if q.Weight < 0 || q.Weight == 0 && q.Has("weight") {
		r.Error(q.Pos("weight"), "bad-value", "use a number above 0", "the weight %v is not above 0", q.Weight)
	}
	q.TryRule.validate(q.Where, r)
	if q.Body != nil && !q.Draft {
		q.Body.Validate(q, r)
	}
	if !r.Sourced {
		return
	}
	if q.Quote == "" && !q.Draft {
		r.Error(q.Pos("quote"), "missing-quote", "add `quote: \"…\"` with the words of the reading that settle it", "the question has no quote from the reading")
	}
	cited := []Cited{{&q.Where, q.Citation}}
	if q.Body != nil {
		cited = append(cited, q.Body.Citations()...)
	}
	for _, c := range cited {
		if c.Quote != "" {
			s.validateQuote(c, r)
		} else if c.Before != "" || c.After != "" {
			name := "before"
			if c.Before == "" {
				name = "after"
			}
			r.Error(c.Pos(name), "missing-quote", "add the `quote:` that it belongs to", "there is `%s:` without a quote", name)
		}
	}
}

func oneOf(topics Topics) string {
	if len(topics) == 0 {
		return "none: the set has no topics"
	}
	names := make([]string, len(topics))
	for i, t := range topics {
		names[i] = t.Name
	}
	if len(names) == 1 {
		return names[0]
	}
	return "one of " + strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
