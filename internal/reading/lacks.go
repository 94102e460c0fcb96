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
	var walk func([]block)
	walk = func(bs []block) {
		for i := range bs {
			for _, s := range bs[i].spans {
				if s.form == image && s.alt == "" {
					l := Lack{Image: s.href, Start: s.pos}
					l.Line, l.Col = d.Position(s.pos)
					out = append(out, l)
				}
			}
			walk(bs[i].kids)
		}
	}
	walk(d.blocks)
	return out
}
