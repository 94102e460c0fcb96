package quiz

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sort"
	"time"

	"github.com/google/uuid"
)

// Mode is the way in which a session is walked.
type Mode string

// The modes.
const (
	// Practice gives feedback after each answer; each question has one scored try,
	// or more where the set says so.
	Practice Mode = "practice"
	// Test asks for answers that can be changed until the learner hands them in;
	// only then are they graded, all at once.
	Test Mode = "test"
	// WalkThrough is practice with the reading in parts: each is read, then asked about.
	WalkThrough Mode = "walk"
	// Retry asks the missed questions of another session again; nothing is scored.
	Retry Mode = "retry"
	// Review asks what a learner is about to forget; nothing is scored.
	Review Mode = "review"
)

// Scored says whether answers in this mode count for scores and statistics.
func (m Mode) Scored() bool { return m != Retry && m != Review }

// AssignableModes lists the modes in which a class can be asked.
func AssignableModes() []Mode { return []Mode{Practice, Test} }

// Assignable says whether a class can be asked in this mode.
func (m Mode) Assignable() bool { return slices.Contains(AssignableModes(), m) }

// Session is one learner's walk through one revision of a set.
type Session struct {
	ID        uuid.UUID // version 7: it grows with time
	Learner   uuid.UUID
	Set       string // the set's id
	Revision  string // the hash of the revision that the session is pinned to
	Mode      Mode
	Certainty CertaintyRule // whether it asks how sure the learner is
	Seed      uint64
	Parent    uuid.UUID // the session whose missed questions a Retry asks; else zero
	Items     []int     // places of the questions in the revision; Items[n-1] is asked as question n
	Started   time.Time

	Assignment uuid.UUID // what it belongs to; zero where the learner began it alone
	// Regraded counts how often an answer's grade was replaced, or given back,
	// since it was first graded.
	Regraded int

	// Of a test:
	TimeLimit int       // seconds; 0: none
	Extension int       // seconds that this learner has beyond the limit
	Finished  time.Time // when it was handed in or its time ran out; zero while it is open
}

// Deadline is when the time of a test is over; the zero time where it has no limit.
func (s *Session) Deadline() time.Time {
	if s.Mode != Test || s.TimeLimit <= 0 {
		return time.Time{}
	}
	return s.Started.Add(time.Duration(s.TimeLimit+s.Extension) * time.Second)
}

// Open says whether the session is a test that has not been finished.
func (s *Session) Open() bool { return s.Mode == Test && s.Finished.IsZero() }

// Overdue says whether the session is an open test whose time is over.
func (s *Session) Overdue(at time.Time) bool {
	deadline := s.Deadline()
	return s.Open() && !deadline.IsZero() && !at.Before(deadline)
}

// Answer is one committed response to one question. Its grade is replaced by a
// regrade alone, which keeps the one before.
type Answer struct {
	Session   uuid.UUID
	N         int      // the question's number in its session, from 1
	Response  Response // empty where DontKnow, and where a test was handed in without it
	DontKnow  bool
	Certainty Certainty // as stated with the response; Unstated where DontKnow
	Fraction  float64   // 0..1 of the question's worth, less penalties
	Worth     float64   // the question's weight when it was graded; 0 once it was withdrawn
	At        time.Time
	Tried     *Tried // nil: at the first try, without a hint
}

// Verdict is what an answer amounts to.
type Verdict string

// The verdicts.
const (
	Right    Verdict = "right"
	Partial  Verdict = "partial"
	Wrong    Verdict = "wrong"
	Unknown  Verdict = "dont-know"
	LeftOut  Verdict = "left-out" // a test was handed in without it
	NotAsked Verdict = "not-asked"
	// Withdrawn: the question counts for nobody any more.
	Withdrawn Verdict = "withdrawn"
)

// Verdict tells right, partial and wrong answers apart. It is that of the
// response, whatever it earned after the tries before it.
func (a Answer) Verdict() Verdict {
	switch {
	case a.Worth == 0: // which no question has by itself
		return Withdrawn
	case a.Graded() >= 1:
		return Right
	case a.DontKnow:
		return Unknown
	case a.Graded() > 0:
		return Partial
	case a.Response == "":
		return LeftOut
	}
	return Wrong
}

// Reply is the verdict of what was said: an answer that was not given is no
// less so where a regrade has given marks for it.
func (a Answer) Reply() Verdict {
	switch {
	case a.DontKnow:
		return Unknown
	case a.Response == "":
		return LeftOut
	}
	return a.Verdict()
}

// Missed says whether the answer was less than right, to a question that counts.
func (a Answer) Missed() bool {
	v := a.Verdict()
	return v != Right && v != Withdrawn
}

// ShuffleFor is the order in which the session shows the options of a question:
// one of Orders, which its Seed numbers.
func (s *Session) ShuffleFor(q *Question) Shuffle {
	sh := Shuffle{Question: q.ID, Fixed: !q.Shuffled(), Turned: true}
	if !sh.Fixed {
		h := fnv.New64a()
		h.Write([]byte(q.ID))
		sh.Seed = rand.NewPCG(s.Seed, h.Sum64()).Uint64() % Orders
	}
	return sh
}

// Next gives the number of the first unanswered question after n, going round
// to the start; 0 when all are answered. The answers are in the order of their
// numbers.
func (s *Session) Next(answers []Answer, n int) int {
	if k := gap(answers, n); k <= len(s.Items) {
		return k
	}
	if k := gap(answers, 0); k <= len(s.Items) {
		return k
	}
	return 0
}

// gap gives the first number after n that has no answer.
func gap(answers []Answer, n int) int {
	byNumber := func(a Answer, n int) int { return a.N - n }
	from, _ := slices.BinarySearchFunc(answers, n+1, byNumber)
	// As long as no number is missing, they grow like the places.
	return n + 1 + sort.Search(len(answers)-from, func(i int) bool { return answers[from+i].N > n+1+i })
}
