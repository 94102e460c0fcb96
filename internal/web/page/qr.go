package page

import (
	"fmt"
	"html/template"
	"strings"

	"rsc.io/qr"
)

// QR is a QR code as the pieces of an SVG image: what is dark, as a path in
// modules, on a square of Size modules with the quiet zone that readers need.
type QR struct {
	Size int
	Path template.HTMLAttr // d="…", since a path has no type of its own in templates
}

// quiet is the width of the empty border, in modules (ISO/IEC 18004).
const quiet = 4

// NewQR encodes a text, such as an address, so that a seventh of the image may
// be spoilt. The error says that the text is too long: 2,331 bytes is the most.
func NewQR(text string) (*QR, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("no QR code can hold %d bytes: %w", len(text), err)
	}
	var d strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&d, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return &QR{Size: code.Size + 2*quiet, Path: template.HTMLAttr(`d="` + d.String() + `"`)}, nil
}
