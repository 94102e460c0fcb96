package page

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"verbatim/internal/measure"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// CertaintyRule is one way to ask for certainty, at the start of a session.
type CertaintyRule struct {
	Rule   quiz.CertaintyRule
	Chosen bool
}

// Name names the rule where it cannot be empty: in an id and in the catalogue.
func (r CertaintyRule) Name() string { return cmp.Or(string(r.Rule), "off") }

// CertaintyRules offers the ways; none is asked for unless another is chosen.
func CertaintyRules(chosen string) []CertaintyRule {
	rules := []CertaintyRule{{Rule: quiz.CertaintyOff}, {Rule: quiz.CertaintyOptional}, {Rule: quiz.CertaintyRequired}}
	at := 0
	for i, r := range rules {
		if string(r.Rule) == chosen {
			at = i
		}
	}
	rules[at].Chosen = true
	return rules
}

// AskCertainty asks how sure one is of an answer, beside the table of marks.
type AskCertainty struct {
	Optional bool
	Levels   []CertaintyLevel
	Problem  *Problem // nil where the control is not at fault
}

// CertaintyLevel is one level with what it earns.
type CertaintyLevel struct {
	Level        quiz.Certainty
	Right, Wrong string
	Given        bool // chosen already, when the form comes back
}

// LevelValue is the value of a level's control; empty for none.
func LevelValue(c quiz.Certainty) string {
	if c == quiz.Unstated {
		return ""
	}
	return strconv.Itoa(int(c))
}

// CertaintyLevels lists the levels with their marks.
func CertaintyLevels(given string) []CertaintyLevel {
	var levels []CertaintyLevel
	for _, c := range quiz.Certainties() {
		right, wrong := measure.Worth(c)
		levels = append(levels, CertaintyLevel{c, signed(right, 0), signed(wrong, 0), strconv.Itoa(int(c)) == given})
	}
	return levels
}

// signed writes a number with so many decimals and a true minus.
func signed(x float64, decimals int) string {
	text := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" {
		text = strings.TrimPrefix(text, "-")
	}
	return strings.Replace(text, "-", "\u2212", 1)
}

// Below these numbers of answers nothing is concluded: of a session, of one
// level or one kind of evidence.
const (
	fewAnswers = 20
	fewOfGroup = 5
)

// Calibration shows how well the certainty that was stated fits what was right.
type Calibration struct {
	N       int    // answers whose certainty was stated
	Enough  int    // how many it takes for a verdict
	Mark    string // the average mark by certainty; the best is 3
	Bonus   string // in percent
	Verdict Fit
	Levels  Levels
	Groups  []Trust // by kind of evidence
}

// Fit says whether certainty fits what was right.
type Fit string

// The verdicts on certainty.
const (
	FitFew   Fit = "few" // too few answers to say
	FitOver  Fit = "over"
	FitUnder Fit = "under"
	FitGood  Fit = "good"
)

// Level is what became of the answers of one level of certainty.
type Level struct {
	Level    quiz.Certainty
	N, Right int
	Stated   int  // percent
	Percent  int  // of them right
	Low      int  // Wilson's 95 % interval, in percent
	High     int  //
	Few      bool // too few to conclude from: the mark is hollow
}

// Trust is how sure one was of claims of one kind of evidence, and how right.
type Trust struct {
	Evidence string
	N        int
	Stated   int // percent, on average
	Percent  int // right
	Few      bool
}

// CalibrationOf sums up the certainty of a session; nil where none was stated.
func CalibrationOf(w *play.Walk) *Calibration {
	c := measure.Calibrate(measure.Judgements(w.Answers))
	if c.N == 0 {
		return nil
	}
	marks := measure.MarksOf(w.Answers)
	p := &Calibration{
		N: c.N, Enough: fewAnswers, Mark: signed(marks.Mean, 2), Bonus: signed(100*marks.Bonus, 1), Verdict: fitOf(c),
	}
	p.Levels = levelsOf(c.Bins)
	byEvidence := map[quiz.Evidence][]quiz.Answer{}
	for _, a := range w.Answers {
		e := w.Question(a.N).Evidence
		byEvidence[e] = append(byEvidence[e], a)
	}
	for _, e := range quiz.EvidenceKinds() {
		if g := measure.Calibrate(measure.Judgements(byEvidence[e])); g.N > 0 {
			p.Groups = append(p.Groups, Trust{string(e), g.N, Percent(g.Confidence), Percent(g.Accuracy), g.N < fewOfGroup})
		}
	}
	return p
}

// levelsOf is what became of each level of certainty.
func levelsOf(bins []measure.Bin) Levels {
	var levels Levels
	for _, level := range quiz.Certainties() {
		for _, b := range bins {
			if b.Stated == level.Stated() {
				levels = append(levels, Level{
					Level: level, N: b.N, Right: b.Right, Stated: Percent(b.Stated), Percent: Percent(b.Accuracy()),
					Low: Percent(b.Low), High: Percent(b.High), Few: b.N < fewOfGroup,
				})
			}
		}
	}
	return levels
}

// fitOf compares the average of what was stated with Wilson's interval of the
// share that was right: within it, chance alone explains the difference.
func fitOf(c measure.Calibration) Fit {
	low, high := measure.Wilson(c.Right, c.N)
	switch {
	case c.N < fewAnswers:
		return FitFew
	case c.Confidence > high:
		return FitOver
	case c.Confidence < low:
		return FitUnder
	}
	return FitGood
}

// MarkOf writes what an answer earned by certainty.
func MarkOf(a quiz.Answer) string {
	return signed(math.Round(100*measure.Mark(a.FirstTry().Fraction, a.Certainty))/100, -1)
}
