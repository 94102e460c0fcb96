package reading

import (
	"bytes"
	"regexp"

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
		parser.WithInlineParsers(util.Prioritized(formulaParser{}, 150)),
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
// them at [from,to) of the document's words.
type block struct {
	kind     kind
	level    int    // a heading's level; an ordered list's first number
	ordered  bool   // of a list
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

// noQuestion is the comment that leaves a passage, block or section out.
var noQuestion = regexp.MustCompile(`<!--\s*no-question\s*-->`)

// A builder turns goldmark's tree into blocks and gathers the words.
type builder struct {
	source
	words []byte
	at    mapping // words → original source
	// Of the whole document, as offsets in words:
	comments []int    // where a no-question comment stands
	codes    [][2]int // code, addresses and maths: no sentence ends in them
	maths    [][2]int
	tags     []Tag
	// Of the leaf under work:
	from  int
	spans []span
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
		k.kind, k.ordered, k.level = list, n.IsOrdered(), n.Start
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
		if n.Lines().Len() > 0 {
			b.tag(n.Lines().At(0))
		}
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
