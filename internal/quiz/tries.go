package quiz

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// TryRule says how often a question can be answered and what that costs. It
// stands at the head of a set, for all its questions, or in a question, where it
// wins.
type TryRule struct {
	Tries       int      `json:"tries,omitempty" doc:"How many tries there are in practice until the answer is right, 1 to 10; 1 where nothing is written. Tests, reviews and sessions that ask for certainty give one."`
	Penalty     *float64 `json:"penalty,omitempty" doc:"The part of a question's worth that each try before the last one costs, 0 to 1; a third where nothing is written."`
	HintPenalty *float64 `json:"hint-penalty,omitempty" doc:"The part of a question's worth that each hint costs, 0 to 1; nothing where nothing is written."`
}

const (
	// MostTries is how many tries a question can have.
	MostTries = 10
	// DefaultPenalty is what Moodle takes for a question whose penalty nobody
	// has set (0.3333333, question/type/edit_question_form.php): a third.
	DefaultPenalty = 1.0 / 3
)

// Trying is what a learner may do at a question before its answer is final.
type Trying struct {
	Tries       int      // at least 1
	Penalty     float64  // part of the worth that each wrong try costs, 0..1
	Hints       []string // Markdown, in the order in which they are given
	HintPenalty float64  // part of the worth that each hint costs, 0..1
}

// Trying gives what the set says of one of its questions.
func (s *Set) Trying(q *Question) Trying {
	t := Trying{Tries: 1, Penalty: DefaultPenalty, Hints: q.Hints}
	for _, rule := range []*TryRule{&s.TryRule, &q.TryRule} {
		if rule.Tries != 0 {
			t.Tries = rule.Tries
		}
		if rule.Penalty != nil {
			t.Penalty = *rule.Penalty
		}
		if rule.HintPenalty != nil {
			t.HintPenalty = *rule.HintPenalty
		}
	}
	return t
}

// In gives what a session allows of it. tells says whether the session tells
// after each answer if it is right: where it does not, a further try would tell.
// Where the learner says how sure they are, they say it of one answer.
func (t Trying) In(s *Session, tells bool) Trying {
	if !tells || s.Mode != Practice && s.Mode != WalkThrough && s.Mode != Retry {
		t.Tries, t.Hints = 1, nil
	}
	if s.Certainty != CertaintyOff {
		t.Tries = 1
	}
	return t
}

// Offered says whether there is more to it than one try without a hint.
func (t Trying) Offered() bool { return t.Tries > 1 || len(t.Hints) > 0 }

// Earns gives the fraction that a question earns: what the last response was
// graded with, less the penalties of the wrong tries before it and of the hints,
// and never below 0. A response that is right in part is graded with that part
// and pays the same penalties. This is the rule of Moodle's interactive
// behaviour (qbehaviour_interactive::adjust_fraction), which takes the penalty
// once for each try before the last and has no price for hints.
func (t Trying) Earns(graded float64, wrong, hints int) float64 {
	return max(0, graded-t.Penalty*float64(wrong)-t.HintPenalty*float64(hints))
}

// Try is one response to a question that can be tried more than once.
type Try struct {
	Session  uuid.UUID
	N        int      // the question's number in its session, from 1
	Try      int      // its number among the tries of the question, from 1
	Response Response // empty where DontKnow
	DontKnow bool
	Fraction float64 // what it was graded with, 0..1
	At       time.Time
}

// Tried tells how an answer came about, where that took more than one response.
type Tried struct {
	Wrong  int      // tries before the one that stands
	Hints  int      // hints that were given before it
	Graded float64  // what the response that stands was graded with, before penalties, 0..1
	First  Response // the response of the first try; empty where Wrong is 0
	Earned float64  // what the first try was graded with, 0..1
}

// Settle makes the answer of the try that ends a question, after the tries
// before it and so many hints.
func (t Trying) Settle(last Try, before []Try, hints int, worth float64) Answer {
	a := Answer{Session: last.Session, N: last.N, Response: last.Response, DontKnow: last.DontKnow, Fraction: last.Fraction, Worth: worth, At: last.At}
	if len(before) == 0 && hints == 0 {
		return a
	}
	a.Fraction = t.Earns(last.Fraction, len(before), hints)
	a.Tried = &Tried{Wrong: len(before), Hints: hints, Graded: last.Fraction, Earned: last.Fraction}
	if len(before) > 0 {
		a.Tried.First, a.Tried.Earned = before[0].Response, before[0].Fraction
	}
	return a
}

// Ends says whether a try is the last of its question: it is right, the learner
// gives up, or no other is left.
func (t Trying) Ends(try Try) bool { return try.DontKnow || try.Fraction >= 1 || try.Try >= t.Tries }

// Tries is how many tries an answer took, at least 1.
func (a Answer) Tries() int {
	if a.Tried == nil {
		return 1
	}
	return a.Tried.Wrong + 1
}

// Hints is how many hints an answer took.
func (a Answer) Hints() int {
	if a.Tried == nil {
		return 0
	}
	return a.Tried.Hints
}

// Graded is what the response was graded with, 0..1: its fraction before
// penalties.
func (a Answer) Graded() float64 {
	if a.Tried == nil {
		return a.Fraction
	}
	return a.Tried.Graded
}

// FirstTry gives the answer as the first try alone would have made it, which is
// what all statistics are computed from.
func (a Answer) FirstTry() Answer {
	if a.Tried == nil {
		return a
	}
	if a.Tried.Wrong > 0 {
		a.Response, a.DontKnow = a.Tried.First, false
	}
	a.Fraction, a.Tried = a.Tried.Earned, nil
	return a
}

// Equal says whether two answers are the same.
func (a Answer) Equal(b Answer) bool {
	if a.Tried != nil && b.Tried != nil && *a.Tried == *b.Tried {
		a.Tried = b.Tried
	}
	return a == b
}

// validate reports numbers that no rule can have; at is the part of the set that
// it stands in.
func (r *TryRule) validate(at Where, report *Report) {
	written := at.Has("tries")
	if r.Tries < 0 || r.Tries > MostTries || r.Tries == 0 && written {
		report.Error(at.Pos("tries"), "bad-value", "use a whole number from 1 to 10", "`tries` is %d", r.Tries)
	}
	check := func(name string, value *float64) {
		if value != nil && (*value < 0 || *value > 1) {
			report.Error(at.Pos(name), "bad-value", "use a number from 0 to 1, such as 0.33", "`%s` is %v", name, *value)
		}
	}
	check("penalty", r.Penalty)
	check("hint-penalty", r.HintPenalty)
}

// TriedUpTo is how many tries those questions have that have the most.
func (s *Set) TriedUpTo() int {
	most := 1
	for i := range s.Questions {
		most = max(most, s.Trying(&s.Questions[i]).Tries)
	}
	return most
}

// Hinted says whether a question has hints.
func (s *Set) Hinted() bool {
	return slices.ContainsFunc(s.Questions, func(q Question) bool { return len(q.Hints) > 0 })
}
