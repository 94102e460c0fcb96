package page

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"verbatim/internal/measure"
	"verbatim/internal/quiz"
)

// A chart is well-formed, holds no style of its own, and has words as words.
func TestChartsAreMarksWithClasses(t *testing.T) {
	index := 35.0
	facility := 0.5
	charts := map[string]struct {
		svg   string
		holds []string
	}{
		"scores": {string(distributionOf([]measure.Score{{Share: 0.3, Learners: 4}, {Share: 1, Learners: 7}}).Chart()),
			[]string{`>4</text>`, `>7</text>`, `class="score"`, `>100</text>`}},
		"scatter": {string(scatterOf([]ClassQuestion{{N: 3, facility: &facility, discrimination: &index, Provisional: true}}).Chart("<easy>", "telling & more")),
			[]string{`class="dot provisional"`, `&lt;easy&gt;`, `telling &amp; more`, `rotate(-90 `}},
		"reliability": {string(Levels{{Level: quiz.VerySure, N: 5, Right: 2, Stated: 90, Percent: 40, Low: 10, High: 80, Few: true}}.Chart("stated", "right")),
			[]string{`class="dot few"`, `class="span"`, `class="guide"`, `>40</text>`}},
		"nothing": {string(Scatter(nil).Chart("", "")), []string{`class="axis"`}},
	}
	for name, c := range charts {
		d := xml.NewDecoder(strings.NewReader(c.svg))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v in %s", name, err, c.svg)
			}
			if e, ok := token.(xml.StartElement); ok {
				for _, a := range e.Attr {
					if a.Name.Local == "style" || strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
						t.Errorf("%s: <%s %s=%q>", name, e.Name.Local, a.Name.Local, a.Value)
					}
				}
			}
		}
		for _, want := range c.holds {
			if !strings.Contains(c.svg, want) {
				t.Errorf("%s lacks %s: %s", name, want, c.svg)
			}
		}
	}
}
