package report

// A color is a terminal's code for it.
type color string

const (
	bold   color = "1"
	red    color = "1;31"
	green  color = "32"
	yellow color = "1;33"
	blue   color = "34"
	cyan   color = "36"
)

// A pen writes in colours, where it may.
type pen bool

func (p pen) in(c color, text string) string {
	if !p {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}
