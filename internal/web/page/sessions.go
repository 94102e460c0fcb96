package page

import (
	"time"

	"verbatim/internal/quiz"
)

// Sessions lists the learner's own sessions, newest first.
type Sessions struct {
	Frame
	Items []Session
	Older string // address of the next part of the list
	Later bool   // this is not the first part
}

// Session is one walk in a list.
type Session struct {
	Set      Set
	Links    Links
	Started  time.Time
	Mode     quiz.Mode // empty for practice
	Scored   bool
	Open     bool // a test that is not handed in
	Answered int
	Asked    int
	Percent  int
}

// Delete asks before a session is removed.
type Delete struct {
	Frame
	Session
	Action string
}

// Forget asks before everything of a learner is deleted.
type Forget struct {
	Frame
	Action string
	Take   string // where it can be taken away first
}

// Privacy says what is stored.
type Privacy struct {
	Frame
	Cookie   string // the name of the cookie
	KeepDays int    // after which sessions are deleted; 0: never
	Take     string // where everything of the learner's is to be had; "" where there is nothing
	Forget   string // where it is deleted
}

// Error says what went wrong and what to do.
type Error struct {
	Frame
	Status int
	Title  string
	What   string
	Do     string
	ID     string // names the request in the log; empty unless it is our fault
}
