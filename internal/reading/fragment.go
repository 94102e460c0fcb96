package reading

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Inline gives a short text (a stem, an option, an explanation) as safe HTML
// without a block around it: emphasis, code, links and images. What would begin
// a list or a heading in a document is words here. Text that is not UTF-8 has
// its bad bytes replaced.
func Inline(md string) string { return Render{}.Inline(md) }

// Inline is [Inline] with these options.
func (r Render) Inline(md string) string {
	d := fragment(oneLine(md), inlineParser)
	w := newWriter(d, r)
	for i := range d.blocks {
		w.leaf(&d.blocks[i])
	}
	return w.String()
}

// Block gives a text of several paragraphs, lists, tables and code as safe HTML.
func Block(md string) string { return Render{}.Block(md) }

// Block is [Block] with these options.
func (r Render) Block(md string) string { return fragment(md, blockParser).HTML(r) }

// Plain gives the words of an inline text without its markup.
func Plain(md string) string {
	if line := oneLine(md); unmarked(line) {
		return line
	}
	return marked(md)
}

// unmarked says that a line surely has no markup: most texts have none, and
// need not be parsed.
func unmarked(line string) bool {
	for i := range len(line) {
		switch c := line[i]; {
		case c < ' ', c == 0x7f, strings.IndexByte("\\`*_[]<>&!~^$@|", c) >= 0, c == ':' && strings.HasPrefix(line[i:], "://"):
			return false
		}
	}
	return utf8.ValidString(line) && !strings.Contains(strings.ToLower(line), "www.")
}

// marked is [Plain] for a text that may have markup.
func marked(md string) string {
	return strings.TrimRight(fragment(oneLine(md), inlineParser).words, "\n")
}

// oneLine makes of all spaces and line breaks single spaces, so that the text
// is one paragraph.
func oneLine(md string) string {
	return strings.Join(strings.FieldsFunc(md, func(r rune) bool { return r < 0x80 && blank(byte(r)) }), " ")
}

// fragment parses a text that is no reading: it has no passages and sections.
func fragment(md string, p parser.Parser) *Document {
	src := source{text: []byte(strings.ToValidUTF8(md, "\ufffd"))}
	if strings.IndexByte(md, '\r') >= 0 {
		src.text, src.cut = plainLines(src.text)
	}
	b := &builder{source: src}
	d := &Document{Source: src.text}
	d.blocks = b.blocks(p.Parse(text.NewReader(src.text)))
	d.words, d.at, d.maths, d.tags = string(b.words), b.at, b.maths, b.tags
	return d
}
