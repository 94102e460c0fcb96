package passage

import (
	"fmt"
	"slices"

	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// bound is what the question's words name in the reading. Passages are known by
// their numbers there: a response holds them, and the revision that a session is
// pinned to has one reading.
type bound struct {
	doc     *reading.Document
	section *reading.Section // the one that Within names; nil for none
	offered []int            // ascending
	right   []int            // ascending
	quote   int              // the passage of the question's own quote, or -1
	also    []int            // beside Also; -1 where it is not found
	wrong   []int            // beside Distractors; -1 where it is not found
}

// Bind finds the question's passages. What is not found or stands twice is
// left out here: the check of the quotes reports it.
func (f *Find) Bind(q *quiz.Question, doc *reading.Document) {
	b := bound{doc: doc, section: sectionOf(doc, f.Within), quote: locate(doc, q.Citation)}
	b.also, b.wrong = locateAll(doc, f.Also), locateAll(doc, f.Distractors)
	b.right = set(append([]int{b.quote}, b.also...))
	switch {
	case b.section != nil:
		for n := b.section.First; n < b.section.Last; n++ {
			b.offered = append(b.offered, n)
		}
	case f.Within == "":
		b.offered = set(append(slices.Clone(b.right), b.wrong...))
	}
	f.bound = b
}

// locate gives the number of the passage that holds a quote, or -1 where that
// is not exactly one.
func locate(doc *reading.Document, c quiz.Citation) int {
	if c.Quote == "" {
		return -1
	}
	found := doc.Find(c.Selector())
	if len(found) != 1 || found[0].Last-found[0].First != 1 {
		return -1
	}
	return found[0].First
}

func locateAll(doc *reading.Document, passages []Passage) []int {
	numbers := make([]int, len(passages))
	for i := range passages {
		numbers[i] = locate(doc, passages[i].Citation)
	}
	return numbers
}

// set gives the numbers found, each once, ascending.
func set(numbers []int) []int {
	numbers = slices.DeleteFunc(numbers, func(n int) bool { return n < 0 })
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// sectionOf finds a section by its title or its id, nil where there is not
// exactly one.
func sectionOf(doc *reading.Document, name string) *reading.Section {
	var found *reading.Section
	for i := range doc.Sections {
		s := &doc.Sections[i]
		switch {
		case s.ID == name:
			return s
		case name == "" || reading.Fold(s.Title) != reading.Fold(name):
		case found != nil:
			return nil
		default:
			found = s
		}
	}
	return found
}

// Key is the right passages.
func (f *Find) Key() quiz.Response { return quiz.PlacesResponse(f.bound.right) }

// Grade gives each right passage +1/K and takes 1/K for each wrong one, where K
// is the number of right passages; never less than 0. With Exact, only the
// whole key earns. Where one passage is right, one is to be picked.
func (f *Find) Grade(r quiz.Response) (float64, error) {
	picks, err := f.picks(r)
	if err != nil {
		return 0, err
	}
	right := 0
	for _, n := range picks {
		if slices.Contains(f.bound.right, n) {
			right++
		}
	}
	wrong, k := len(picks)-right, len(f.bound.right)
	if f.Exact && (wrong > 0 || right < k) {
		return 0, nil
	}
	return max(0, float64(right-wrong)/float64(k)), nil
}

// picks reads the numbers of the passages picked.
func (f *Find) picks(r quiz.Response) ([]int, error) {
	if len(f.bound.right) == 0 {
		return nil, fmt.Errorf("%w: the question has no right passage", quiz.ErrResponse)
	}
	picks, err := r.Picks(len(f.bound.doc.Passages))
	if err != nil {
		return nil, err
	}
	for _, n := range picks {
		if !slices.Contains(f.bound.offered, n) {
			return nil, fmt.Errorf("%w: passage %d is not offered", quiz.ErrResponse, n)
		}
	}
	if !f.multiple() && len(picks) != 1 {
		return nil, fmt.Errorf("%w: %d passages picked where one is asked", quiz.ErrResponse, len(picks))
	}
	return picks, nil
}

func (f *Find) multiple() bool { return len(f.bound.right) > 1 }

// Citations lists the quotes of the passages.
func (f *Find) Citations() []quiz.Cited {
	var cited []quiz.Cited
	for _, list := range [][]Passage{f.Also, f.Distractors} {
		for i := range list {
			cited = append(cited, quiz.Cited{Where: &list[i].Where, Citation: list[i].Citation})
		}
	}
	return cited
}
