package reading

import (
	"bytes"

	"github.com/yuin/goldmark/text"
)

// A Tag is HTML in a text. It is not shown: what it marks stands there without
// it, and words that look like it are gone.
type Tag struct {
	Text  string // as it is written, to its end or that of its line
	Start int    // its place in the text, in bytes
}

// Tags gives the HTML of the reading, in its order, without comments and what
// ends an element.
func (d *Document) Tags() []Tag { return d.tags }

// Tags gives the HTML of a short text, without comments.
func Tags(md string) []Tag { return fragment(md, blockParser).tags }

func (b *builder) tag(at text.Segment) {
	raw := at.Value(b.text)
	if i := bytes.IndexAny(raw, ">\r\n"); i >= 0 {
		raw = raw[:i+1]
	}
	if raw = bytes.TrimSpace(raw); !bytes.HasPrefix(raw, []byte("<!--")) && !bytes.HasPrefix(raw, []byte("</")) {
		b.tags = append(b.tags, Tag{string(raw), b.original(at.Start)})
	}
}
