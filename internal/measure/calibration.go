package measure

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"verbatim/internal/quiz"
)

// Judgement is one stated chance of being right, and whether it was.
type Judgement struct {
	Stated float64 // 0..1
	Right  bool
}

// Judgements gives those of the answers whose certainty was stated, by their
// first tries. Only one that earned the whole of its question counts as right.
func Judgements(answers []quiz.Answer) []Judgement {
	var js []Judgement
	for _, a := range answers {
		if a.Certainty != quiz.Unstated && a.Verdict() != quiz.Withdrawn {
			js = append(js, Judgement{Stated: a.Certainty.Stated(), Right: a.FirstTry().Verdict() == quiz.Right})
		}
	}
	return js
}

// Bin is what became of the judgements that stated one chance.
type Bin struct {
	Stated float64 `json:"stated"`
	N      int     `json:"n"`
	Right  int     `json:"right"`
	Low    float64 `json:"low"` // with High, Wilson's 95 % interval of the share that was right
	High   float64 `json:"high"`
}

func newBin(stated float64, right, n int) Bin {
	b := Bin{Stated: stated, N: n, Right: right}
	b.Low, b.High = Wilson(right, n)
	return b
}

// Accuracy is the share that was right, 0..1.
func (b Bin) Accuracy() float64 { return float64(b.Right) / float64(b.N) }

// Calibration compares what was stated with what was right. All figures are 0
// and Gamma is nil where there is no judgement.
type Calibration struct {
	N, Right   int
	Confidence float64 // the average chance stated, 0..1
	Accuracy   float64 // the share that was right, 0..1
	Bias       float64 // Confidence − Accuracy: above 0 is surer than right

	// Brier is the mean squared distance of the stated from the outcome, 0 the
	// best (Brier 1950). It equals Reliability − Resolution + Uncertainty
	// (Murphy 1973), exactly, because the bins are the stated values themselves.
	Brier, Reliability, Resolution, Uncertainty float64
	// ECE is the expected calibration error: the mean distance of the stated
	// from the accuracy of its bin, 0..1.
	ECE float64
	// Gamma says whether surer answers were right more often, −1..1 (Goodman
	// and Kruskal 1954; as a measure of metacognition, Nelson 1984). It is nil
	// where no two judgements differ both in what was stated and in outcome.
	Gamma *float64

	Bins []Bin // by what was stated, ascending
}

// Calibrate compares judgements with their outcomes.
func Calibrate(js []Judgement) Calibration {
	bins := map[float64]Bin{}
	for _, j := range js {
		b := bins[j.Stated]
		b.Stated = j.Stated
		b.N++
		if j.Right {
			b.Right++
		}
		bins[j.Stated] = b
	}
	return CalibrateBins(slices.Collect(maps.Values(bins)))
}

// CalibrateBins does the same for judgements that have been counted. Bins of
// the same statement are put together; those of none are left out.
func CalibrateBins(bins []Bin) Calibration {
	var c Calibration
	for _, b := range slices.SortedFunc(slices.Values(bins), func(a, b Bin) int { return cmp.Compare(a.Stated, b.Stated) }) {
		switch last := len(c.Bins) - 1; {
		case b.N == 0:
			continue
		case last >= 0 && c.Bins[last].Stated == b.Stated:
			c.Bins[last] = newBin(b.Stated, c.Bins[last].Right+b.Right, c.Bins[last].N+b.N)
		default:
			c.Bins = append(c.Bins, newBin(b.Stated, b.Right, b.N))
		}
		c.N += b.N
		c.Right += b.Right
	}
	if c.N == 0 {
		return c
	}
	n := float64(c.N)
	c.Accuracy = float64(c.Right) / n
	c.Uncertainty = c.Accuracy * (1 - c.Accuracy)
	for _, b := range c.Bins {
		share, off, away := float64(b.N)/n, b.Stated-b.Accuracy(), b.Accuracy()-c.Accuracy
		c.Confidence += share * b.Stated
		c.Brier += share * (b.Accuracy()*(b.Stated-1)*(b.Stated-1) + (1-b.Accuracy())*b.Stated*b.Stated)
		c.Reliability += share * off * off
		c.Resolution += share * away * away
		c.ECE += share * math.Abs(off)
	}
	c.Bias = c.Confidence - c.Accuracy
	c.Gamma = gamma(c.Bins)
	return c
}

// gamma counts the pairs of a right and a wrong judgement that the statements
// order as the outcomes do, against those that they order the other way.
func gamma(bins []Bin) *float64 {
	var concordant, discordant float64
	for i, low := range bins {
		for _, high := range bins[i+1:] {
			concordant += float64((low.N - low.Right) * high.Right)
			discordant += float64(low.Right * (high.N - high.Right))
		}
	}
	if concordant+discordant == 0 {
		return nil
	}
	g := (concordant - discordant) / (concordant + discordant)
	return &g
}

// z95 is the 97.5th percentile of the standard normal distribution.
const z95 = 1.959963984540054

// Wilson gives the 95 % score interval, within 0..1, of a share of which n
// trials had so many successes (Wilson 1927); 0 and 1 where n is 0.
func Wilson(successes, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	return wilson(float64(successes)/float64(n), float64(n))
}

// wilson is the same for a mean of fractions. Those vary no more than trials do
// that succeed or not, so the interval holds at least what it says.
func wilson(p, size float64) (low, high float64) {
	z2 := z95 * z95
	middle := (p + z2/(2*size)) / (1 + z2/size)
	half := z95 / (1 + z2/size) * math.Sqrt(p*(1-p)/size+z2/(4*size*size))
	return max(0, middle-half), min(1, middle+half)
}
