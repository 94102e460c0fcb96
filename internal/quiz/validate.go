package quiz

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/internal/diag"
	"verbatim/internal/reading"
)

// MinQuote is the shortest quote, in runes, that can settle anything.
const MinQuote = 12

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
	if len(s.Questions) == 0 {
		r.Error(s.Pos("questions"), "no-questions", "write at least one question under `questions:`", "the set has no questions")
	}
	first := map[string]diag.Pos{}
	used := map[string]bool{}
	for i := range s.Questions {
		q := &s.Questions[i]
		r.Question = q.ID
		if at, twice := first[q.ID]; twice && q.ID != "" {
			r.Error(q.Pos("id"), "duplicate-id", "give one of the two another id", "the id %q is already used on line %d", q.ID, at.Line)
		} else {
			first[q.ID] = q.Pos("id")
		}
		used[q.Topic] = true
		s.validateQuestion(q, r)
	}
	r.Question = ""
	for _, t := range s.Topics {
		if !used[t.Name] && len(s.Questions) > 0 {
			r.Warning(s.Pos("topics."+t.Name), "unused-topic", "write a question for it or remove it", "no question has the topic %q", t.Name)
		}
	}
	list.Sort()
	return list
}

func (s *Set) validateQuestion(q *Question, r *Report) {
	if q.ID != "" && !idForm.MatchString(q.ID) {
		r.Error(q.Pos("id"), "bad-id", "use small letters, digits and hyphens, such as partial-agonist", "the id %q cannot stand in an address", q.ID)
	}
	switch {
	case q.Topic != "" && !s.Topics.Has(q.Topic):
		r.Error(q.Pos("topic"), "unknown-topic", "add it under `topics:` or use "+oneOf(s.Topics), "the topic %q is not among the set's topics", q.Topic)
	case q.Topic == "" && len(s.Topics) > 0:
		r.Error(q.Pos(""), "missing-topic", "use "+oneOf(s.Topics), "the question has no topic")
	}
	if q.Weight < 0 {
		r.Error(q.Pos("weight"), "bad-value", "use a number above 0", "the weight %v is below 0", q.Weight)
	}
	if q.Body != nil {
		q.Body.Validate(q, r)
	}
	if !r.Sourced {
		return
	}
	if q.Quote == "" {
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

func (s *Set) validateQuote(c Cited, r *Report) {
	words := strings.TrimSpace(reading.Fold(c.Quote))
	if utf8.RuneCountInString(words) < MinQuote || !strings.ContainsFunc(words, unicode.IsLetter) {
		r.Error(c.Pos("quote"), "quote-too-short", "quote the whole clause that settles it",
			"the quote %q is too short to settle anything", c.Quote)
		return
	}
	if s.Reading == nil {
		return // it is named but could not be read, which is a finding of its own
	}
	switch found := s.Reading.Find(c.Selector()); len(found) {
	case 1:
	case 0:
		if n := len(s.Reading.Find(reading.Quote{Exact: c.Quote})); n > 0 {
			r.Error(c.Pos("quote"), "quote-not-found", "correct `before:` and `after:`, or remove them if the words stand only once",
				"the words stand in the reading, but not after and before the words given beside them")
			return
		}
		hint := "copy the words from the reading exactly"
		if near, ok := s.Reading.Nearest(c.Quote); ok {
			hint = fmt.Sprintf("the nearest words are on line %d of %s: %q", near.Line, s.ReadingFile, near.Text)
		}
		r.Error(c.Pos("quote"), "quote-not-found", hint, "these words do not stand in the reading")
	default:
		r.Error(c.Pos("quote"), "quote-ambiguous", "add `before:` or `after:` with the neighbouring words of the place that you mean",
			"these words stand in the reading %d times: on lines %s", len(found), lines(found))
	}
}

func lines(found []reading.Match) string {
	var b strings.Builder
	for i, m := range found {
		switch {
		case i > 0 && i == len(found)-1:
			b.WriteString(" and ")
		case i > 0:
			b.WriteString(", ")
		}
		fmt.Fprint(&b, m.Line)
	}
	return b.String()
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
