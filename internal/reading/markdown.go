package reading

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// The two grammars: a whole document, and the inside of one paragraph, where
// "1. May" and "# 3" are words and no list or heading.
var (
	blockParser  = newParser(boundedBlocks(), boundedTransformers())
	inlineParser = newParser([]util.PrioritizedValue{util.Prioritized(parser.NewParagraphParser(), 1)}, nil)
)

func newParser(blocks, transformers []util.PrioritizedValue) parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(boundedInlines()...),
		parser.WithInlineParsers(util.Prioritized(extension.NewStrikethroughParser(), 500)),
		parser.WithParagraphTransformers(transformers...),
	)
	if transformers != nil {
		p.AddOptions(
			parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
			parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
		)
	}
	return p
}

// A kind says what a block is.
type kind int

const (
	paragraph kind = iota
	tight          // a list item's words without a paragraph of their own
	heading
	quoted
	list
	item
	table
	header // a table's header row
	row
	cell
	code
	rule
	comment // raw HTML; only its marks count
)

// A block is a part of a document. Blocks with words of their own (leaves) have
// them in the document's words from From to To.
type block struct {
	kind     kind
	level    int    // a heading's level; an ordered list's first number
	ordered  bool   // of a list
	loose    bool   // of a list: its items are paragraphs
	align    string // of a cell
	info     string // code's language
	code     string // the code itself
	section  int    // of a heading: its section, or -1
	pos      int    // where it begins in the source
	from, to int
	spans    []span
	first    int // passages [first,last) of a leaf or a row
	last     int
	silent   bool // a comment says that no question is wanted
	kids     []block
}

func (b *block) leaf() bool {
	switch b.kind {
	case paragraph, tight, heading, cell:
		return true
	}
	return false
}

// A form is what inline markup makes of words.
type form int

const (
	emphasis form = iota
	strong
	struck
	codeSpan
	link
	image     // no words; stands at from
	lineBreak // no words; stands at from
)

// A span is inline markup over the words [from,to); spans nest.
type span struct {
	form     form
	from, to int
	href     string
	title    string
	alt      string
	pos      int  // an image's place in the source
	gap      bool // a space follows an image that the words do not have twice
}

// noQuestion is the comment that leaves a passage, block or section out.
var noQuestion = regexp.MustCompile(`<!--\s*no-question\s*-->`)

// A builder turns goldmark's tree into blocks and gathers the words.
type builder struct {
	source
	words []byte
	at    mapping // words → original source
	// The leaf under work:
	from     int
	spans    []span
	comments []int    // offsets in words at which a no-question comment stands
	codes    [][2]int // code and addresses, in words: no sentence ends in them
}

func (b *builder) blocks(parent ast.Node) []block {
	var out []block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if k, ok := b.block(n); ok {
			out = append(out, k)
		}
	}
	return out
}

func (b *builder) block(n ast.Node) (block, bool) {
	k := block{section: -1, pos: b.original(max(n.Pos(), 0))}
	switch n := n.(type) {
	case *ast.Paragraph:
		k.kind = paragraph
		b.leaf(&k, n)
	case *ast.TextBlock:
		k.kind = tight
		b.leaf(&k, n)
	case *ast.Heading:
		k.kind, k.level = heading, n.Level
		b.leaf(&k, n)
	case *ast.Blockquote:
		k.kind, k.kids = quoted, b.blocks(n)
	case *ast.List:
		k.kind, k.ordered, k.level, k.loose = list, n.IsOrdered(), n.Start, !n.IsTight
		k.kids = b.blocks(n)
	case *ast.ListItem:
		k.kind, k.kids = item, b.blocks(n)
	case *east.Table:
		k.kind, k.kids = table, b.blocks(n)
	case *east.TableHeader:
		k.kind = header
		b.row(&k, n)
	case *east.TableRow:
		k.kind = row
		b.row(&k, n)
		k.silent = noQuestion.Match(b.line(n.Pos()))
	case *ast.CodeBlock:
		k.kind, k.code = code, string(n.Lines().Value(b.text))
	case *ast.FencedCodeBlock:
		k.kind, k.code, k.info = code, string(n.Lines().Value(b.text)), string(n.Language(b.text))
	case *ast.ThematicBreak:
		k.kind = rule
	case *ast.HTMLBlock:
		raw := n.Lines().Value(b.text)
		if n.HasClosure() {
			raw = append(raw, n.ClosureLine.Value(b.text)...)
		}
		k.kind, k.silent = comment, noQuestion.Match(raw)
	default:
		return k, false
	}
	return k, true
}

// line gives the line of the source that holds the offset.
func (b *builder) line(off int) []byte {
	line := b.text[max(off, 0):]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	return line
}

// row gathers the cells of a row, which the words " | " stand between.
func (b *builder) row(k *block, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		cellNode, ok := c.(*east.TableCell)
		if !ok {
			continue
		}
		cb := block{kind: cell, section: -1}
		if cellNode.Alignment != east.AlignNone {
			cb.align = cellNode.Alignment.String()
		}
		mark := len(b.words)
		filled := k.to > k.from
		if filled {
			b.words = append(b.words, " | "...)
		}
		b.inlines(&cb, c)
		switch {
		case len(bytes.TrimFunc(b.words[cb.from:], empty)) == 0:
			b.words = b.words[:mark]
			b.at.cut(mark)
			cb.from, cb.to = mark, mark
			for i := range cb.spans {
				cb.spans[i].from, cb.spans[i].to = mark, mark
			}
		case !filled:
			k.from, k.to = cb.from, cb.to
		default:
			k.to = cb.to
		}
		k.kids = append(k.kids, cb)
	}
	b.words = append(b.words, '\n')
}

// leaf gathers the words of a block that ends with them.
func (b *builder) leaf(k *block, n ast.Node) {
	b.inlines(k, n)
	b.words = append(b.words, '\n')
}

// inlines gathers the words and spans within one leaf.
func (b *builder) inlines(k *block, n ast.Node) {
	b.from, b.spans = len(b.words), nil
	b.inline(n, 0)
	if end := len(b.words); end > b.from && b.words[end-1] == ' ' {
		b.words = b.words[:end-1]
		b.at.cut(end - 1)
	}
	k.from, k.to, k.spans = b.from, len(b.words), b.spans
	for i := len(b.comments) - 1; i >= 0 && b.comments[i] > k.to; i-- {
		b.comments[i] = k.to
	}
	for i := range k.spans {
		k.spans[i].from = min(k.spans[i].from, k.to)
		k.spans[i].to = min(k.spans[i].to, k.to)
	}
}

func (b *builder) inline(parent ast.Node, depth int) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.textNode(n)
		case *ast.Emphasis:
			f := emphasis
			if n.Level == 2 {
				f = strong
			}
			b.wrap(span{form: f}, n, depth)
		case *east.Strikethrough:
			b.wrap(span{form: struck}, n, depth)
		case *ast.CodeSpan:
			from := len(b.words)
			b.wrap(span{form: codeSpan}, n, depth)
			b.codes = append(b.codes, [2]int{from, len(b.words)})
		case *ast.Link:
			b.wrap(span{form: link, href: destination(n.Destination), title: unescape(n.Title)}, n, depth)
		case *ast.AutoLink:
			label := n.Label(b.text)
			href := string(n.URL(b.text))
			if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(href), "mailto:") {
				href = "mailto:" + href
			}
			from, i := len(b.words), len(b.spans)
			b.spans = append(b.spans, span{form: link, href: href, from: from})
			b.verbatim(label, n.Pos()+1)
			b.spans[i].to = len(b.words)
			b.codes = append(b.codes, [2]int{from, len(b.words)})
		case *ast.Image:
			at := len(b.words)
			b.spans = append(b.spans, span{form: image, from: at, to: at, href: destination(n.Destination),
				title: unescape(n.Title), alt: b.alt(n), pos: b.original(max(n.Pos(), 0))})
		case *ast.RawHTML:
			if noQuestion.Match(n.Segments.Value(b.text)) {
				b.comments = append(b.comments, len(b.words))
			}
		}
	}
}

// wrap gathers what stands in n under a span.
func (b *builder) wrap(s span, n ast.Node, depth int) {
	if depth >= maxNesting {
		b.flat(n)
		return
	}
	s.from = len(b.words)
	i := len(b.spans)
	b.spans = append(b.spans, s)
	b.inline(n, depth+1)
	b.spans[i].to = len(b.words)
}

// flat gathers the words in n without their markup and without recursion.
func (b *builder) flat(root ast.Node) {
	for n := root; n != nil; {
		switch n := n.(type) {
		case *ast.Text:
			b.textNode(n)
		case *ast.AutoLink:
			b.verbatim(n.Label(b.text), n.Pos()+1)
		}
		if n.FirstChild() != nil {
			n = n.FirstChild()
			continue
		}
		for n != root && n.NextSibling() == nil {
			n = n.Parent()
		}
		if n == root {
			return
		}
		n = n.NextSibling()
	}
}

func (b *builder) textNode(n *ast.Text) {
	value := b.text[n.Segment.Start:n.Segment.Stop]
	if n.IsRaw() {
		b.verbatim(value, n.Segment.Start)
	} else {
		b.resolve(value, n.Segment.Start)
	}
	if n.HardLineBreak() {
		b.spans = append(b.spans, span{form: lineBreak, from: len(b.words), to: len(b.words)})
	}
	if n.HardLineBreak() || n.SoftLineBreak() {
		b.space(n.Segment.Stop)
	}
}

// resolve adds text in which backslashes and entities stand for something.
func (b *builder) resolve(s []byte, at int) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			b.verbatim(s[i+1:i+2], at+i+1)
			i += 2
		case c == '&':
			value, n := entity(s[i:])
			if n == 0 {
				value, n = "&", 1
			}
			b.literal(value, at+i, at+i+n)
			i += n
		default:
			n := bytes.IndexAny(s[i+1:], `\&`) + 1
			if n == 0 {
				n = len(s) - i
			}
			b.verbatim(s[i:i+n], at+i)
			i += n
		}
	}
}

// verbatim adds text that means itself; spaces and line breaks become one space.
func (b *builder) verbatim(s []byte, at int) {
	for i := 0; i < len(s); {
		if blank(s[i]) {
			b.space(at + i)
			i++
			continue
		}
		if s[i] == 0 {
			b.literal("\ufffd", at+i, at+i+1)
			i++
			continue
		}
		n := 1
		for i+n < len(s) && !blank(s[i+n]) && s[i+n] != 0 {
			n++
		}
		b.at.add(piece{at: len(b.words), n: n, start: b.original(at + i), end: b.original(at+i+n-1) + 1})
		b.words = append(b.words, s[i:i+n]...)
		i += n
	}
}

// literal adds a value that the source writes in another way.
func (b *builder) literal(value string, start, end int) {
	if len(value) == 1 && blank(value[0]) {
		b.space(start)
		return
	}
	b.at.add(piece{at: len(b.words), n: len(value), start: b.original(start), end: b.original(end-1) + 1, atom: true})
	b.words = append(b.words, value...)
}

// space adds the space of the source at the offset, unless one stands there or
// the leaf begins here.
func (b *builder) space(at int) {
	n := len(b.words)
	if k := len(b.spans) - 1; k >= 0 && b.spans[k].form == image && b.spans[k].from == n {
		b.spans[k].gap = true
	}
	if n > b.from && b.words[n-1] != ' ' {
		start := b.original(at)
		b.at.add(piece{at: n, n: 1, start: start, end: start + 1})
		b.words = append(b.words, ' ')
	}
}

func blank(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// entity decodes the character reference that s begins with; n is its length,
// 0 when there is none.
func entity(s []byte) (value string, n int) {
	end := bytes.IndexByte(s[:min(len(s), 34)], ';')
	if end < 2 {
		return "", 0
	}
	name := string(s[1:end])
	if name[0] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(name); ok {
			return string(e.Characters), end + 1
		}
		return "", 0
	}
	digits, base, longest := name[1:], 10, 7
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, longest = digits[1:], 16, 6
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > longest {
		return "", 0
	}
	return string(util.ToValidRune(rune(v))), end + 1
}

// unescape gives the words of a title or an address.
func unescape(s []byte) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]) {
			i++
		} else if s[i] == '&' {
			if v, n := entity(s[i:]); n > 0 {
				out.WriteString(v)
				i += n - 1
				continue
			}
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

func destination(s []byte) string { return strings.TrimSpace(unescape(s)) }

// alt gives an image's description: the words in its brackets.
func (b *builder) alt(n ast.Node) string {
	sub := builder{source: b.source}
	sub.flat(n)
	return strings.TrimSpace(string(sub.words))
}
