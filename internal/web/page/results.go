package page

import (
	"html/template"
	"math"

	"verbatim/internal/quiz"
)

// Results sums up a session.
type Results struct {
	Frame
	Set         Set
	Session     Links
	Review      bool // a review, which is not scored
	Scored      bool
	Done        bool
	Summary     template.HTML // partials/summary
	GoOn        template.HTML // partials/go-on; empty when all are answered
	Again       template.HTML // partials/retry
	Calibration template.HTML // partials/calibration; empty where no certainty was stated
	Topics      template.HTML // partials/topic-row of each
	Evidence    template.HTML // partials/evidence-row of each
	Questions   template.HTML // partials/outcomes of each group; empty while nothing is answered
}

// Summary is the score of a session in a few words.
type Summary struct {
	Figures
	Legend      []Count
	Scored      bool
	Mark, Bonus string // what certainty earned; empty where none was stated
}

// SummaryOf sums up a tally.
func SummaryOf(t quiz.Tally, scored bool, mark, bonus string) Summary {
	return Summary{Figures: FiguresOf(t), Legend: legendOf(t), Scored: scored, Mark: mark, Bonus: bonus}
}

// Links are the addresses of one session's pages; an empty one leads nowhere.
type Links struct {
	Continue string
	Results  string
	Marked   string
	Table    string // the session as CSV
	JSON     string
	Share    string // a few lines of text that give no answer away
	Retry    string // takes a POST
	Delete   string
	Parent   string // the results of the session that a retry belongs to
}

// Figures are counts, with the share of the marks that they earned.
type Figures struct {
	quiz.Tally
	Percent int // of the marks of the answered questions
	Bar     []Segment
}

// Row is the figures of one topic or one kind of evidence.
type Row struct {
	Name string // a title of the set, or a name in the catalogue
	Figures
	Language *Language // of the name
}

// Segment is one stretch of a bar, in percent of its length.
type Segment struct {
	Verdict quiz.Verdict
	Start   float64
	Length  float64
}

// FiguresOf rounds a tally for people. The share is rounded down, so that only
// a perfect score says 100 %.
func FiguresOf(t quiz.Tally) Figures {
	f := Figures{Tally: t, Percent: Percent(t.Fraction())}
	if t.Asked == 0 {
		return f
	}
	start := 0.0
	for _, part := range legendOf(t) {
		length := 100 * float64(part.N) / float64(t.Asked)
		f.Bar = append(f.Bar, Segment{Verdict: part.Verdict, Start: start, Length: length})
		start += length
	}
	return f
}

// Percent rounds a share of 0..1 to whole percents. Only the whole is 100 and
// only nothing is 0.
func Percent(fraction float64) int {
	const tolerance = 1e-9 // of sums of thirds and the like
	switch {
	case fraction >= 1-tolerance:
		return 100
	case fraction <= tolerance:
		return 0
	}
	return min(99, max(1, int(math.Round(100*fraction))))
}

// Group is a kind of answer that the results list together.
type Group string

// The groups, in the order of the page.
const (
	SureWrong   Group = "sure-wrong"
	UnsureRight Group = "unsure-right"
	Missed      Group = "missed" // the others that were missed
	GotRight    Group = "right"  // the others that count
	Withdrawn   Group = "withdrawn"
)

// Groups lists them all.
func Groups() []Group { return []Group{SureWrong, UnsureRight, Missed, GotRight, Withdrawn} }

// GroupOf says with which others an answer is listed.
func GroupOf(a quiz.Answer) Group {
	switch missed := a.Missed(); {
	case a.Verdict() == quiz.Withdrawn:
		return Withdrawn
	case a.Verdict() == quiz.Wrong && a.Certainty == quiz.VerySure:
		return SureWrong
	case !missed && a.Certainty == quiz.Unsure:
		return UnsureRight
	case missed:
		return Missed
	}
	return GotRight
}

// Outcomes are the answers of one group.
type Outcomes struct {
	Group Group
	N     int
	List  template.HTML // partials/outcome of each
}

// Outcome is one answered question in the results.
type Outcome struct {
	N         string        // the question's number, for addresses
	Nth       template.HTML // the same in words: partials/number
	Verdict   quiz.Verdict
	Regraded  RegradeNote
	Certainty quiz.Certainty // as stated with the answer
	Tried     Tried
	Stem      template.HTML
	Given     template.HTML // what else the question shows; may be empty
	Summary   template.HTML // your answer and the right one, made by the kind's template
	Passage   *Passage
	Feedback  string
	Language  *Language
}

// Marked is the whole reading, painted with what was right and wrong.
type Marked struct {
	Frame
	Set     Set
	Session Links
	Done    bool
	Next    int           // number of the next question; 0 when all are answered
	Text    template.HTML // tiles
	Legend  template.HTML // lines
}

// Tile is a stretch of the marked reading.
type Tile struct{ HTML template.HTML }

// Count is how often a verdict occurs: a line of a legend.
type Count struct {
	Verdict quiz.Verdict
	N       int
}

// legendOf lists the verdicts that occur in a tally, best first.
func legendOf(t quiz.Tally) []Count {
	var counts []Count
	for _, c := range []Count{{quiz.Right, t.Right}, {quiz.Partial, t.Partial}, {quiz.Wrong, t.Wrong()}, {quiz.Unknown, t.Unknown}, {quiz.LeftOut, t.LeftOut}, {quiz.NotAsked, t.Asked - t.Answered}} {
		if c.N > 0 {
			counts = append(counts, c)
		}
	}
	return counts
}
