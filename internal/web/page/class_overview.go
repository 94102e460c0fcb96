package page

import (
	"cmp"
	"fmt"
	"slices"

	"verbatim/internal/measure"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
)

// ClassResults sums up what a class has done.
type ClassResults struct {
	Class
	Flagged     []ClassQuestion // those to look at, the gravest first
	Flags       int             // how many questions are flagged
	Legend      []quiz.Verdict  // of the bars in the table
	Questions   Table[ClassQuestion]
	Scatter     Scatter
	Scores      Distribution
	Whole       *ClassWhole // nil where too few were asked everything
	Topics      []ClassGroup
	Evidence    []ClassGroup
	Calibration *ClassCalibration // nil where no certainty was stated
}

// ClassQuestion is a question as a row of the table.
type ClassQuestion struct {
	N           int // its place in the set, from 1
	ID          string
	Stem        string // without its markup
	Href        string
	Answers     int
	Bar         []Segment
	Shown       bool   // enough answered to say more than how many
	Facility    int    // percent
	Low, High   int    // its likely range
	Disc        string // the discrimination index; empty where it cannot be said
	Provisional bool
	DontKnow    int    // percent
	Seconds     string // median; empty where it is not known
	Flags       []ClassFlag

	facility, discrimination, seconds *float64
}

// ClassFlag is a flag in words.
type ClassFlag struct {
	Code   measure.FlagCode
	Option string // its letter; empty where the flag is about none
}

// ClassWhole is how reliable the totals are.
type ClassWhole struct {
	Learners         int
	Mean, Worth, SD  string
	Alpha, SEM       string // empty where they cannot be said
	Skewness, Excess string
	Enough           bool // for a verdict on Alpha
}

// ClassGroup is a topic or a kind of evidence.
type ClassGroup struct {
	Name      string
	Questions int
	Answers   int
	Percent   int
	Bar       []Segment
}

// ClassCalibration compares what the class was sure of with what was right.
type ClassCalibration struct {
	N       int
	Stated  int // percent, on average
	Right   int // percent
	Verdict Fit
	Levels  Levels
	Brier   string
	ECE     string
	Gamma   string // empty where it cannot be said
}

// How much of a long list a page shows.
const (
	questionsOfPage = 25
	learnersOfPage  = 100
	mostFlagged     = 6
)

// ClassResultsOf makes the page of a class. Of too few learners it says no more
// than how many there are.
func ClassResultsOf(r *play.Results, c Class, q ClassQuery, questionPath func(id string) string) ClassResults {
	p := ClassResults{Class: ClassOf(r, c)}
	if !p.Enough {
		return p
	}
	rows := classQuestions(r, questionPath)
	for _, row := range rows {
		if len(row.Flags) > 0 {
			p.Flagged = append(p.Flagged, row)
		}
	}
	p.Flags = len(p.Flagged)
	slices.SortStableFunc(p.Flagged, func(a, b ClassQuestion) int { return cmp.Compare(gravity(a), gravity(b)) })
	p.Flagged = p.Flagged[:min(len(p.Flagged), mostFlagged)]
	p.Legend = []quiz.Verdict{quiz.Right, quiz.Partial, quiz.Wrong, quiz.Unknown, quiz.LeftOut}
	p.Scatter = scatterOf(rows)
	p.Questions = tableOf(rows, questionColumns, q, p.Here.Table, "#questions", questionsOfPage)
	p.Scores = distributionOf(r.Scores)
	p.Whole = wholeOf(r.Whole)
	p.Topics = classGroups(r.Topics, r.Revision.Set.Topics.Title)
	p.Evidence = classGroups(r.Evidence, func(name string) string { return name })
	p.Calibration = classCalibration(r.Calibration)
	return p
}

// gravity orders questions by their gravest flag.
func gravity(q ClassQuestion) int { return slices.Index(measure.FlagCodes(), q.Flags[0].Code) }

// grave says whether a flag bids one look at the question itself, and not
// only at one of its options.
func (q ClassQuestion) grave() bool {
	return len(q.Flags) > 0 && q.Flags[0].Code != measure.TooEasy && q.Flags[0].Code != measure.IdleOption
}

var questionColumns = []column[ClassQuestion]{
	{name: "question", by: func(a, b *ClassQuestion) int { return cmp.Compare(a.N, b.N) }},
	{name: "answers", figure: true, by: func(a, b *ClassQuestion) int { return cmp.Compare(a.Answers, b.Answers) }},
	{name: "facility", figure: true, has: func(q *ClassQuestion) bool { return q.facility != nil }, by: func(a, b *ClassQuestion) int { return compareFigures(a.facility, b.facility) }},
	{name: "discrimination", figure: true, has: func(q *ClassQuestion) bool { return q.discrimination != nil }, by: func(a, b *ClassQuestion) int { return compareFigures(a.discrimination, b.discrimination) }},
	{name: "dont-know", figure: true, has: func(q *ClassQuestion) bool { return q.Shown }, by: func(a, b *ClassQuestion) int { return cmp.Compare(a.DontKnow, b.DontKnow) }},
	{name: "seconds", figure: true, has: func(q *ClassQuestion) bool { return q.seconds != nil }, by: func(a, b *ClassQuestion) int { return compareFigures(a.seconds, b.seconds) }},
	{name: "flags", figure: true, by: func(a, b *ClassQuestion) int { return cmp.Compare(len(a.Flags), len(b.Flags)) }},
}

// classQuestions makes a row of each question, in the order of the set.
func classQuestions(r *play.Results, path func(id string) string) []ClassQuestion {
	rows := make([]ClassQuestion, len(r.Items))
	for i := range r.Items {
		rows[i] = classQuestion(&r.Items[i], i, &r.Revision.Set.Questions[i])
		rows[i].Href = path(rows[i].ID)
	}
	return rows
}

func classQuestion(f *measure.ItemFigures, i int, q *quiz.Question) ClassQuestion {
	row := ClassQuestion{N: i + 1, ID: q.ID, Stem: reading.Plain(q.Stem), Answers: f.N}
	if f.N < measure.Least {
		return row
	}
	row.facility, row.discrimination, row.seconds = f.Facility, shownDiscrimination(f), f.Seconds
	row.Shown, row.Facility, row.Low, row.High = true, Percent(*f.Facility), Percent(*f.Low), Percent(*f.High)
	row.Disc, row.Provisional = decimal(row.discrimination, 0), f.Standing == measure.Provisional
	row.DontKnow = Percent(float64(f.DontKnow) / float64(f.N))
	row.Seconds = decimal(f.Seconds, 0)
	row.Bar = FiguresOf(tallyOf(f)).Bar
	row.Flags = classFlags(f)
	return row
}

func classFlags(f *measure.ItemFigures) []ClassFlag {
	var flags []ClassFlag
	for _, flag := range f.Flags {
		cf := ClassFlag{Code: flag.Code}
		if flag.Option != nil {
			cf.Option = Letter(*flag.Option)
		}
		flags = append(flags, cf)
	}
	return flags
}

// tallyOf counts a question's answers as a session's are counted.
func tallyOf(f *measure.ItemFigures) quiz.Tally {
	return quiz.Tally{Asked: f.N, Answered: f.N, Right: f.Right, Partial: f.Partial, Unknown: f.DontKnow, LeftOut: f.LeftOut}
}

// reliable is the number of learners from which a verdict on α is given.
const reliable = measure.Discriminating

func wholeOf(w measure.Whole) *ClassWhole {
	if w.Learners < measure.Least || w.Mean == nil {
		return nil
	}
	return &ClassWhole{
		Learners: w.Learners, Mean: decimal(w.Mean, 1), Worth: decimal(&w.Worth, -1), SD: decimal(w.SD, 1),
		Alpha: decimal(w.Alpha, 2), SEM: decimal(w.SEM, 1), Skewness: decimal(w.Skewness, 2), Excess: decimal(w.Kurtosis, 2),
		Enough: w.Learners >= reliable,
	}
}

func classGroups(groups []measure.Group, title func(string) string) []ClassGroup {
	var out []ClassGroup
	for _, g := range groups {
		if g.Answers < measure.Least {
			continue
		}
		share := 100 * g.Share()
		out = append(out, ClassGroup{
			Name: title(g.Name), Questions: g.Questions, Answers: g.Answers, Percent: Percent(g.Share()),
			Bar: []Segment{{Verdict: quiz.Right, Length: share}, {Verdict: quiz.NotAsked, Start: share, Length: 100 - share}},
		})
	}
	return out
}

func classCalibration(c measure.Calibration) *ClassCalibration {
	if c.N == 0 {
		return nil
	}
	return &ClassCalibration{
		N: c.N, Stated: Percent(c.Confidence), Right: Percent(c.Accuracy), Verdict: fitOf(c), Levels: levelsOf(c.Bins),
		Brier: fmt.Sprintf("%.3f", c.Brier), ECE: fmt.Sprintf("%.3f", c.ECE), Gamma: decimal(c.Gamma, 2),
	}
}
