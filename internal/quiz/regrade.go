package quiz

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// Rule says how the answers to a question are graded anew.
type Rule string

// The rules.
const (
	// ByKey grades the stored responses by the key of another revision.
	ByKey Rule = "key"
	// Withdraw makes the question count for nobody.
	Withdraw Rule = "withdraw"
	// FullMarks gives everybody who was asked the whole of the question.
	FullMarks Rule = "full-marks"
)

// Rules lists the rules in the order in which pages show them.
func Rules() []Rule { return []Rule{ByKey, Withdraw, FullMarks} }

// Known says whether there is such a rule.
func (r Rule) Known() bool { return slices.Contains(Rules(), r) }

// Grade is what an answer has earned of its question.
type Grade struct {
	Fraction float64 // 0..1, less the penalties of tries and hints
	Worth    float64 // the question's weight; 0 where it was withdrawn
	Graded   float64 // what the response that counts was graded with, 0..1
	First    float64 // what the first try was graded with, 0..1
}

// Grade is the grade that the answer has now.
func (a Answer) Grade() Grade { return Grade{a.Fraction, a.Worth, a.Graded(), a.FirstTry().Fraction} }

// Regraded is the answer with another grade.
func (a Answer) Regraded(g Grade) Answer {
	a.Fraction, a.Worth = g.Fraction, g.Worth
	if a.Tried != nil {
		tried := *a.Tried
		tried.Graded, tried.Earned = g.Graded, g.First
		a.Tried = &tried
	}
	return a
}

// FirstGrade is what an answer to q earns by q's own key; t is what the learner
// was allowed at it.
func FirstGrade(t Trying, q *Question, a Answer) (Grade, error) {
	return t.grade(a, q.Points(), q.Body.Grade)
}

// grade works out a grade from what each response is graded with.
func (t Trying) grade(a Answer, worth float64, grade func(Response) (float64, error)) (g Grade, err error) {
	g.Worth = worth
	if !a.DontKnow && a.Response != "" {
		if g.Graded, err = grade(a.Response); err != nil {
			return Grade{}, err
		}
	}
	g.First = g.Graded
	if a.Tries() > 1 {
		if g.First, err = grade(a.Tried.First); err != nil {
			return Grade{}, fmt.Errorf("the first try: %w", err)
		}
	}
	g.Fraction = t.Earns(g.Graded, a.Tries()-1, a.Hints())
	return g, nil
}

// ErrNotCarried says that a response to one state of a question says nothing
// certain about another.
var ErrNotCarried = errors.New("the response does not fit the question as it is now")

// Grade is what an answer to a question, as it was asked, earns by the rule; t is
// what the learner was allowed at it. corrected is the question as another
// revision has it, for ByKey. The weight and the penalties stay those that were
// asked; a first try that is right by the corrected key ends the question there.
// The error wraps ErrNotCarried where the response cannot be graded without
// guessing.
func (r Rule) Grade(t Trying, asked, corrected *Question, a Answer) (Grade, error) {
	switch r {
	case Withdraw:
		return Grade{}, nil
	case FullMarks:
		return Grade{1, asked.Points(), 1, 1}, nil
	case ByKey:
		g, err := t.grade(a, asked.Points(), func(response Response) (float64, error) {
			carried, err := Carry(asked, corrected, response)
			if err != nil {
				return 0, err
			}
			return corrected.Body.Grade(carried)
		})
		if err != nil {
			return Grade{}, fmt.Errorf("%w: %w", ErrNotCarried, err)
		}
		if g.First >= 1 {
			g.Graded, g.Fraction = g.First, t.Earns(g.First, 0, a.Hints())
		}
		return g, nil
	}
	return Grade{}, fmt.Errorf("there is no rule %q", r)
}

// Carrying is a body that can take over responses to an earlier state of it in
// which the same things stood at other places.
type Carrying interface {
	// Carry gives the response that says the same of this body as r says of
	// another of the same kind. The error wraps ErrNotCarried.
	Carry(from Body, r Response) (Response, error)
}

// Carry gives the response to a later state of a question that says what r said
// to an earlier one. Where both show the learner the same form, it is the one
// that the same form gives; otherwise the kind may know what stands where. The
// words of the stem are for people to compare. The error wraps ErrNotCarried or
// ErrResponse.
func Carry(from, to *Question, r Response) (Response, error) {
	if from.Kind != to.Kind {
		return "", fmt.Errorf("%w: it is of another kind", ErrNotCarried)
	}
	fixed := Shuffle{Fixed: true}
	if reflect.DeepEqual(from.Body.Ask(fixed, nil), to.Body.Ask(fixed, nil)) {
		return to.Body.Read(fixed, from.Body.Fill(fixed, r))
	}
	if c, ok := to.Body.(Carrying); ok {
		return c.Carry(from.Body, r)
	}
	return "", fmt.Errorf("%w: it offers other things", ErrNotCarried)
}
