package reading

// A Lack is an image without a description, which a person who cannot see it
// would miss.
type Lack struct {
	Image     string // its address as the source has it
	Start     int    // its place in Source, in bytes
	Line, Col int    // of Start, from 1; Col in runes
}

// Lacks gives the images of the reading that have no alternative text.
func (d *Document) Lacks() []Lack {
	var out []Lack
	for _, i := range d.Images() {
		if i.Alt == "" {
			l := Lack{Image: i.Source, Start: i.Start}
			l.Line, l.Col = d.Position(i.Start)
			out = append(out, l)
		}
	}
	return out
}
