package measure

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"verbatim/internal/quiz"
)

// equalItems are n questions worth 1 mark each, with options that can be picked.
func equalItems(n, options int) []Item {
	items := make([]Item, n)
	for i := range items {
		items[i] = Item{ID: fmt.Sprint("q", i+1), Worth: 1}
		for k := range options {
			items[i].Options = append(items[i].Options, quiz.Offer{Text: fmt.Sprint(k), Correct: k == 0})
		}
	}
	return items
}

// row is a learner who earned these fractions of the questions in their order.
func row(fractions ...float64) []Try {
	tries := make([]Try, len(fractions))
	for i, f := range fractions {
		tries[i] = Try{Item: i, Fraction: f}
	}
	return tries
}

// The five questions of the Law School Admission Test that Bock and Lieberman
// (1970) printed, as counts of the 32 patterns of answers.
func TestLSAT6(t *testing.T) {
	counts := []int{3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298}
	s := NewItems(equalItems(5, 0))
	for pattern, n := range counts {
		var fractions []float64
		for bit := 4; bit >= 0; bit-- {
			fractions = append(fractions, float64(pattern>>bit&1))
		}
		for range n {
			s.Add(row(fractions...))
		}
	}
	f := s.Figures()
	if f.Learners != 1000 || f.Whole.Learners != 1000 || f.Answers != 5000 {
		t.Fatalf("%d learners, %d of all, %d answers", f.Learners, f.Whole.Learners, f.Answers)
	}
	near(t, "the mean", *f.Whole.Mean, 3.819, 5e-4)
	near(t, "the deviation", *f.Whole.SD, 1.035, 5e-4)
	near(t, "α", *f.Whole.Alpha, .29499719, 5e-9)
	near(t, "the error of measurement", *f.Whole.SEM, .869, 5e-4)
	for i, want := range []struct{ facility, rest, without, d27 float64 }{
		{.924, .113, .275, .1966}, {.709, .153, .238, .6315}, {.553, .173, .217, .8109}, {.763, .144, .246, .5370}, {.870, .122, .266, .3203},
	} {
		item := f.Items[i]
		near(t, item.ID+"'s facility", *item.Facility, want.facility, 5e-4)
		near(t, item.ID+"'s item-rest correlation", *item.Discrimination/100, want.rest, 5e-4)
		near(t, "α without "+item.ID, *item.AlphaWithout, want.without, 5e-4)
		near(t, item.ID+"'s D27", *item.D27, want.d27, 5e-5)
		if item.Standing != Firm || item.Band != VeryWeak {
			t.Errorf("%s stands as %s, %s", item.ID, item.Standing, item.Band)
		}
	}
}

// What Moodle's own test of its statistics expects.
func TestMoodle(t *testing.T) {
	attempts, expected := shared(t, "moodle_fixture_a_22x13.csv"), shared(t, "moodle_fixture_a_expected.csv")
	if attempts == nil || expected == nil {
		t.Skip("the fixture stands beside the project, and is not there")
	}
	slots := []int{8, 9, 10, 11, 12, 19, 20, 17, 18, 14, 15, 16, 13} // the columns of the table
	items := equalItems(len(slots), 0)
	place := map[int]int{}
	for i, slot := range slots {
		place[slot] = i
		for _, e := range expected {
			if int(e[0]) == slot {
				items[i].Worth = e[1]
			}
		}
	}
	s := NewItems(items)
	for _, a := range attempts {
		var fractions []float64
		for i := range slots {
			fractions = append(fractions, a[2+i]/items[i].Worth)
		}
		s.Add(row(fractions...))
	}
	f := s.Figures()
	for _, e := range expected {
		item := f.Items[place[int(e[0])]]
		slot := fmt.Sprint("slot ", e[0])
		near(t, slot+": facility", 100**item.Facility, e[2], 5e-9)
		near(t, slot+": deviation", 1000**item.SD, e[3], 5e-7)
		near(t, slot+": effective weight", *item.EffectiveWeight, e[4], 5e-9)
		near(t, slot+": discrimination index", *item.Discrimination, e[5], 5e-9)
		near(t, slot+": discriminative efficiency", *item.Efficiency, e[6], 5e-9)
	}
}

// naive computes the figures in two passes over a table of fractions, by the
// formulas as they are printed.
type naive struct{ x [][]float64 } // by learner, by question

func (n naive) mean(f func(row []float64) float64) float64 {
	sum := 0.0
	for _, r := range n.x {
		sum += f(r)
	}
	return sum / float64(len(n.x))
}

func (n naive) cov(f, g func(row []float64) float64) float64 {
	mf, mg := n.mean(f), n.mean(g)
	return n.mean(func(r []float64) float64 { return (f(r) - mf) * (g(r) - mg) }) * float64(len(n.x)) / float64(len(n.x)-1)
}

func total(row []float64) float64 {
	sum := 0.0
	for _, x := range row {
		sum += x
	}
	return sum
}

func TestAgainstTwoPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		questions := rapid.IntRange(2, 6).Draw(t, "questions")
		table := naive{rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom([]float64{0, 1.0 / 3, 0.5, 1}), questions, questions), 2, 40).Draw(t, "fractions")}
		all := NewItems(equalItems(questions, 0))
		for _, r := range table.x {
			all.Add(row(r...))
		}
		f := all.Figures()
		sameFigure(t, "var T", square(f.Whole.SD), some(table.cov(total, total)))
		within := 0.0
		for i, item := range f.Items {
			x := func(r []float64) float64 { return r[i] }
			y := func(r []float64) float64 { return total(r) - r[i] }
			within += table.cov(x, x)
			sameFigure(t, "facility", item.Facility, some(table.mean(x)))
			r := table.cov(x, y) / math.Sqrt(table.cov(x, x)*table.cov(y, y))
			if table.cov(x, x) < 1e-12 || table.cov(y, y) < 1e-12 {
				r = math.NaN()
			}
			sameFigure(t, "discrimination", item.Discrimination, some(100*r))
			if c := table.cov(x, total); c > 1e-12 && item.EffectiveWeight == nil {
				t.Errorf("no effective weight where the covariance is %v", c)
			}
		}
		k := float64(questions)
		want := k / (k - 1) * (1 - within/table.cov(total, total))
		if table.cov(total, total) < 1e-12 {
			want = math.NaN()
		}
		sameFigure(t, "α", f.Whole.Alpha, some(want))
	})
}

func some(x float64) *float64 { return known(x) }

func square(x *float64) *float64 {
	if x == nil {
		return nil
	}
	return some(*x * *x)
}

func sameFigure(t rapid.TB, what string, got, want *float64) {
	t.Helper()
	if (got == nil) != (want == nil) {
		t.Fatalf("%s is %v, want %v", what, got, want)
	}
	if got != nil && math.Abs(*got-*want) > 1e-6*(1+math.Abs(*want)) {
		t.Fatalf("%s is %v, want %v", what, *got, *want)
	}
}

// What cannot be said is nil, and never a number that is none.
func TestNothingToSay(t *testing.T) {
	for name, rows := range map[string][][]Try{
		"nobody":          nil,
		"one learner":     {row(1, 0)},
		"all alike":       {row(1, 0), row(1, 0), row(1, 0)},
		"one question":    {{{Item: 0, Fraction: 1}}, {{Item: 0}}},
		"nothing at all":  {nil, nil},
		"different parts": {{{Item: 0, Fraction: 1}}, {{Item: 1}}},
	} {
		s := NewItems(equalItems(2, 2))
		for _, r := range rows {
			s.Add(r)
		}
		f := s.Figures()
		if f.Whole.Alpha != nil || f.Whole.SEM != nil || f.Whole.Skewness != nil {
			t.Errorf("%s: the whole is %+v", name, f.Whole)
		}
		for _, item := range f.Items {
			if item.Discrimination != nil || item.Efficiency != nil || item.Band != "" || item.Flags != nil {
				t.Errorf("%s: %+v", name, item)
			}
			for _, o := range item.Options {
				if o.Correlation != nil {
					t.Errorf("%s: an option correlates by %v", name, *o.Correlation)
				}
			}
		}
	}
}

// A negative α is shown as it is; chance then makes more than all of the spread.
func TestNegativeAlpha(t *testing.T) {
	s := NewItems(equalItems(3, 0))
	for _, r := range [][]Try{row(1, 0, 0), row(0, 1, 0), row(0, 0, 1), row(1, 1, 0)} {
		s.Add(r)
	}
	w := s.Figures().Whole
	if *w.Alpha >= 0 || *w.ErrorRatio <= 100 {
		t.Errorf("α is %v and the error ratio %v", *w.Alpha, *w.ErrorRatio)
	}
}

// By the k-statistics of 1, 2, 3, 4, 10: k2 12.5, k3 75, k4 562.5 by hand.
func TestShape(t *testing.T) {
	skewness, kurtosis := shape([]value{{1, 1}, {2, 1}, {3, 1}, {4, 1}, {10, 1}})
	near(t, "the skewness", *skewness, 75/math.Pow(12.5, 1.5), 1e-9)
	var m2, m4 = 10.0, (81.0 + 16 + 1 + 0 + 1296) / 5 // around 4
	near(t, "the kurtosis", *kurtosis, 25*(6*m4-12*m2*m2)/(4*3*2)/(12.5*12.5), 1e-9)
	if s, k := shape([]value{{1, 1}, {2, 1}}); s != nil || k != nil {
		t.Errorf("two values have the shape %v, %v", s, k)
	}
}

// Learners who were asked different questions are compared by the share of the
// rest, and say nothing of the whole.
func TestDrawnQuestions(t *testing.T) {
	s := NewItems([]Item{{ID: "a", Worth: 1}, {ID: "b", Worth: 2}, {ID: "c", Worth: 1}})
	s.Add([]Try{{Item: 0, Fraction: 1}, {Item: 1, Fraction: 0.5}})
	s.Add([]Try{{Item: 0}, {Item: 2, Fraction: 0.25}})
	s.Add([]Try{{Item: 0, Fraction: 1}, {Item: 2, Fraction: 0.75}})
	f := s.Figures()
	m := moments{}
	for _, p := range [][2]float64{{1, .5}, {0, .25}, {1, .75}} {
		m.add(p[0], p[1], 1)
	}
	near(t, "the discrimination of a", *f.Items[0].Discrimination, 100**m.correlation(), 1e-9)
	if f.Whole.Learners != 0 || f.Items[0].EffectiveWeight != nil || f.Learners != 3 {
		t.Errorf("%d of %d learners were asked everything", f.Whole.Learners, f.Learners)
	}
	want := []Score{{0.125, 1}, {2.0 / 3, 1}, {0.875, 1}}
	for i, score := range f.Scores {
		near(t, "a score", score.Share, want[i].Share, 1e-9)
	}
}

func TestCounts(t *testing.T) {
	s := NewItems(equalItems(1, 3))
	s.Add([]Try{{Fraction: 1, Picks: []int{0}, Certainty: quiz.VerySure, Seconds: 10}})
	s.Add([]Try{{Fraction: 0.5, Picks: []int{0, 2}, Certainty: quiz.VerySure, Seconds: 20}})
	s.Add([]Try{{Picks: []int{2}, Certainty: quiz.Unsure, Seconds: 5000}})
	s.Add([]Try{{DontKnow: true, Seconds: 31}})
	f := s.Figures().Items[0]
	if f.Right != 1 || f.Partial != 1 || f.Wrong != 1 || f.DontKnow != 1 || *f.Seconds != 20 {
		t.Errorf("%+v", f)
	}
	if got := []int{f.Options[0].N, f.Options[1].N, f.Options[2].N}; !slices.Equal(got, []int{2, 0, 2}) || f.Options[0].Share != 0.5 {
		t.Errorf("the options were picked %v times", got)
	}
	if len(f.Certainty) != 2 || f.Certainty[0].Stated != 0.5 || f.Certainty[1] != newBin(0.9, 1, 2) {
		t.Errorf("the certainty is %+v", f.Certainty)
	}
}

// An option's correlation is Pearson's, of who picked it with what they earned
// elsewhere.
func TestOptionCorrelation(t *testing.T) {
	s := NewItems(equalItems(3, 2))
	var m moments
	for i, r := range [][]float64{{1, 1, 1}, {0, 0, 1}, {1, 0, 1}, {0, 1, 1}, {0, 0, 0}} {
		tries := row(r...)
		tries[0].Picks = []int{i % 2}
		s.Add(tries)
		m.add(float64(i%2), (r[1]+r[2])/2, 1)
	}
	near(t, "the correlation", *s.Figures().Items[0].Options[1].Correlation, *m.correlation(), 1e-9)
}

// simulated is a learner of some ability before questions of some difficulty.
func simulated(rng *rand.Rand, questions int) []Try {
	ability := rng.NormFloat64()
	tries := make([]Try, questions)
	for i := range tries {
		difficulty := 2*float64(i)/float64(questions) - 1
		t := Try{Item: i, Picks: []int{1 + rng.IntN(3)}, Certainty: quiz.Certainty(rng.IntN(4)), Seconds: 5 + 60*rng.Float64()}
		if rng.Float64() < 1/(1+math.Exp(difficulty-ability)) {
			t.Fraction, t.Picks = 1, []int{0}
		}
		tries[i] = t
	}
	return tries
}

func BenchmarkMillion(b *testing.B) {
	const questions, learners = 50, 20_000
	rng := rand.New(rand.NewPCG(3, 4))
	rows := make([][]Try, 4000)
	for i := range rows {
		rows[i] = simulated(rng, questions)
	}
	for b.Loop() {
		s := NewItems(equalItems(questions, 4))
		for i := range learners {
			s.Add(rows[i%len(rows)])
		}
		if f := s.Figures(); f.Answers != 1_000_000 {
			b.Fatalf("%d answers", f.Answers)
		}
	}
	b.ReportMetric(1e6*float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}
