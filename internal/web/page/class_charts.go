package page

import (
	"html/template"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"verbatim/internal/measure"
)

// Distribution is how the learners' shares of the marks are spread, in tenths.
type Distribution []ScoreBar

// ScoreBar is one tenth.
type ScoreBar struct {
	From, To int // percent
	Learners int
}

const tenths = 10

func distributionOf(scores []measure.Score) Distribution {
	d := make(Distribution, tenths)
	for i := range d {
		d[i].From, d[i].To = 100/tenths*i, 100/tenths*(i+1)
	}
	for _, s := range scores {
		const tolerance = 1e-9 // of sums of thirds and the like
		d[min(tenths-1, int(s.Share*tenths+tolerance))].Learners += s.Learners
	}
	return d
}

// Chart draws the tenths as bars.
func (d Distribution) Chart() template.HTML {
	p, s := newChart("", "")
	p.HideY()
	p.Y.Min = 0
	p.X.Tick.Marker = ticks(0, 100, 10, strconv.Itoa)
	const gap = 0.6 // between bars, in percent
	var bins []plotter.HistogramBin
	counts := plotter.XYLabels{}
	for _, b := range d {
		if b.Learners > 0 {
			bins = append(bins, plotter.HistogramBin{Min: float64(b.From) + gap, Max: float64(b.To) - gap, Weight: float64(b.Learners)})
			counts.XYs = append(counts.XYs, plotter.XY{X: float64(b.From+b.To) / 2, Y: float64(b.Learners)})
			counts.Labels = append(counts.Labels, strconv.Itoa(b.Learners))
		}
	}
	p.Add(&plotter.Histogram{Bins: bins, Width: 1, FillColor: barRole}, s.labels(counts, draw.XCenter, vg.Point{Y: 5}))
	p.X.Min, p.X.Max = 0, 100
	return s.draw(p, "scores", 356, 178)
}

// Scatter shows each question by how easy it is and how well it tells strong
// learners from weak ones.
type Scatter []ScatterPoint

// ScatterPoint is a question in the chart.
type ScatterPoint struct {
	N              int
	Facility       float64 // 0 to 1
	Discrimination float64 // the index, in percent
	Flagged        bool    // gravely
	Provisional    bool
}

// scatterOf takes the questions that have both figures.
func scatterOf(rows []ClassQuestion) Scatter {
	var s Scatter
	for _, q := range rows {
		if q.discrimination != nil {
			s = append(s, ScatterPoint{q.N, *q.facility, *q.discrimination, q.grave(), q.Provisional})
		}
	}
	return s
}

// Chart draws facility from 0 to 100 % from left to right, the discrimination
// index from bottom to top. x and y name the axes.
func (points Scatter) Chart(x, y string) template.HTML {
	p, s := newChart(x, y)
	const step = 20
	low, high := 0.0, 60.0
	dots := map[role]plotter.XYs{}
	flagged := plotter.XYLabels{}
	for _, q := range points {
		low, high = min(low, q.Discrimination), max(high, q.Discrimination)
		as := dotRole
		if q.Provisional {
			as += " provisional"
		}
		at := plotter.XY{X: 100 * q.Facility, Y: q.Discrimination}
		if q.Flagged {
			as += " flagged"
			flagged.XYs, flagged.Labels = append(flagged.XYs, at), append(flagged.Labels, strconv.Itoa(q.N))
		}
		dots[as] = append(dots[as], at)
	}
	low, high = step*math.Floor(low/step), step*math.Ceil(high/step)
	p.X.Tick.Marker = ticks(0, 100, 50, strconv.Itoa)
	p.Y.Tick.Marker = ticks(int(low), int(high), step, func(n int) string { return signed(float64(n), 0) })
	p.Add(&plotter.Grid{Horizontal: draw.LineStyle{Color: gridRole, Width: hair}}, guide(plotter.XYs{{X: 0, Y: 0}, {X: 100, Y: 0}}))
	for _, as := range []role{dotRole, dotRole + " provisional", dotRole + " flagged", dotRole + " provisional flagged"} {
		p.Add(scatter(dots[as], as, 3))
	}
	p.Add(s.labels(flagged, draw.XLeft, vg.Point{X: 6, Y: -4}))
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 100, low, high
	return s.draw(p, "scatter", 348, 304)
}

// Levels is what became of the answers of each level of certainty.
type Levels []Level

// Chart is the reliability diagram: chances that were stated from left to right,
// shares that were right from bottom to top, with their 95 % intervals. On the
// diagonal both are the same. x and y name the axes.
func (levels Levels) Chart(x, y string) template.HTML {
	p, s := newChart(x, y)
	const from = 40 // percent; nobody states less
	dots := map[role]plotter.XYs{}
	var reach plotter.YErrors
	shares := plotter.XYLabels{}
	for _, l := range levels {
		at := plotter.XY{X: float64(l.Stated), Y: float64(l.Percent)}
		as := dotRole
		if l.Few {
			as += " few"
		}
		dots[as] = append(dots[as], at)
		reach = append(reach, struct{ Low, High float64 }{float64(l.Percent - l.Low), float64(l.High - l.Percent)})
		shares.XYs, shares.Labels = append(shares.XYs, at), append(shares.Labels, strconv.Itoa(l.Percent))
	}
	p.X.Tick.Marker = ticks(50, 90, 20, strconv.Itoa)
	p.Y.Tick.Marker = ticks(0, 100, 50, strconv.Itoa)
	p.Add(guide(plotter.XYs{{X: from, Y: from}, {X: 100, Y: 100}}),
		&plotter.YErrorBars{XYs: shares.XYs, YErrors: reach, LineStyle: draw.LineStyle{Color: spanRole, Width: hair}})
	p.Add(scatter(dots[dotRole], dotRole, 6), scatter(dots[dotRole+" few"], dotRole+" few", 6))
	p.Add(s.labels(shares, draw.XLeft, vg.Point{X: 9, Y: 5}))
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = from, 100, 0, 100
	return s.draw(p, "reliability", 280, 264)
}

// ticks are whole numbers on an axis, with their names.
func ticks(from, to, step int, name func(int) string) plot.ConstantTicks {
	var all plot.ConstantTicks
	for n := from; n <= to; n += step {
		all = append(all, plot.Tick{Value: float64(n), Label: name(n)})
	}
	return all
}

func guide(along plotter.XYs) *plotter.Line {
	return &plotter.Line{XYs: along, LineStyle: draw.LineStyle{Color: guideRole, Width: hair}}
}

func scatter(at plotter.XYs, as role, radius vg.Length) *plotter.Scatter {
	return &plotter.Scatter{XYs: at, GlyphStyle: draw.GlyphStyle{Color: as, Radius: radius, Shape: draw.CircleGlyph{}}}
}

// labels are words beside points.
func (s *svg) labels(l plotter.XYLabels, x draw.XAlignment, offset vg.Point) *plotter.Labels {
	styles := make([]draw.TextStyle, len(l.Labels))
	for i := range styles {
		styles[i] = s.words(countRole, x, draw.YBottom)
	}
	return &plotter.Labels{XYs: l.XYs, Labels: l.Labels, TextStyle: styles, Offset: offset}
}
