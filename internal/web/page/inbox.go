package page

import (
	"html/template"
	"net/url"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// Inbox lists what learners found wrong with questions, newest first.
type Inbox struct {
	Desk
	Query   InboxQuery
	Sets    []Word // to choose from
	Title   string // of the set that was chosen; empty for all
	States  []InboxState
	Items   []InboxItem
	Older   string // address of the next part of the list
	Later   bool   // this is not the first part
	Problem *Problem
}

// InboxQuery is what of the inbox is wanted, as its address says.
type InboxQuery struct {
	Set, Question string // empty: all
	State         string // open, closed or all
	Before        string // the id of a report; empty: from the newest
}

// States of reports, as addresses name them.
const (
	openState   = "open"
	closedState = "closed"
	allStates   = "all"
)

// ReadInboxQuery reads what an address asks for.
func ReadInboxQuery(get func(name string) string) InboxQuery {
	q := InboxQuery{Set: get("set"), Question: get("question"), State: get("state"), Before: get("before")}
	if q.State != closedState && q.State != allStates {
		q.State = openState
	}
	return q
}

// Open says whether open reports are wanted.
func (q InboxQuery) Open() bool { return q.State != closedState }

// Closed says whether those that were dealt with are wanted.
func (q InboxQuery) Closed() bool { return q.State != openState }

// On gives the address of what is wanted.
func (q InboxQuery) On(path string) string {
	v := url.Values{}
	for _, p := range [][2]string{{"set", q.Set}, {"question", q.Question}, {"state", q.State}, {"before", q.Before}} {
		if p[1] != "" && p[1] != openState {
			v.Set(p[0], p[1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// InboxState is a state to choose.
type InboxState struct {
	State  string
	Href   string
	Chosen bool
}

// InboxStates lists the states, each with the address that shows it.
func InboxStates(q InboxQuery, path string) []InboxState {
	var states []InboxState
	for _, state := range []string{openState, closedState, allStates} {
		to := q
		to.State, to.Before = state, ""
		states = append(states, InboxState{state, to.On(path), state == q.State})
	}
	return states
}

// InboxItem is a report with the question that it is about.
type InboxItem struct {
	play.Report
	Set      Set
	N        int           // the question's number in its set, from 1; 0 where its revision cannot be read
	Stem     template.HTML // as it was asked
	Key      []quiz.Said   // what counts as right there
	Media    string        // what stands before the path of each image
	Revision string        // the first digits of the hash
	Dealt    bool
	Problem  *Problem

	Act     string // takes the POST that closes or reopens it; empty for those who may not
	Edit    string // takes a POST; empty where the set is not to be edited here
	Results string
	Regrade string // empty for those who may not
}
