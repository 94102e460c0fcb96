package page

import (
	"fmt"
	"html/template"
	"image"
	"image/color"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// role is the colour of a mark, as what it stands for: a class, to which the
// stylesheet gives a colour in each theme. Pages may hold no style of their own.
type role string

// RGBA makes a role a colour of gonum's.
func (role) RGBA() (r, g, b, a uint32) { return color.Black.RGBA() }

// What charts are made of.
const (
	axisRole  role = "axis"
	gridRole  role = "line"
	guideRole role = "guide" // what the marks are compared with
	wordsRole role = "words"
	countRole role = "n"
	barRole   role = "score"
	spanRole  role = "span" // of an interval
	dotRole   role = "dot"
)

// chartFont is what words are measured in; readers see the font of their system.
var chartFont = font.Font{Typeface: "Liberation", Variant: "Sans", Size: 13}

// hair is any width above none: the stylesheet has the true one.
const hair vg.Length = 1

// svg is what gonum draws a chart on. It writes marks with classes for colours,
// and words with anchors, so that they stand right in any font.
type svg struct {
	text.Plain
	out    strings.Builder
	height vg.Length
	color  color.Color
	drawn  bool // whether lines have a width
}

// newChart begins a chart with these words at its axes.
func newChart(x, y string) (*plot.Plot, *svg) {
	s := &svg{Plain: text.Plain{Fonts: font.DefaultCache}}
	p := plot.New()
	p.BackgroundColor = nil
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Padding = 0
		a.LineStyle = draw.LineStyle{Color: axisRole, Width: hair}
		a.Tick.LineStyle, a.Tick.Length = a.LineStyle, 4
		a.Tick.Label = s.words(wordsRole, a.Tick.Label.XAlign, a.Tick.Label.YAlign)
		a.Label.TextStyle = s.words(wordsRole, draw.XCenter, draw.YBottom)
		a.Label.Padding = 4
	}
	p.X.Label.Text, p.Y.Label.Text = x, y
	return p, s
}

// words is a style of words.
func (s *svg) words(as role, x text.XAlignment, y text.YAlignment) text.Style {
	return text.Style{Color: as, Font: chartFont, XAlign: x, YAlign: y, Handler: s}
}

// draw draws the chart so wide and high. It is hidden from those who hear the
// page: a table beside it says the same.
func (s *svg) draw(p *plot.Plot, class string, width, height vg.Length) template.HTML {
	s.height = height
	fmt.Fprintf(&s.out, `<svg class="plot %s" viewBox="0 0 %s %s" aria-hidden="true" focusable="false">`, class, length(width), length(height))
	p.Draw(draw.NewCanvas(s, width, height))
	s.out.WriteString("</svg>")
	return template.HTML(s.out.String()) // of words, Draw escapes what HTML has a meaning for
}

// Draw writes one line of words. Its place is that of the style's alignment.
func (s *svg) Draw(_ vg.Canvas, words string, sty text.Style, at vg.Point) {
	rise := sty.Height(words)*vg.Length(sty.YAlign) + sty.Font.Size - s.Extents(sty.Font).Ascent
	sin, cos := math.Sincos(sty.Rotation)
	at = at.Add(vg.Point{X: -rise * vg.Length(sin), Y: rise * vg.Length(cos)})
	anchor := map[text.XAlignment]string{draw.XCenter: ` text-anchor="middle"`, draw.XRight: ` text-anchor="end"`}[sty.XAlign]
	turn := ""
	if sty.Rotation != 0 {
		turn = fmt.Sprintf(` transform="rotate(%s %s)"`, length(vg.Length(-sty.Rotation*180/math.Pi)), s.at(at))
	}
	fmt.Fprintf(&s.out, `<text class="%s" x="%s" y="%s"%s%s>%s</text>`,
		sty.Color, length(at.X), length(s.height-at.Y), anchor, turn, template.HTMLEscapeString(words))
}

// SetColor chooses what the next marks stand for.
func (s *svg) SetColor(c color.Color) { s.color = c }

// SetLineWidth says only whether lines are drawn at all.
func (s *svg) SetLineWidth(w vg.Length) { s.drawn = w > 0 }

// SetLineDash does nothing: the stylesheet says which lines are dashed.
func (*svg) SetLineDash([]vg.Length, vg.Length) {}

// Stroke draws a line.
func (s *svg) Stroke(p vg.Path) {
	if s.drawn {
		s.Fill(p)
	}
}

// Fill draws a form; whether it is full or a line is the stylesheet's to say.
func (s *svg) Fill(p vg.Path) {
	fmt.Fprintf(&s.out, `<path class="%s" d="`, s.color)
	for _, step := range p {
		switch step.Type {
		case vg.MoveComp:
			s.out.WriteString("M" + s.at(step.Pos))
		case vg.LineComp:
			s.out.WriteString("L" + s.at(step.Pos))
		case vg.ArcComp: // the only ones drawn here are whole circles
			r := length(step.Radius)
			side := vg.Point{X: step.Radius}
			fmt.Fprintf(&s.out, "M%sA%s %s 0 0 1 %sA%s %s 0 0 1 %[1]s", s.at(step.Pos.Sub(side)), r, r, s.at(step.Pos.Add(side)), r, r)
		case vg.CloseComp:
			s.out.WriteString("z")
		}
	}
	s.out.WriteString(`"/>`)
}

// at is a place: SVG counts from the top, gonum from the bottom.
func (s *svg) at(p vg.Point) string { return length(p.X) + " " + length(s.height-p.Y) }

// length is a number of SVG's, to a tenth of a pixel.
func length(l vg.Length) string {
	return strconv.FormatFloat(math.Round(float64(l)*10)/10, 'f', -1, 64)
}

// The rest of vg.Canvas is what no chart here asks for.

// Push does nothing: nothing here is turned or scaled.
func (*svg) Push() {}

// Pop does nothing.
func (*svg) Pop() {}

// Rotate is never asked for: Draw turns words by itself.
func (*svg) Rotate(float64) {}

// Translate is never asked for.
func (*svg) Translate(vg.Point) {}

// Scale is never asked for.
func (*svg) Scale(_, _ float64) {}

// FillString is never asked for: words go through Draw.
func (*svg) FillString(font.Face, vg.Point, string) {}

// DrawImage is never asked for.
func (*svg) DrawImage(vg.Rectangle, image.Image) {}
