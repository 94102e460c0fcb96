package page

import (
	"cmp"
	"slices"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// ClassLearners lists how each learner did, under names that say nothing of
// who they are.
type ClassLearners struct {
	Class
	Table Table[ClassMember]
}

// ClassMember is a learner as a row of the table.
type ClassMember struct {
	play.ClassMember
	Person  Person // empty where nobody asked, or it has been forgotten
	Percent int
	Bar     []Segment
}

var learnerColumns = []column[ClassMember]{
	{name: "learner", by: func(a, b *ClassMember) int {
		return cmp.Or(cmp.Compare(a.Person.Name, b.Person.Name), cmp.Compare(a.Person.Number, b.Person.Number), cmp.Compare(a.Name, b.Name))
	}},
	{name: "asked", figure: true, by: func(a, b *ClassMember) int { return cmp.Compare(a.Asked, b.Asked) }},
	{name: "right", figure: true, by: func(a, b *ClassMember) int { return cmp.Compare(a.Right, b.Right) }},
	{name: "unknown", figure: true, by: func(a, b *ClassMember) int { return cmp.Compare(a.DontKnow, b.DontKnow) }},
	{name: "marks", figure: true, by: func(a, b *ClassMember) int { return cmp.Compare(a.Share(), b.Share()) }},
}

// ClassLearnersOf makes the page. Of too few learners it lists nobody.
func ClassLearnersOf(r *play.Results, c Class, q ClassQuery, people People) ClassLearners {
	p := ClassLearners{Class: ClassOf(r, c)}
	if !p.Enough {
		return p
	}
	rows := make([]ClassMember, len(r.Class))
	for i, m := range r.Class {
		t := quiz.Tally{Asked: m.Asked, Answered: m.Asked, Right: m.Right, Partial: m.Partial, Unknown: m.DontKnow, LeftOut: m.LeftOut, Points: m.Points, Worth: m.Worth}
		rows[i] = ClassMember{ClassMember: m, Person: people[m.Name], Percent: Percent(m.Share()), Bar: FiguresOf(t).Bar}
	}
	slices.SortStableFunc(rows, func(a, b ClassMember) int { return cmp.Compare(a.Name, b.Name) })
	p.Table = tableOf(rows, learnerColumns, q, p.Here.Everyone, "#learners", learnersOfPage)
	return p
}
