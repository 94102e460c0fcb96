package page

import (
	"math"
	"slices"

	"verbatim/internal/measure"
)

// Distribution is how the learners' shares of the marks are spread, in tenths.
type Distribution struct {
	Bars []ScoreBar
}

// ScoreBar is one tenth, with its place in the chart.
type ScoreBar struct {
	From, To int // percent
	Learners int
	X, Y     float64
	Height   float64
	Middle   float64
	Label    float64 // where its number stands
}

// The chart of scores: ten bars over a base line.
const (
	scoresLeft, scoresBase, scoresHeight = 8.0, 150.0, 120.0
	scoresStep                           = 34.0
	tenths                               = 10
)

func distributionOf(scores []measure.Score) Distribution {
	var counts [tenths]int
	for _, s := range scores {
		const tolerance = 1e-9 // of sums of thirds and the like
		counts[min(tenths-1, int(s.Share*tenths+tolerance))] += s.Learners
	}
	most := max(1, slices.Max(counts[:]))
	var d Distribution
	for i, n := range counts {
		height := scoresHeight * float64(n) / float64(most)
		x := scoresLeft + scoresStep*float64(i)
		d.Bars = append(d.Bars, ScoreBar{
			From: 10 * i, To: 10 * (i + 1), Learners: n, X: x, Y: scoresBase - height, Height: height,
			Middle: x + scoresStep/2 - 2, Label: scoresBase - height - 5,
		})
	}
	return d
}

// Scatter shows each question by how easy it is and how well it tells strong
// learners from weak ones.
type Scatter struct {
	Points []ScatterPoint
	Lines  []ScatterLine
	Zero   float64
}

// ScatterPoint is a question in the chart.
type ScatterPoint struct {
	N           int
	X, Y        float64
	Flagged     bool // gravely
	Provisional bool
}

// ScatterLine is a line of the scale.
type ScatterLine struct {
	At    float64
	Label string
}

// The plot of the scatter: facility from 0 to 100 % from left to right, the
// discrimination index from bottom to top.
const (
	scatterLeft, scatterTop  = 48.0, 12.0
	scatterWide, scatterHigh = 288.0, 240.0
	scatterStep              = 20
)

// scatterOf places the questions that have both figures; nil where there are none.
func scatterOf(rows []ClassQuestion) *Scatter {
	low, high := 0.0, 60.0
	placed := false
	for _, q := range rows {
		if q.discrimination != nil {
			placed = true
			low, high = min(low, *q.discrimination), max(high, *q.discrimination)
		}
	}
	if !placed {
		return nil
	}
	bottom := scatterStep * math.Floor(low/scatterStep)
	top := scatterStep * math.Ceil(high/scatterStep)
	y := func(d float64) float64 { return scatterTop + scatterHigh*(top-d)/(top-bottom) }
	s := &Scatter{Zero: y(0)}
	for d := bottom; d <= top; d += scatterStep {
		s.Lines = append(s.Lines, ScatterLine{y(d), Signed(d, 0)})
	}
	for _, q := range rows {
		if q.discrimination != nil {
			s.Points = append(s.Points, ScatterPoint{q.N, scatterLeft + scatterWide**q.facility, y(*q.discrimination), q.grave(), q.Provisional})
		}
	}
	return s
}
