package page

import (
	"time"

	"verbatim/internal/measure"
	"verbatim/internal/play"
	"verbatim/internal/reading"
)

// ClassLive shows where the learners of an assignment stand.
type ClassLive struct {
	Desk
	Set        Set
	Assignment *ClassAssignment
	Here       string // the page itself, to look again
	Events     string // tells when there is something new
	Results    string
	AsOf       time.Time
	Begun      int
	Finished   int
	UnderWay   int
	Enough     bool
	Least      int
	Walks      []LiveWalk
	More       int // learners under way who are not listed
	Questions  []LiveQuestion
}

// LiveWalk is a learner who is under way.
type LiveWalk struct {
	Name     string // stands for them
	Person   Person
	N        int // the place in the set of the question that they stand at, from 1
	Answered int
	Of       int
	Last     time.Time
}

// LiveQuestion is a question with those who stand at it.
type LiveQuestion struct {
	N        int
	Stem     string
	Here     int
	Answered int
}

// mostLive is how many learners a page lists.
const mostLive = 100

// ClassLiveOf fills in where learners stand; what else the page shows is the caller's.
func ClassLiveOf(l *play.Live, rev *play.Revision, p ClassLive, people People) ClassLive {
	p.AsOf, p.Begun, p.Finished, p.UnderWay = l.At, l.Begun, l.Finished, len(l.Walks)
	p.Enough, p.Least = l.Enough(), measure.Least
	if !p.Enough {
		return p
	}
	for _, w := range l.Walks[:min(mostLive, len(l.Walks))] {
		p.Walks = append(p.Walks, LiveWalk{Name: w.Name, Person: people[w.Name], N: w.Item + 1, Answered: w.Answered, Of: w.Of, Last: w.Last})
	}
	p.More = len(l.Walks) - len(p.Walks)
	for i := range rev.Set.Questions {
		if l.Here[i]+l.Answered[i] > 0 {
			p.Questions = append(p.Questions, LiveQuestion{i + 1, reading.Plain(rev.Set.Questions[i].Stem), l.Here[i], l.Answered[i]})
		}
	}
	return p
}
