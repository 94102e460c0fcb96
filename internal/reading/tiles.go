package reading

// Tile is a stretch of a document's HTML. One that holds passages depends on the
// marks of those and no others; one that holds none depends on no mark.
type Tile struct {
	First, Last int // the passages [First,Last) that it holds
	HTML        string
	of          *block // nil where it holds none
}

// Tiles cuts the HTML of a document, in order. opts are without marks.
func (d *Document) Tiles(opts Render) []Tile {
	w := newWriter(d, opts)
	w.cutting = true
	w.blocks(d.blocks)
	w.cut(nil)
	return w.tiles
}

// TileHTML gives a tile as the whole document has it with these marks, which are
// of whole passages that the tile holds.
func (d *Document) TileHTML(t Tile, opts Render) string {
	if t.of == nil {
		return t.HTML
	}
	w := writer{doc: d, opts: opts, marks: d.stretches(opts.Marks)}
	w.words(t.of)
	return w.String()
}

// tile writes a leaf or a row, as a tile of its own where that is wanted.
func (w *writer) tile(b *block) {
	if !w.cutting || b.first == b.last {
		w.words(b)
		return
	}
	w.cut(nil)
	w.words(b)
	w.cut(b)
}

func (w *writer) words(b *block) {
	if b.kids != nil {
		w.row(b)
		return
	}
	w.leaf(b)
}

// cut ends a tile.
func (w *writer) cut(b *block) {
	all := w.String()
	if html := all[w.begun:]; html != "" {
		t := Tile{HTML: html, of: b}
		if b != nil {
			t.First, t.Last = b.first, b.last
		}
		w.tiles = append(w.tiles, t)
	}
	w.begun = len(all)
}
