package measure

import (
	"math"
	"slices"

	"verbatim/internal/quiz"
)

// The numbers of learners from which figures say something.
const (
	// Least is the smallest group of which anything but its size may be shown.
	Least = 5
	// Discriminating is how many tries a discrimination takes; until Settled it
	// is provisional.
	Discriminating = 30
	Settled        = 100
)

// Figures is an item analysis: of each question and of the whole. A figure is
// nil where it cannot be said, because too few answered or nothing varies.
type Figures struct {
	Learners int           `json:"learners"` // who have at least one try
	Answers  int           `json:"answers"`
	Items    []ItemFigures `json:"questions"`
	Whole    Whole         `json:"whole"`
	Scores   []Score       `json:"scores"` // of all learners, ascending
}

// Score is how many learners earned a share of what they were asked.
type Score struct {
	Share    float64 `json:"share"` // 0..1
	Learners int     `json:"learners"`
}

// Whole describes the totals of the learners who were asked every question.
type Whole struct {
	Learners int      `json:"learners"`
	Worth    float64  `json:"worth"` // what can be earned
	Mean     *float64 `json:"mean"`  // in marks, as SD and SEM
	SD       *float64 `json:"sd"`
	Skewness *float64 `json:"skewness"`
	Kurtosis *float64 `json:"kurtosis"`
	// Alpha is Cronbach's α; of questions that are right or wrong it is KR-20, and
	// a hundredth of Moodle's coefficient of internal consistency. It can be
	// below 0.
	Alpha *float64 `json:"alpha"`
	// ErrorRatio is the part of SD that chance makes, in percent; above 100
	// where Alpha is below 0. SEM is the standard error of measurement.
	ErrorRatio *float64 `json:"error_ratio"`
	SEM        *float64 `json:"sem"`
}

// ItemFigures are those of one question.
type ItemFigures struct {
	ID    string  `json:"id"`
	N     int     `json:"n"` // first tries
	Worth float64 `json:"worth"`
	// Facility is the average fraction, 0..1, with Wilson's 95 % interval.
	Facility *float64 `json:"facility"`
	Low      *float64 `json:"facility_low"`
	High     *float64 `json:"facility_high"`
	SD       *float64 `json:"sd"`    // of the marks
	Guess    *float64 `json:"guess"` // the random guess score, 0..1

	// Discrimination is the correlation, in percent, of the question with all
	// others; Efficiency compares its covariance with the largest that the same
	// marks could have.
	Discrimination *float64 `json:"discrimination"`
	Efficiency     *float64 `json:"discriminative_efficiency"`
	Standing       Standing `json:"standing"`
	Band           Band     `json:"band,omitempty"`
	// D27 is the facility of the best 27 % of learners less that of the lowest.
	D27 *float64 `json:"d27"`
	// EffectiveWeight is the question's part in the spread of totals, in
	// percent; nil where it works against them.
	EffectiveWeight *float64 `json:"effective_weight"`
	AlphaWithout    *float64 `json:"alpha_without"` // α if the question were deleted

	Right    int `json:"right"`
	Partial  int `json:"partial"`
	Wrong    int `json:"wrong"`
	DontKnow int `json:"dont_know"`
	LeftOut  int `json:"left_out"` // handed in without an answer

	Seconds   *float64        `json:"median_seconds"`
	Options   []OptionFigures `json:"options,omitempty"`
	Certainty []Bin           `json:"certainty,omitempty"` // by what was stated, ascending
	Flags     []Flag          `json:"flags,omitempty"`
}

// OptionFigures are those of one option.
type OptionFigures struct {
	quiz.Offer
	N     int     `json:"n"`
	Share float64 `json:"share"` // of the tries, 0..1
	// Correlation is that of picking it with what was earned elsewhere, −1..1.
	Correlation *float64 `json:"correlation"`
}

// Standing says how far a discrimination can be trusted.
type Standing string

// The standings.
const (
	TooFew      Standing = "too-few"
	Provisional Standing = "provisional"
	Firm        Standing = "firm"
)

func standingOf(n int) Standing {
	switch {
	case n < Discriminating:
		return TooFew
	case n < Settled:
		return Provisional
	}
	return Firm
}

// Band puts a discrimination index into words, as Moodle does.
type Band string

// The bands.
const (
	VeryGood Band = "very-good" // 50 and more
	Adequate Band = "adequate"  // 30 to 49
	Weak     Band = "weak"      // 20 to 29
	VeryWeak Band = "very-weak" // 0 to 19
	Invalid  Band = "invalid"   // below 0: probably so
)

func bandOf(discrimination *float64) Band {
	if discrimination == nil {
		return ""
	}
	switch d := *discrimination; {
	case d >= 50:
		return VeryGood
	case d >= 30:
		return Adequate
	case d >= 20:
		return Weak
	case d >= 0:
		return VeryWeak
	}
	return Invalid
}

// Figures works out the figures of what has been gathered.
func (s *Items) Figures() Figures {
	f := Figures{Items: make([]ItemFigures, len(s.items))}
	for _, v := range sorted(s.scores) {
		f.Scores = append(f.Scores, Score{v.at, int(v.n)})
		f.Learners += int(v.n)
	}
	for i := range s.items {
		f.Items[i] = s.figuresOf(i)
		f.Answers += f.Items[i].N
	}
	f.Whole = s.whole(f.Items)
	for i := range f.Items {
		f.Items[i].Flags = flagsOf(&f.Items[i])
	}
	return f
}

func (s *Items) figuresOf(i int) ItemFigures {
	item, a := s.items[i], &s.tallies[i]
	f := ItemFigures{
		ID: item.ID, Worth: item.Worth, Guess: item.Guess, Standing: TooFew, Seconds: median(a.seconds),
		Right: a.verdicts[quiz.Right], Partial: a.verdicts[quiz.Partial], Wrong: a.verdicts[quiz.Wrong], DontKnow: a.verdicts[quiz.Unknown], LeftOut: a.verdicts[quiz.LeftOut],
	}
	f.N = f.Right + f.Partial + f.Wrong + f.DontKnow + f.LeftOut
	for _, level := range quiz.Certainties() {
		if c := a.certainty[level]; c.n > 0 {
			f.Certainty = append(f.Certainty, newBin(level.Stated(), c.right, c.n))
		}
	}
	var all, paired moments // fractions; those of learners with a rest, and the rests
	for _, c := range a.along(func(c cell) int64 { return c.fraction }) {
		fraction, n := ofQuanta(c.fraction), float64(a.cells[c])
		all.add(fraction, 0, n)
		if c.rest != alone {
			paired.add(fraction, ofQuanta(c.rest), n)
		}
	}
	for k, o := range item.Options {
		f.Options = append(f.Options, a.option(k, o, f.N, paired))
	}
	if f.N == 0 {
		return f
	}
	low, high := wilson(all.x, all.n)
	f.Facility, f.Low, f.High = known(all.x), &low, &high
	if f.N > 1 {
		f.SD = known(item.Worth * math.Sqrt(all.varX()))
		f.D27 = a.d27()
	}
	f.Standing = standingOf(int(paired.n))
	if f.Discrimination = times(100, paired.correlation()); f.Discrimination != nil {
		f.Efficiency = known(100 * paired.xy / a.largest())
		f.Band = bandOf(f.Discrimination)
	}
	return f
}

// option compares those who picked an option with those who did not.
func (a *tally) option(k int, o quiz.Offer, n int, paired moments) OptionFigures {
	p := a.options[k]
	f := OptionFigures{Offer: o, N: p.n}
	if n == 0 {
		return f
	}
	f.Share = float64(p.n) / float64(n)
	size := float64(p.rests)
	both := moments{n: paired.n, xx: size * (1 - size/paired.n), yy: paired.yy, xy: p.rest - size*paired.y}
	f.Correlation = both.correlation()
	return f
}

// largest is the sum of products that the marks and the rests would have if
// the best marks went with the best rests.
func (a *tally) largest() float64 {
	lonely := func(c cell) bool { return c.rest == alone }
	marks := slices.DeleteFunc(a.along(func(c cell) int64 { return c.fraction }), lonely)
	rests := slices.DeleteFunc(a.along(func(c cell) int64 { return c.rest }), lonely)
	var m moments
	for i, j, left, right := 0, 0, 0, 0; i < len(marks) && j < len(rests); {
		if left == 0 {
			left = a.cells[marks[i]]
		}
		if right == 0 {
			right = a.cells[rests[j]]
		}
		n := min(left, right)
		m.add(ofQuanta(marks[i].fraction), ofQuanta(rests[j].rest), float64(n))
		if left -= n; left == 0 {
			i++
		}
		if right -= n; right == 0 {
			j++
		}
	}
	return m.xy
}

// d27 compares the highest and the lowest 27 % by total (Kelley 1939). Learners
// with the total at a border belong to the group in equal parts.
func (a *tally) d27() *float64 {
	cells := a.along(func(c cell) int64 { return c.total })
	totals := map[int64]moments{}
	n := 0.0
	for _, c := range cells {
		m := totals[c.total]
		m.add(ofQuanta(c.fraction), 0, float64(a.cells[c]))
		totals[c.total] = m
		n += float64(a.cells[c])
	}
	if len(totals) < 2 {
		return nil
	}
	size := 0.27 * n
	mean := func(from, step int) float64 {
		sum, left := 0.0, size
		for i := from; left > 0 && i >= 0 && i < len(cells); i += step {
			if i != from && cells[i].total == cells[i-step].total {
				continue
			}
			m := totals[cells[i].total]
			take := min(left, m.n)
			sum += take * m.x
			left -= take
		}
		return sum / size
	}
	return known(mean(len(cells)-1, -1) - mean(0, 1))
}

// whole describes the totals, and adds to the items what they are to them.
func (s *Items) whole(items []ItemFigures) Whole {
	w := Whole{Worth: s.worth}
	totals := sorted(s.totals)
	var m moments
	for _, v := range totals {
		m.add(s.worth*v.at, 0, v.n)
	}
	w.Learners = int(m.n)
	if m.n == 0 {
		return w
	}
	w.Mean = known(m.x)
	if m.n < 2 {
		return w
	}
	varT := m.varX()
	w.SD = known(math.Sqrt(varT))
	w.Skewness, w.Kurtosis = shape(totals)
	if varT <= flat {
		return w
	}
	var within, spread float64
	for i := range s.tallies {
		within += s.tallies[i].whole.varX()
		spread += math.Sqrt(max(0, s.tallies[i].whole.cov()))
	}
	k := len(s.items)
	w.Alpha = alpha(k, within, varT)
	if w.Alpha != nil {
		w.ErrorRatio = known(100 * math.Sqrt(1-*w.Alpha))
		w.SEM = known(*w.SD * math.Sqrt(1-*w.Alpha))
	}
	for i := range s.tallies {
		t := &s.tallies[i].whole
		if cov := t.cov(); cov >= 0 {
			items[i].EffectiveWeight = known(100 * math.Sqrt(cov) / spread)
		}
		items[i].AlphaWithout = alpha(k-1, within-t.varX(), varT+t.varX()-2*t.cov())
	}
	return w
}

// alpha is Cronbach's α of k items; nil of fewer than two, or where the total
// does not vary.
func alpha(k int, within, varT float64) *float64 {
	if k < 2 || varT <= flat {
		return nil
	}
	return known(float64(k) / float64(k-1) * (1 - within/varT))
}
