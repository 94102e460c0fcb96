package reading

// An Image is a picture that a text shows.
type Image struct {
	Path   string // in the set's folder; empty where the address leads out of it
	Source string // the address as the text has it
	Alt    string // what is said of it to those who cannot see it
	Start  int    // its place in the text, in bytes
}

// Images gives the pictures of the reading, in its order.
func (d *Document) Images() []Image {
	var out []Image
	var walk func([]block)
	walk = func(bs []block) {
		for i := range bs {
			for _, s := range bs[i].spans {
				if s.form == image {
					out = append(out, Image{Path: imagePath(s.href), Source: s.href, Alt: s.alt, Start: s.pos})
				}
			}
			walk(bs[i].kids)
		}
	}
	walk(d.blocks)
	return out
}

// Images gives the pictures of a short text.
func Images(md string) []Image { return fragment(md, blockParser).Images() }
