package page

import (
	"strings"
	"time"
)

// Desk is what every page of those who teach has around its content.
type Desk struct {
	Frame
	At        DeskSection
	Who       string // who has signed in; empty before
	Publishes bool   // may do more than see
	Admin     bool   // sees to the accounts
	Open      int    // reports that nobody has dealt with
}

// DeskSection is the part of the desk that the header shows as the current one.
type DeskSection string

// The sections; signing in belongs to none.
const (
	AtSets        DeskSection = "sets"
	AtAssignments DeskSection = "assignments"
	AtOwnAccount  DeskSection = "account"
	AtAccounts    DeskSection = "accounts"
	AtLog         DeskSection = "log"
	AtNone        DeskSection = ""
	AtResults     DeskSection = "results"
	AtReports     DeskSection = "reports"
)

// SignIn asks for a name and a password.
type SignIn struct {
	Desk
	To      string // the page to go on to
	Name    string // as it was written before
	Problem *Problem
}

// Welcome is where the owner of a link chooses a password.
type Welcome struct {
	Desk
	Action  string
	Role    string
	Name    string
	Fixed   bool // the name is not to be chosen
	Expires time.Time
	Problem *Problem
}

// OwnAccount is where one changes one's password and sees where one is signed in.
type OwnAccount struct {
	Desk
	Role    string
	Logins  []StaffLogin
	Changed bool // the password was, a moment ago
	Problem *Problem
}

// StaffLogin is a browser in which somebody has signed in.
type StaffLogin struct {
	Browser string // empty where it did not say what it is
	Created time.Time
	Seen    time.Time
	This    bool // the one that asks
	End     string
}

// Accounts lists the accounts and invites to new ones.
type Accounts struct {
	Desk
	Items       []Account
	Invitations []Invitation
	Link        string // of the invitation just made; empty otherwise
	Name        string // as it was written before
	Roles       []RoleChoice
	Problem     *Problem
}

// Invitation is a link for a new account that has not been used.
type Invitation struct {
	Name     string // of the account; empty: its owner chooses it
	Role     string
	Until    time.Time
	Withdraw string // takes the POST that ends it
}

// Account is an account in a list.
type Account struct {
	Name    string
	Role    string
	Created time.Time
	Closed  bool
	Href    string
}

// AccountOf is where an admin sees to one account.
type AccountOf struct {
	Desk
	Account
	Own      bool // it is the admin's own
	Roles    []RoleChoice
	SignedIn int    // in how many browsers
	Tokens   int    // by which programs act for it
	Link     string // of the reset just made; empty otherwise
	Problem  *Problem
}

// RoleChoice is a role to choose.
type RoleChoice struct {
	Role   string
	Chosen bool
}

// RoleChoices lists the roles, the most usual one chosen where none is.
func RoleChoices(chosen string) []RoleChoice {
	if chosen == "" {
		chosen = "instructor"
	}
	var list []RoleChoice
	for _, role := range []string{"instructor", "assistant", "admin"} {
		list = append(list, RoleChoice{role, role == chosen})
	}
	return list
}

// Log lists who did what, newest first.
type Log struct {
	Desk
	Items []LogEntry
	Older string // address of the next part of the list
	Later bool   // this is not the first part
}

// LogEntry is one line of the log.
type LogEntry struct {
	At       time.Time
	Name     string
	Token    string // by which a program did it; empty: a person did
	Terminal bool   // it was done by a command on the server's machine
	Action   string // a key of the catalogue under [action]
	Object   string
	Detail   string
}

// BrowserName makes a short name, such as "Firefox on Linux", of what a
// browser calls itself; what it does not know it leaves out.
func BrowserName(agent string) string {
	find := func(marks [][2]string) string {
		for _, m := range marks {
			if strings.Contains(agent, m[0]) {
				return m[1]
			}
		}
		return ""
	}
	// Each calls itself after those before it too.
	browser := find([][2]string{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}})
	system := find([][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}})
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + ", " + system
}
