package page

import (
	"slices"
	"time"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// Join asks for the code of an assignment.
type Join struct {
	Frame
	Typed   string
	Joined  []Joined
	Problem *Problem
}

// Joined is an assignment as a list shows it to who has joined it.
type Joined struct {
	Set       Set
	Title     string
	Code      string // as it is shown
	Href      string
	State     string // not-yet, open, closed
	Opens     time.Time
	Closes    time.Time
	Zone      string
	Left      int  // attempts that may still be begun
	Limited   bool // there is a number of attempts
	Going     bool // an attempt is unfinished
	Attempted bool
}

// JoinedOf shows an assignment as a learner finds it.
func JoinedOf(a *play.Attendance, set Set, href string) Joined {
	return Joined{
		Set: set, Title: a.Title, Code: quiz.ShowCode(a.Code), Href: href,
		State: windowNames[a.Window], Opens: a.Opens, Closes: a.Closes, Zone: a.Zone,
		Left: a.Left, Limited: a.Left >= 0, Going: a.Unfinished() != nil, Attempted: len(a.Attempts) > 0,
	}
}

// Can says whether an attempt can be begun or gone on with now.
func (j Joined) Can() bool { return j.State == windowNames[quiz.Open] && (j.Going || j.Left != 0) }

var windowNames = map[quiz.Window]string{quiz.NotYet: "not-yet", quiz.Open: "open", quiz.Closed: "closed"}

// Assignment is where a class finds what it has been given.
type Assignment struct {
	Frame
	Joined
	Asked
	Minutes   int
	TimeLimit int // minutes; 0: none
	Extension int // minutes that this learner has beside it
	Certainty bool
	Tries     int // of the questions that have the most
	Identity  quiz.Identity
	Me        bool // has joined
	Nickname  string
	Name      string
	Number    string
	Kept      int    // days after closing for which names are kept; 0: no end is set
	Reveal    string // at-once, finished, closed, never: when the right answers are seen
	Attempts  []Attempt
	Problem   *Problem
}

// TriesIn is how many tries those questions of an assignment have that have the
// most.
func TriesIn(set *quiz.Set, t quiz.Terms) int {
	tells := slices.Contains(t.Reveal.Settled().Answered, quiz.ShowVerdict)
	return quiz.Trying{Tries: set.TriedUpTo()}.In(&quiz.Session{Mode: t.Mode, Certainty: t.Certainty}, tells).Tries
}

// RevealOf says when the right answers are seen.
func RevealOf(t quiz.Terms) string {
	r := t.Reveal.Settled()
	switch {
	case t.Mode == quiz.Practice && slices.Contains(r.Answered, quiz.ShowKey):
		return "at-once"
	case slices.Contains(r.Finished, quiz.ShowKey):
		return "finished"
	case slices.Contains(r.Closed, quiz.ShowKey) && !t.Closes.IsZero():
		return "closed"
	}
	return "never"
}

// Attempt is one session of an assignment.
type Attempt struct {
	Started  time.Time
	Answered int
	Asked    int
	Scored   bool // the score may be seen
	Percent  int
	Results  string
}

// AttemptOf shows a session of an assignment in the list of them.
func AttemptOf(a *play.Attendance, sum play.Summary, percent int, results string) Attempt {
	return Attempt{
		Started: sum.Started, Answered: sum.Answered, Asked: len(sum.Items), Percent: percent, Results: results,
		Scored: sum.Answered > 0 && slices.Contains(a.At(a.Now, sum.Done()), quiz.ShowScore),
	}
}
