package play

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/measure"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Standing says whether an answer counts for the figures of a class, or why not.
type Standing string

// The standings.
const (
	Counts     Standing = "counts"
	Unfinished Standing = "unfinished" // its session is not finished
	Repeated   Standing = "repeated"   // the learner had answered the question before
	Retried    Standing = "retry"      // it was asked again because it was missed
	Unscored   Standing = "unscored"   // its session never counts, such as a preview
	Withdrawn  Standing = "withdrawn"  // its question was withdrawn
)

// ClassLearner is all that one learner has answered of a set, session by
// session, the oldest first.
type ClassLearner struct {
	Name  string // stands for them, and says nothing of who they are
	Given []Given
	Left  LeftOut
}

// Given is an answer with what the figures of a class make of it.
type Given struct {
	quiz.Answer
	Session  *quiz.Session
	Item     int // the place of its question in the set
	Standing Standing
	Took     time.Duration // since the answer before it, or since the session began; 0 in a test, where answers change
}

// LeftOut counts what the figures leave out.
type LeftOut struct {
	Unfinished int `json:"unfinished_sessions"` // some of their questions are not answered yet
	Retries    int `json:"retries"`             // sessions of missed questions
	Unscored   int `json:"unscored_sessions"`   // others that never count, such as previews
	Assigned   int `json:"assigned_sessions"`   // of a set: those that belong to assignments, which have results of their own
	Repeats    int `json:"repeated_answers"`    // of finished sessions, to questions that the learner had answered before
	Withdrawn  int `json:"withdrawn_answers"`   // of finished sessions, to questions that were withdrawn
}

func (o *LeftOut) add(more LeftOut) {
	o.Unfinished += more.Unfinished
	o.Retries += more.Retries
	o.Unscored += more.Unscored
	o.Assigned += more.Assigned
	o.Repeats += more.Repeats
	o.Withdrawn += more.Withdrawn
}

// Alias stands for a learner in what is shown and exported of an assignment or,
// with the zero id, of what was done of a set outside of assignments: always the
// same there, and another everywhere else. So an assignment that asks for names
// tells nothing of what its learners do where nobody asks.
func Alias(set string, assignment, learner uuid.UUID) string {
	of := append([]byte(set+"\x00"), learner[:]...)
	if assignment != uuid.Nil {
		of = append(of, assignment[:]...)
	}
	sum := sha256.Sum256(of)
	return hex.EncodeToString(sum[:5])
}

// WalkReader is the part of a store that figures are computed from.
type WalkReader interface {
	EachWalk(ctx context.Context, of store.Scope, f func(quiz.Session, []quiz.Answer) error) error
	Regraded(ctx context.Context, session uuid.UUID) ([]store.Regraded, error)
}

// errForeign says that a stored session does not fit the revision that it
// belongs to.
var errForeign = errors.New("the session does not fit its revision")

// fits says whether a session asks questions of a set. The error wraps errForeign.
func fits(s *quiz.Session, set *quiz.Set) error {
	for _, i := range s.Items {
		if i < 0 || i >= len(set.Questions) {
			return fmt.Errorf("%w: %s asks for question %d of %d", errForeign, s.ID, i, len(set.Questions))
		}
	}
	return nil
}

// EachLearner calls f with each learner of a scope, whose sessions are all of
// the revision. It holds one learner at a time.
func EachLearner(ctx context.Context, from WalkReader, of Scope, rev *Revision, f func(*ClassLearner) error) error {
	var now uuid.UUID
	var l *ClassLearner
	var seen []bool // what the learner has answered in scored sessions
	err := from.EachWalk(ctx, of, func(s quiz.Session, answers []quiz.Answer) error {
		if err := fits(&s, rev.Set); err != nil {
			return err
		}
		if l != nil && now != s.Learner {
			if err := f(l); err != nil {
				return err
			}
			l = nil
		}
		if l == nil {
			now, l, seen = s.Learner, &ClassLearner{Name: Alias(rev.Set.ID, of.Assignment, s.Learner)}, make([]bool, len(rev.Set.Questions))
		}
		if of.Assignment == uuid.Nil && s.Assignment != uuid.Nil {
			l.Left.Assigned++
			for _, a := range answers {
				seen[s.Items[a.N-1]] = true
			}
			return nil
		}
		l.take(&s, answers, seen)
		return nil
	})
	if err != nil || l == nil {
		return err
	}
	return f(l)
}

// take adds a session.
func (l *ClassLearner) take(s *quiz.Session, answers []quiz.Answer, seen []bool) {
	standing := Counts
	switch {
	case s.Mode == quiz.Retry:
		standing = Retried
		l.Left.Retries++
	case !s.Mode.Scored():
		standing = Unscored
		l.Left.Unscored++
	case len(answers) < len(s.Items):
		standing = Unfinished
		l.Left.Unfinished++
	}
	since := s.Started
	l.Given = slices.Grow(l.Given, len(answers))
	for _, a := range byTime(answers) {
		g := Given{Answer: a, Session: s, Item: s.Items[a.N-1], Standing: standing}
		if s.Mode != quiz.Test {
			g.Took, since = a.At.Sub(since), a.At
		}
		switch {
		case standing == Counts && seen[g.Item]:
			g.Standing = Repeated
			l.Left.Repeats++
		case standing == Counts && a.Verdict() == quiz.Withdrawn:
			g.Standing = Withdrawn
			l.Left.Withdrawn++
		}
		seen[g.Item] = seen[g.Item] || s.Mode.Scored()
		l.Given = append(l.Given, g)
	}
}

// byTime orders answers as they were given, which mostly they are.
func byTime(answers []quiz.Answer) []quiz.Answer {
	if slices.IsSortedFunc(answers, func(a, b quiz.Answer) int { return a.At.Compare(b.At) }) {
		return answers
	}
	return slices.SortedStableFunc(slices.Values(answers), func(a, b quiz.Answer) int { return a.At.Compare(b.At) })
}

// Counted goes through the answers that count, at most one a question.
func (l *ClassLearner) Counted() iter.Seq[*Given] {
	return func(yield func(*Given) bool) {
		for i := range l.Given {
			if g := &l.Given[i]; g.Standing == Counts && !yield(g) {
				return
			}
		}
	}
}

// tryOf is an answer as the figures take it: its first try.
func tryOf(g *Given, q *quiz.Question) measure.Try {
	first := g.FirstTry()
	t := measure.Try{Item: g.Item, Fraction: first.Fraction, DontKnow: first.DontKnow, LeftOut: first.Verdict() == quiz.LeftOut, Certainty: first.Certainty, Seconds: g.Took.Seconds()}
	if o, ok := q.Body.(quiz.Offering); ok && !t.DontKnow && !t.LeftOut {
		t.Picks = o.Picked(first.Response)
	}
	return t
}

// ClassMember is a learner as the figures show them.
type ClassMember struct {
	Name     string  `json:"learner"`
	Asked    int     `json:"asked"` // questions whose answers count
	Right    int     `json:"right"`
	Partial  int     `json:"partial"`
	Wrong    int     `json:"wrong"`
	DontKnow int     `json:"dont_know"`
	LeftOut  int     `json:"left_out"` // of tests
	Points   float64 `json:"points"`   // fraction times weight, summed
	Worth    float64 `json:"worth"`
}

// Share is the part of what they were asked that they earned, 0..1.
func (m ClassMember) Share() float64 { return m.Points / m.Worth }

// MemberOf sums up the answers of a learner that count.
func MemberOf(l *ClassLearner) ClassMember {
	m := ClassMember{Name: l.Name}
	for g := range l.Counted() {
		m.Asked++
		m.Points += g.Fraction * g.Worth
		m.Worth += g.Worth
		switch g.Verdict() {
		case quiz.Right:
			m.Right++
		case quiz.Partial:
			m.Partial++
		case quiz.Unknown:
			m.DontKnow++
		case quiz.LeftOut:
			m.LeftOut++
		default:
			m.Wrong++
		}
	}
	return m
}
