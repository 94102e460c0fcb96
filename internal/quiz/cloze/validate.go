package cloze

import (
	"slices"

	"verbatim/internal/quiz"
)

// Validate reports blanks and markers without each other, blanks that nothing
// or more than one thing fills, and what is wrong within them.
func (c *Cloze) Validate(q *quiz.Question, r *quiz.Report) {
	markers := c.markers()
	marked, named := firsts(markers), firsts(c.names())
	for i, name := range markers {
		_, known := named[name]
		switch {
		case marked[name] < i:
			r.Error(q.Pos("text"), "duplicate-blank", "give each place in the text a blank of its own", "the blank [[%s]] stands in the text twice", name)
		case !known:
			r.Error(q.Pos("text"), "unknown-blank", "add `- name: "+name+"` under `blanks:`", "the text has a blank [[%s]], and `blanks:` does not", name)
		}
	}
	if len(c.Blanks) == 0 {
		r.Error(q.Pos("blanks"), "no-blanks", "write [[name]] in the text and `- name: name` here", "the question has no blanks")
	}
	for i := range c.Blanks {
		b := &c.Blanks[i]
		if named[b.Name] < i {
			r.Error(b.Pos("name"), "duplicate-blank", "rename one of the two", "the name %q stands there twice", b.Name)
		} else if _, stands := marked[b.Name]; !stands {
			r.Error(b.Pos("name"), "unknown-blank", "write [["+b.Name+"]] in the text, with letters, digits and hyphens in the name", "the blank %q does not stand in the text", b.Name)
		}
		b.validate(r)
	}
}

// names gives those of the blanks.
func (c *Cloze) names() []string {
	names := make([]string, len(c.Blanks))
	for i := range c.Blanks {
		names[i] = c.Blanks[i].Name
	}
	return names
}

// firsts tells where each name stands first.
func firsts(names []string) map[string]int {
	first := make(map[string]int, len(names))
	for i, name := range slices.Backward(names) {
		first[name] = i
	}
	return first
}

func (b *Blank) validate(r *quiz.Report) {
	if b.Weight < 0 || b.Weight == 0 && b.Has("weight") {
		r.Error(b.Pos("weight"), "bad-value", "use a number above 0", "the weight %v is not above 0", b.Weight)
	}
	if in := b.input(); in != nil {
		in.check(r)
		return
	}
	r.Error(b.Pos(""), "bad-blank", "write one of `text:`, `number:` and `select:` under it", "the blank %q does not say in one way what fills it", b.Name)
}
