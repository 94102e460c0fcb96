package lint

import (
	"strings"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// Stale compares the passages that questions cite with what they were in an
// older state of the set, and warns of each citation whose passage was
// reworded, stands in another section or is gone. A citation that was itself
// written anew since has been looked at by somebody and is passed over.
func Stale(now, then *quiz.Set) diag.List {
	var list diag.List
	if now.Reading == nil || then.Reading == nil {
		return list
	}
	c := &comparison{now: now, then: then, report: &quiz.Report{List: &list}, at: map[string][]int{}}
	for i, p := range now.Reading.Passages {
		c.at[p.Hash] = append(c.at[p.Hash], i)
	}
	for i := range now.Questions {
		q := &now.Questions[i]
		k := then.Index(q.ID)
		if k < 0 {
			continue
		}
		c.report.Question = q.ID
		before := map[quiz.Citation]bool{}
		for _, cited := range citations(&then.Questions[k]) {
			before[cited.Citation] = true
		}
		for _, cited := range citations(q) {
			if cited.Quote != "" && before[cited.Citation] {
				c.compare(cited)
			}
		}
	}
	list.Sort()
	return list
}

// citations lists all citations of a question.
func citations(q *quiz.Question) []quiz.Cited {
	all := []quiz.Cited{{Where: &q.Where, Citation: q.Citation}}
	if q.Body != nil {
		all = append(all, q.Body.Citations()...)
	}
	return all
}

type comparison struct {
	now, then *quiz.Set
	report    *quiz.Report
	at        map[string][]int // the passages of now by their hash
}

// compare looks at the passages that a citation touched then.
func (c *comparison) compare(cited quiz.Cited) {
	found := c.then.Reading.Find(cited.Selector())
	if len(found) != 1 {
		return // it did not hold then either
	}
	for n := found[0].First; n < found[0].Last; n++ {
		old := &c.then.Reading.Passages[n]
		if same := c.at[old.Hash]; len(same) > 0 {
			c.moved(cited, old, same)
		} else {
			c.changed(cited, old)
		}
	}
}

// moved warns where a passage stands in no section of the title that it had.
func (c *comparison) moved(cited quiz.Cited, old *reading.Passage, same []int) {
	title := section(c.then.Reading, old)
	for _, n := range same {
		if reading.Fold(section(c.now.Reading, &c.now.Reading.Passages[n])) == reading.Fold(title) {
			return
		}
	}
	p := &c.now.Reading.Passages[same[0]]
	c.warn(cited, "passage-moved", "read the question again: the heading may change what the passage is about",
		"the passage stood under "+named(title)+" and stands under "+named(section(c.now.Reading, p)),
		diag.Note{Pos: c.place(p), Message: "it stands here now"})
}

// A passage that is less like the old one than this is another.
const alikeEnough = 0.5

// changed warns of a passage whose words are no longer there.
func (c *comparison) changed(cited quiz.Cited, old *reading.Passage) {
	near, ok := c.now.Reading.Nearest(old.Text)
	if ok && near.Similarity >= alikeEnough && near.First < near.Last {
		p := &c.now.Reading.Passages[near.First]
		c.warn(cited, "passage-changed", "read the question again, and change it where it no longer holds",
			"the passage was reworded since the question was written",
			diag.Note{Pos: c.place(p), Message: "from the words of then to those of now", Diff: quiz.Diff(reading.DiffWords(old.Text, p.Text))})
		return
	}
	c.warn(cited, "passage-gone", "remove the question, or find what the reading says of it now",
		"the passage is no longer in the reading",
		diag.Note{Pos: diag.Pos{File: c.then.ReadingPath(), Line: old.Line, Col: old.Col}, Message: "it stood here"})
}

func (c *comparison) warn(cited quiz.Cited, code, hint, message string, note diag.Note) {
	c.report.Add(diag.Diagnostic{Pos: cited.Pos("quote"), Severity: diag.Warning, Code: code, Message: message, Hint: hint, Notes: []diag.Note{note}})
}

func (c *comparison) place(p *reading.Passage) diag.Pos {
	return diag.Pos{File: c.now.ReadingPath(), Line: p.Line, Col: p.Col}
}

// section is the title of the section that a passage stands in.
func section(doc *reading.Document, p *reading.Passage) string { return doc.Sections[p.Section].Title }

func named(title string) string {
	if strings.TrimSpace(title) == "" {
		return "no heading"
	}
	return "“" + title + "”"
}
