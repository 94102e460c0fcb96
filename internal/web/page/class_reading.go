package page

import (
	"html/template"

	"verbatim/internal/lint"
	"verbatim/internal/measure"
	"verbatim/internal/play"
)

// ClassReading is the reading, shaded by how well the class did on each passage.
type ClassReading struct {
	Class
	Text   template.HTML
	Legend []ShadeCount
}

// Shade says how well a class did on a passage.
type Shade string

// The shades, the best first.
const (
	ShadeWell      Shade = "well"      // 80 % of the marks and more
	ShadeFair      Shade = "fair"      // 60 to 79 %
	ShadePoor      Shade = "poor"      // 40 to 59 %
	ShadeBad       Shade = "bad"       // under 40 %
	ShadeThin      Shade = "thin"      // too few answers to say
	ShadeAside     Shade = "aside"     // cited beside an option or a part alone
	ShadeUncovered Shade = "uncovered" // no question cites it
	ShadeNone      Shade = ""          // it is not to be asked about
)

// Shades lists those that a legend names, in its order.
func Shades() []Shade {
	return []Shade{ShadeWell, ShadeFair, ShadePoor, ShadeBad, ShadeThin, ShadeAside, ShadeUncovered}
}

func shadeOf(share float64) Shade {
	switch p := Percent(share); {
	case p >= 80:
		return ShadeWell
	case p >= 60:
		return ShadeFair
	case p >= 40:
		return ShadePoor
	}
	return ShadeBad
}

// ShadeCount is a line of the legend.
type ShadeCount struct {
	Shade Shade
	N     int // passages
}

// Shaded gives the shade of each passage of the reading. The error is
// lint.ErrNoReading where there is none.
func Shaded(r *play.Results) ([]Shade, error) {
	cover, err := lint.Cover(r.Revision.Set)
	if err != nil {
		return nil, err
	}
	return shadesOf(r, cover), nil
}

// ClassPassage is a passage of the reading with how well a class did on it.
type ClassPassage struct {
	N       int      `json:"n"` // its place among the passages, from 0
	Section string   `json:"section,omitempty"`
	Text    string   `json:"text"`
	Shade   Shade    `json:"standing,omitempty"`
	Cited   []string `json:"cited"` // by these questions, or beside one of their options
}

// ClassPassages gives the reading passage by passage. The error is
// lint.ErrNoReading where there is none.
func ClassPassages(r *play.Results) ([]ClassPassage, error) {
	cover, err := lint.Cover(r.Revision.Set)
	if err != nil {
		return nil, err
	}
	shades := shadesOf(r, cover)
	out := make([]ClassPassage, len(shades))
	for i, p := range cover.Passages {
		out[i] = ClassPassage{i, r.Revision.Set.Reading.Sections[p.Section].Title, p.Text, shades[i], p.Questions}
	}
	return out, nil
}

func shadesOf(r *play.Results, cover *lint.Coverage) []Shade {
	points, answers := make([]float64, len(cover.Passages)), make([]float64, len(cover.Passages))
	own := make([]bool, len(cover.Passages))
	for i := range r.Items {
		m, ok := r.Revision.Find(r.Revision.Set.Questions[i].Citation)
		if !ok {
			continue
		}
		f := &r.Items[i]
		for p := m.First; p < m.Last; p++ {
			own[p] = true
			if f.N >= measure.Least {
				points[p] += *f.Facility * float64(f.N)
				answers[p] += float64(f.N)
			}
		}
	}
	shades := make([]Shade, len(cover.Passages))
	for i, p := range cover.Passages {
		switch {
		case answers[i] > 0:
			shades[i] = shadeOf(points[i] / answers[i])
		case own[i]:
			shades[i] = ShadeThin
		case len(p.Questions) > 0:
			shades[i] = ShadeAside
		case !p.LeftOut:
			shades[i] = ShadeUncovered
		}
	}
	return shades
}

// ShadeLegend counts the shades that occur.
func ShadeLegend(shades []Shade) []ShadeCount {
	count := map[Shade]int{}
	for _, s := range shades {
		count[s]++
	}
	var legend []ShadeCount
	for _, s := range Shades() {
		if count[s] > 0 {
			legend = append(legend, ShadeCount{s, count[s]})
		}
	}
	return legend
}
