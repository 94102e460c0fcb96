package reading

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// A form is what inline markup makes of words.
type form int

const (
	emphasis form = iota
	strong
	struck
	codeSpan
	link
	maths     // its words are its source
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
	behind   bool // a space stands before an image that the words do not end with
	formula  *Formula
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
	cut := false
	for i := range k.spans {
		if s := &k.spans[i]; s.form == image && s.from > k.to && !cut {
			s.behind, cut = true, true
		}
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
		case *formulaNode:
			b.formula(n)
			b.maths = append(b.maths, b.codes[len(b.codes)-1])
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
			b.tag(n.Segments.At(0))
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
		case *formulaNode:
			for _, line := range n.lines {
				b.verbatim(b.text[line.Start:line.Stop], line.Start)
			}
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
