package e2e

import (
	"slices"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// solved is a question of the shipped set as a walk with "I don't know" shows
// it: what there is to choose from, and what was right.
type solved struct {
	N        int
	Stem     string
	Options  []string // sorted as that walk showed them; none where the question asks for more than picks
	Right    []string
	Multiple bool
}

var solution struct {
	once      sync.Once
	questions []solved
}

// solve gives the questions of the shipped set, in the order in which a session
// of all questions asks them.
func solve(t testing.TB) []solved {
	t.Helper()
	p := served(t)
	solution.once.Do(func() {
		l := newLearner(t, p)
		at := l.begin(kratom)
		for {
			n, m := at.place(t)
			f := at.form(t)
			q := solved{N: n, Stem: folded(at.Find("h1")), Multiple: f.fields.Find("input[type=checkbox]").Length() > 0}
			for _, v := range f.options() {
				q.Options = append(q.Options, f.label("answer", v))
			}
			feedback := l.send(f.pick(-1))
			q.Right = feedback.Find(".option.correct > .text, .reply:not(.given) > .text").Map(func(_ int, s *goquery.Selection) string { return folded(s) })
			if len(q.Right) == 0 {
				t.Fatalf("question %d: the feedback names no right answer: %s", n, feedback.text())
			}
			solution.questions = append(solution.questions, q)
			if n == m {
				return
			}
			at = l.get(feedback.next(t))
		}
	})
	if len(solution.questions) == 0 {
		t.Fatal("the walk that solves the set has failed")
	}
	return solution.questions
}

// wrong gives an option that is not right.
func (q solved) wrong() string {
	for _, o := range q.Options {
		if !slices.Contains(q.Right, o) {
			return o
		}
	}
	return ""
}

// one gives the first question that asks for one answer, many the first that asks for several.
func one(questions []solved) solved  { return first(questions, false) }
func many(questions []solved) solved { return first(questions, true) }

func first(questions []solved, multiple bool) solved {
	for _, q := range questions {
		if q.Multiple == multiple {
			return q
		}
	}
	return solved{}
}
