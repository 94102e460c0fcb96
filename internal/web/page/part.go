package page

import "html/template"

// Stretch is a part of the reading, to be read before the questions about it.
type Stretch struct {
	Frame
	Set       Set
	N, Of     int
	Text      template.HTML
	Questions int    // about it
	Answered  bool   // all of them
	Go        string // address of the first that is not answered, or of what comes next
	Back      string // address of the part before; empty for the first
}
