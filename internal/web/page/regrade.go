package page

import (
	"cmp"
	"math"
	"net/url"
	"time"

	"verbatim/internal/measure"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// Regrade is where the answers to a question are graded anew: first as a dry
// run, then in earnest.
type Regrade struct {
	Desk
	Set        Set
	Assignment *ClassAssignment // nil where all answers to the set are meant
	Action     string           // where its forms go
	Back       string           // the results
	Questions  []RegradeQuestion
	Rules      []RegradeRule
	Keys       []RegradeKey // the revisions whose key can be taken; the newest first
	Run        *RegradeRun  // nil before a question is chosen
	Problem    *Problem
	Done       []RegradeDone // the newest first
}

// RegradeQuestion is a question to choose.
type RegradeQuestion struct {
	N        int // its number in the set, from 1
	ID, Stem string
	Chosen   bool
}

// RegradeRule is a rule to choose.
type RegradeRule struct {
	Rule   quiz.Rule
	Chosen bool
}

// RegradeRules lists the rules with one of them chosen.
func RegradeRules(chosen quiz.Rule) []RegradeRule {
	if !chosen.Known() {
		chosen = quiz.ByKey
	}
	var rules []RegradeRule
	for _, r := range quiz.Rules() {
		rules = append(rules, RegradeRule{r, r == chosen})
	}
	return rules
}

// RegradeKey is a revision whose key can be taken.
type RegradeKey struct {
	Hash, Name string // Name: the first digits of its hash
	Published  time.Time
	Chosen     bool
}

// RegradeRun is what a regrade would do.
type RegradeRun struct {
	Rule     quiz.Rule
	Question string // its id
	Key      string // the hash of the revision, for quiz.ByKey
	Why      string // as it was written before

	Answers, UnderWay      int
	Up, Down, Same, Cannot int
	Changed                int
	Named                  bool // learners are shown by name
	Few                    bool // too few learners to show more than how many answers there are
	Least                  int  // how many it takes
	Moves                  []play.Move
	Asked                  []string // the stems, where the corrected one differs from them
	Corrected              string   // the corrected stem; empty where it does not differ
	Table                  Table[RegradeRow]
}

// RegradeRow is a learner's answer before and after.
type RegradeRow struct {
	Name        string // stands for the learner
	Person      Person
	From, To    quiz.Verdict
	Part, Full  int // percent of the question's mark, before and after
	Cannot      bool
	Before, Now int    // percent of the session's marks
	Change      string // in percentage points, signed; empty where it cannot be said
	change      float64
}

// RegradeDone is a regrade that was ordered.
type RegradeDone struct {
	play.RegradeSummary
	Whole  bool   // all answers to the set are meant, on the page of an assignment
	Undo   string // takes a POST; empty where it may not be undone
	Resume string // takes a POST; empty where nothing is left to do
}

// regradeRows is how many answers one page of the table has.
const regradeRows = 50

var regradeColumns = []column[RegradeRow]{
	{name: "learner", by: func(a, b *RegradeRow) int {
		return cmp.Or(cmp.Compare(a.Person.Name, b.Person.Name), cmp.Compare(a.Person.Number, b.Person.Number), cmp.Compare(a.Name, b.Name))
	}},
	{name: "this-question", by: func(a, b *RegradeRow) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) }},
	{name: "before", figure: true, by: func(a, b *RegradeRow) int { return cmp.Compare(a.Before, b.Before) }},
	{name: "after", figure: true, by: func(a, b *RegradeRow) int { return cmp.Compare(a.Now, b.Now) }},
	{name: "change", figure: true, has: func(r *RegradeRow) bool { return r.Change != "" }, by: func(a, b *RegradeRow) int { return cmp.Compare(a.change, b.change) }},
}

// RegradeRunOf makes what is shown of a dry run. Of too few learners without
// names it shows how many answers there are.
func RegradeRunOf(d *play.DryRun, people People, path string, q ClassQuery) *RegradeRun {
	r := &RegradeRun{
		Rule: d.Rule, Question: d.Question, Key: d.Revision, Answers: d.Answers, UnderWay: d.UnderWay, Least: measure.Least,
		Named: len(people) > 0, Changed: d.Changed(),
	}
	if r.Few = !d.Enough() && !r.Named; r.Few {
		return r
	}
	r.Up, r.Down, r.Same, r.Cannot, r.Moves = d.Up, d.Down, d.Same, d.Cannot, d.Moves
	rows := make([]RegradeRow, len(d.Changes))
	for i, c := range d.Changes {
		rows[i] = RegradeRowOf(c, people)
	}
	at := url.Values{"question": {d.Question}, "rule": {string(d.Rule)}}
	if d.Revision != "" {
		at.Set("key", d.Revision)
	}
	r.Table = tableOf(rows, regradeColumns, q, path+"?"+at.Encode(), "#changes", regradeRows)
	return r
}

// RegradeRowOf makes the row of an answer.
func RegradeRowOf(c play.GradeChange, people People) RegradeRow {
	row := RegradeRow{
		Name: c.Name, Person: people[c.Name], From: c.From, To: c.To, Cannot: c.Cannot,
		Part: Percent(c.Before.Fraction), Full: Percent(c.After.Fraction),
		Before: Percent(c.TotalBefore.Fraction()), Now: Percent(c.TotalAfter.Fraction()),
	}
	if !c.Cannot {
		row.change = 100 * (c.TotalAfter.Fraction() - c.TotalBefore.Fraction())
		row.Change = plus(row.change)
	}
	return row
}

// plus writes a change in percentage points with one decimal and its sign.
func plus(x float64) string {
	text := signed(x, 1)
	if math.Round(10*x) > 0 {
		return "+" + text
	}
	return text
}

// RegradeNote tells a learner of a regrade. It can be compared.
type RegradeNote struct {
	Rule     quiz.Rule
	Why      string // empty where it is not to be told
	From, To quiz.Verdict
	Part     int // percent of the mark, as it was first
	Full     int // and as it is now
}

// RegradeNoteOf tells a learner what regrades have made of answer n, and why the
// last of them was made where reasons are shown; its Rule is empty where there
// was none.
func RegradeNoteOf(w *play.Walk, n int, reasons bool) RegradeNote {
	all := w.Regraded[n]
	if len(all) == 0 {
		return RegradeNote{}
	}
	now, _ := w.Answer(n)
	first, last := now.Regraded(all[0].Before), all[len(all)-1]
	note := RegradeNote{Rule: last.Rule, From: first.Verdict(), To: now.Verdict(), Part: Percent(first.Fraction), Full: Percent(now.Fraction)}
	if reasons {
		note.Why = last.Why
	}
	return note
}
