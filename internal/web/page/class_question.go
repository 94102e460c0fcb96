package page

import (
	"html/template"
	"strconv"

	"verbatim/internal/measure"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// ClassItem is how a class did with one question.
type ClassItem struct {
	Class
	Question ClassQuestion
	Of       int           // questions of the set
	Asked    template.HTML // the question's stem
	Given    template.HTML // what else it shows; may be empty
	Topic    string        // empty where it has none
	Evidence quiz.Evidence
	Passage  *Passage // nil where it cites none
	Anchor   string   // of the passage, in the results over the reading
	Legend   []Count

	Band       measure.Band // empty where nothing is said
	Few        bool         // for a discrimination
	Needed     int          // how many it takes
	Settled    int          // until when it is provisional
	D27        string
	Efficiency string
	Weight     string // the effective weight
	Without    string // α if it were deleted
	SD         string
	Guess      string // percent; empty where it cannot be said
	Media      string // what stands before the path of each image

	Options  []ClassOption
	Levels   Levels // of certainty
	Previous string
	Next     string
}

// ClassOption is an option with who picked it.
type ClassOption struct {
	Letter  string
	Text    string // Markdown
	Name    string // a key of the catalogue in place of a text
	Correct bool
	N       int
	Percent int
	Bar     []Segment
	Rest    string // its correlation with the rest; empty where it cannot be said
	Rival   bool   // it attracts stronger learners than the key does
	Idle    bool
}

// ClassItemOf makes the page of the question at a place of the set. What is
// shown of its text is the caller's.
func ClassItemOf(r *play.Results, at int, c Class, questionPath func(id string) string) ClassItem {
	set, f := r.Revision.Set, &r.Items[at]
	q := &set.Questions[at]
	p := ClassItem{Class: ClassOf(r, c), Of: len(r.Items), Evidence: q.Evidence, Needed: measure.Discriminating, Settled: measure.Settled}
	p.Question = classQuestion(f, at, q)
	if q.Topic != "" {
		p.Topic = set.Topics.Title(q.Topic)
	}
	if at > 0 {
		p.Previous = questionPath(set.Questions[at-1].ID)
	}
	if at < len(r.Items)-1 {
		p.Next = questionPath(set.Questions[at+1].ID)
	}
	if p.Question.Shown = p.Question.Shown && p.Enough; !p.Question.Shown {
		return p
	}
	p.Legend = legendOf(tallyOf(f))
	p.Few = f.Standing == measure.TooFew
	if !p.Few {
		p.Band, p.D27, p.Efficiency = f.Band, decimal(f.D27, 2), decimal(f.Efficiency, 0)
	}
	p.Weight, p.Without, p.SD = decimal(f.EffectiveWeight, 1), decimal(f.AlphaWithout, 2), decimal(f.SD, 2)
	if f.Guess != nil {
		p.Guess = strconv.Itoa(Percent(*f.Guess))
	}
	p.Levels = levelsOf(f.Certainty)
	for k, o := range f.Options {
		p.Options = append(p.Options, classOption(k, o, f))
	}
	return p
}

func classOption(k int, o measure.OptionFigures, f *measure.ItemFigures) ClassOption {
	share := 100 * o.Share
	verdict := quiz.Wrong
	if o.Correct {
		verdict = quiz.Right
	}
	out := ClassOption{
		Letter: Letter(k), Text: o.Text, Name: o.Name, Correct: o.Correct, N: o.N, Percent: Percent(o.Share),
		Bar: []Segment{{Verdict: verdict, Length: share}, {Verdict: quiz.NotAsked, Start: share, Length: 100 - share}},
	}
	if f.Standing != measure.TooFew {
		out.Rest = decimal(o.Correlation, 2)
	}
	for _, flag := range f.Flags {
		if flag.Option != nil && *flag.Option == k {
			out.Rival = out.Rival || flag.Code == measure.KeyMayBeWrong
			out.Idle = out.Idle || flag.Code == measure.IdleOption
		}
	}
	return out
}
