package page

import "time"

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
	Scored   bool
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

// Privacy says what is stored.
type Privacy struct {
	Frame
	Cookie string // the name of the cookie
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
