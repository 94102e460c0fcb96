package page

import (
	"strconv"
	"time"
)

// Tokens lists the tokens by which programs act for one's account, and makes
// new ones.
type Tokens struct {
	Desk
	Items   []Token
	Made    string // the text of the one just made, which is shown this once
	Name    string // as it was written before
	Publish bool
	Days    string
	Periods []Period
	Problem *Problem
}

// Token is a token in the list.
type Token struct {
	Name    string
	Publish bool // it may change things; otherwise it only reads
	Created time.Time
	Expires time.Time
	Used    time.Time // zero: never
	Over    bool      // its time is
	End     string
}

// Period is a time to choose.
type Period struct {
	Days   int
	Chosen bool
}

// usualDays is how long a token lasts where nothing else is chosen.
const usualDays = 90

// Lasting offers the times that a new token may last, one of them chosen.
func (p *Tokens) Lasting(chosen string) {
	for _, days := range []int{7, 30, usualDays, 365} {
		p.Periods = append(p.Periods, Period{days, strconv.Itoa(days) == chosen || chosen == "" && days == usualDays})
	}
}
