package quiz

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Assignment is a set offered to a class.
type Assignment struct {
	ID       uuid.UUID // version 7
	Code     string    // what learners type to join: see ReadCode
	Owner    uuid.UUID // the account of who made it
	Set      string    // the set's id
	Revision string    // the hash of the revision that everybody is asked
	Created  time.Time
	Terms
}

// Terms are what whoever assigns a set chooses. They are the wire form of the
// API too.
type Terms struct {
	Title     string        `json:"title"`
	Mode      Mode          `json:"mode"`
	Topics    []string      `json:"topics,omitempty"`    // none: all
	Draw      Draws         `json:"draw,omitempty"`      // of topics, instead of what the set draws; 0: all of a topic
	Questions int           `json:"questions,omitempty"` // how many are drawn of all these; 0: all
	Certainty CertaintyRule `json:"certainty,omitempty"`
	Opens     time.Time     `json:"opens,omitzero"`       // zero: at once
	Closes    time.Time     `json:"closes,omitzero"`      // zero: never
	Zone      string        `json:"zone"`                 // IANA name of the time zone that the window is shown in
	TimeLimit int           `json:"time_limit,omitempty"` // minutes; 0: none
	Attempts  int           `json:"attempts"`             // how many sessions each learner may begin; 0: any number
	Identity  Identity      `json:"identity"`
	KeepDays  int           `json:"keep_days"` // how long what identifies a person is kept after closing; 0: until it is deleted
	Reveal    Reveal        `json:"reveal"`
}

// Selection is what the sessions of the assignment ask.
func (t *Terms) Selection() Selection {
	return Selection{Topics: t.Topics, Draw: t.Draw, Questions: t.Questions}
}

// Identity is what joining asks of a learner.
type Identity string

// What can be asked.
const (
	Anonymous Identity = "none"
	Nickname  Identity = "nickname"
	Named     Identity = "number" // name and student number
	Roster    Identity = "roster" // a student number of a list
)

// Identities lists what joining can ask, the least first.
func Identities() []Identity { return []Identity{Anonymous, Nickname, Named, Roster} }

// Asks says whether joining asks who one is.
func (i Identity) Asks() bool { return i != Anonymous && i != "" }

// Known says whether it is one of them.
func (i Identity) Known() bool { return slices.Contains(Identities(), i) }

// Window is where a moment stands in the time of an assignment.
type Window int

// The windows.
const (
	NotYet Window = iota
	Open
	Closed
)

// Window says whether the assignment is open at a moment.
func (t *Terms) Window(at time.Time) Window {
	switch {
	case !t.Opens.IsZero() && at.Before(t.Opens):
		return NotYet
	case !t.Closes.IsZero() && !at.Before(t.Closes):
		return Closed
	}
	return Open
}

// Detail is something that a learner may see of how an answer was graded.
type Detail string

// The details, each of which tells more than those before it.
const (
	ShowScore   Detail = "score"   // the points of the session
	ShowVerdict Detail = "verdict" // whether each answer is right
	ShowKey     Detail = "key"     // the right answer
	ShowReasons Detail = "reasons" // why, with the passage
)

// Details lists them, the one that tells least first.
func Details() []Detail { return []Detail{ShowScore, ShowVerdict, ShowKey, ShowReasons} }

// Reveal says what learners see of their grades, and when: after each answer
// (in practice alone), once they have finished, and once the assignment has closed.
type Reveal struct {
	Answered []Detail `json:"answered,omitempty"`
	Finished []Detail `json:"finished,omitempty"`
	Closed   []Detail `json:"closed,omitempty"`
}

// RevealAll shows everything as early as the mode allows.
func RevealAll() Reveal { return Reveal{Answered: Details(), Finished: Details(), Closed: Details()} }

// Settled adds what follows: who sees a detail sees those that tell less, and
// what was seen earlier is not hidden later.
func (r Reveal) Settled() Reveal {
	most := 0
	settle := func(chosen []Detail) []Detail {
		for i, d := range Details() {
			if slices.Contains(chosen, d) {
				most = max(most, i+1)
			}
		}
		return slices.Clip(Details()[:most])
	}
	return Reveal{Answered: settle(r.Answered), Finished: settle(r.Finished), Closed: settle(r.Closed)}
}

// At gives what is seen of a session that is finished or not, at a moment.
func (t *Terms) At(at time.Time, finished bool) []Detail {
	r := t.Reveal.Settled()
	switch {
	case t.Window(at) == Closed:
		return r.Closed
	case finished:
		return r.Finished
	case t.Mode == Practice:
		return r.Answered
	}
	return nil
}

// codeLetters are those of an assignment's code: none looks like another, and
// no vowels, so that no word comes out. 24 letters, about 4.6 bits each.
const codeLetters = "BCDFGHJKLMNPQRTVWXY34679"

// codeLength gives codes of 36 bits: with throttled joining, guessing one of
// 10,000 assignments takes millions of tries.
const codeLength = 8

// MakeCode makes a code of codeLength random bytes; bytes that would make some
// letters likelier are refused.
func MakeCode(random []byte) (string, bool) {
	var b strings.Builder
	for _, r := range random {
		if int(r) < 256/len(codeLetters)*len(codeLetters) && b.Len() < codeLength {
			b.WriteByte(codeLetters[int(r)%len(codeLetters)])
		}
	}
	return b.String(), b.Len() == codeLength
}

// ReadCode reads a code as people type it: in any case, with spaces and hyphens
// anywhere. It reports false where it cannot be a code.
func ReadCode(typed string) (string, bool) {
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch r {
		case ' ', '-', '\t', '\u2010', '\u2011', '\u2013', '\u00a0':
			continue
		}
		if r > 0x7f || !strings.ContainsRune(codeLetters, r) {
			return "", false
		}
		b.WriteRune(r)
	}
	return b.String(), b.Len() == codeLength
}

// ShowCode writes a code in two halves, as it is easier to copy.
func ShowCode(code string) string {
	if len(code) != codeLength {
		return code
	}
	return code[:codeLength/2] + "-" + code[codeLength/2:]
}
