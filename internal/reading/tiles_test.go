package reading

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Put together, the tiles with their own marks are the document with all of them.
func TestTilesAreTheDocument(t *testing.T) {
	painted := 0
	rapid.Check(t, func(t *rapid.T) {
		d, err := Parse([]byte(prose(t)))
		if err != nil {
			return
		}
		opts := Render{HeadingShift: 1, ImagePrefix: "/media/"}
		own := make([][]Mark, len(d.Passages))
		for i := range own {
			if rapid.Bool().Draw(t, "painted") {
				own[i] = append(own[i], Mark{Passage: i, Class: "painted"})
			}
			for k := range rapid.IntRange(0, 2).Draw(t, "links") {
				own[i] = append(own[i], Mark{Passage: i, Href: fmt.Sprintf("/%d", k), BackText: "back & forth"})
			}
			opts.Marks = append(opts.Marks, own[i]...)
		}
		var got, plain strings.Builder
		next := 0
		for _, tile := range d.Tiles(Render{HeadingShift: 1, ImagePrefix: "/media/"}) {
			with := Render{HeadingShift: 1, ImagePrefix: "/media/"}
			if tile.First < tile.Last {
				if tile.First != next {
					t.Fatalf("passage %d comes after %d", tile.First, next)
				}
				next = tile.Last
				painted++
			}
			for _, marks := range own[tile.First:tile.Last] {
				with.Marks = append(with.Marks, marks...)
			}
			got.WriteString(d.TileHTML(tile, with))
			plain.WriteString(tile.HTML)
		}
		if next != len(d.Passages) {
			t.Fatalf("the tiles hold %d passages of %d", next, len(d.Passages))
		}
		if want := d.HTML(opts); got.String() != want {
			t.Fatalf("the tiles give\n%s\nand the document\n%s", &got, want)
		}
		opts.Marks = nil
		if want := d.HTML(opts); plain.String() != want {
			t.Fatalf("without marks, the tiles give\n%s\nand the document\n%s", &plain, want)
		}
	})
	if painted == 0 {
		t.Error("no document had a passage")
	}
}
