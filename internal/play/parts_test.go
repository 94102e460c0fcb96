package play

import (
	"slices"
	"testing"

	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
	"verbatim/internal/reading"
)

const walked = `Before all.

# One

A first thing.

## Two

Nothing is asked here.

# Three

A third thing. And one more.

# Four

The end.
`

// Each part ends where the passages of its questions stand; no section is left
// out and none is shown twice.
func TestParts(t *testing.T) {
	doc, err := reading.Parse([]byte(walked))
	must(t, err)
	question := func(id, quote string) quiz.Question {
		return quiz.Question{ID: id, Citation: quiz.Citation{Quote: quote}, Body: &choice.Single{}}
	}
	set := &quiz.Set{ID: "w", Reading: doc, Questions: []quiz.Question{
		question("none", ""), question("more", "And one more"), question("third", "A third thing"), question("first", "A first thing"),
	}}
	r := NewRevision(set, nil)
	w := &Walk{Session: quiz.Session{Mode: quiz.WalkThrough, Items: []int{0, 1, 2, 3}}, Revision: r}
	inReadingOrder(r, w.Session.Items)
	if want := []int{3, 2, 1, 0}; !slices.Equal(w.Session.Items, want) {
		t.Fatalf("the order is %v, want %v", w.Session.Items, want)
	}
	want := []Part{{FirstSection: 0, LastSection: 2, First: 1, Last: 1}, {FirstSection: 2, LastSection: len(doc.Sections), First: 2, Last: 4}}
	if got := w.Parts(); !slices.Equal(got, want) {
		t.Fatalf("the parts are %+v, want %+v", got, want)
	}
	for n, part := range []int{0, 1, 2, 2, 2, 0} {
		if got := w.PartOf(n); got != part {
			t.Errorf("question %d is in part %d, want %d", n, got, part)
		}
	}
	w.Answers = []quiz.Answer{{N: 3}}
	if w.Begun(want[0]) || !w.Begun(want[1]) {
		t.Error("with question 3 answered, part 2 alone is begun")
	}
	set.Questions = set.Questions[:1]
	w = &Walk{Session: quiz.Session{Items: []int{0}}, Revision: NewRevision(set, nil)}
	if got := w.Parts(); len(got) != 1 || got[0].LastSection != len(doc.Sections) {
		t.Errorf("without a passage the parts are %+v", got)
	}
}
