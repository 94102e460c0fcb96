package reading

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A Markdown parser takes a time that grows with the square of some inputs. The
// wrappers here bound what no honest reading comes near: beyond it, words stay
// and their form is lost.
const (
	// maxNesting is how deep blocks, and emphasis, may stand in each other.
	maxNesting = 50
	// maxBrackets is how many [ of a block may begin a link or an image.
	maxBrackets = 500
	// maxMarks is how many runs of * and _, and as many of ~, of a block may be
	// emphasis.
	maxMarks = 2000
	// maxParagraph is after how many bytes a paragraph (or table) ends with the line.
	maxParagraph = 256 << 10
	// maxReferences is how many lines a paragraph may have that begins with
	// definitions of link addresses.
	maxReferences = 2000
)

// boundedBlocks gives goldmark's parsers of blocks, with bounds.
func boundedBlocks() []util.PrioritizedValue {
	all := parser.DefaultBlockParsers()
	for i, p := range all {
		switch p.Value {
		case parser.NewListParser(), parser.NewBlockquoteParser():
			all[i].Value = shallow{p.Value.(parser.BlockParser)}
		case parser.NewParagraphParser():
			all[i].Value = short{p.Value.(parser.BlockParser)}
		}
	}
	return all
}

// boundedTransformers gives goldmark's transformers of paragraphs, with bounds.
func boundedTransformers() []util.PrioritizedValue {
	all := parser.DefaultParagraphTransformers()
	for i, p := range all {
		all[i].Value = concise{p.Value.(parser.ParagraphTransformer)}
	}
	return all
}

// boundedInlines gives goldmark's parsers of inline markup, with bounds.
func boundedInlines() []util.PrioritizedValue {
	all := parser.DefaultInlineParsers()
	for i, p := range all {
		switch p.Value {
		case parser.NewLinkParser():
			all[i].Value = sparse{p.Value.(linkParser)}
		case parser.NewEmphasisParser():
			all[i].Value = newFew(parser.NewEmphasisParser())
		}
	}
	return append(all, util.Prioritized(newFew(extension.NewStrikethroughParser()), 500))
}

// shallow keeps a parser of containers from opening one too deep.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if len(pc.OpenedBlocks()) >= maxNesting {
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, r, pc)
}

// short begins a new paragraph where the one before is too long.
type short struct{ parser.BlockParser }

func (s short) CanInterruptParagraph() bool { return true }

func (s short) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if last := pc.LastOpenedBlock().Node; last != nil && ast.IsParagraph(last) {
		lines := last.Lines()
		if lines.At(lines.Len()-1).Stop-lines.At(0).Start < maxParagraph {
			return nil, parser.NoChildren // it goes on
		}
	}
	return s.BlockParser.Open(parent, r, pc)
}

// concise keeps a transformer from very many lines.
type concise struct{ parser.ParagraphTransformer }

func (c concise) Transform(n *ast.Paragraph, r text.Reader, pc parser.Context) {
	if n.Lines().Len() <= maxReferences {
		c.ParagraphTransformer.Transform(n, r, pc)
	}
}

type linkParser interface {
	parser.InlineParser
	parser.CloseBlocker
}

// sparse keeps a parser of links from beginning too many in one block.
type sparse struct{ linkParser }

var bracketsKey = parser.NewContextKey()

func (s sparse) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if c := block.Peek(); c != ']' {
		n, _ := pc.Get(bracketsKey).(int)
		if n >= maxBrackets {
			return nil
		}
		pc.Set(bracketsKey, n+1)
	}
	return s.linkParser.Parse(parent, block, pc)
}

func (s sparse) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	pc.Set(bracketsKey, 0)
	s.linkParser.CloseBlock(parent, block, pc)
}

// few keeps a parser of emphasis from taking too many marks of one block.
type few struct {
	parser.InlineParser
	taken parser.ContextKey
}

func newFew(p parser.InlineParser) few { return few{p, parser.NewContextKey()} }

func (f few) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	n, _ := pc.Get(f.taken).(int)
	if n >= maxMarks {
		return nil
	}
	pc.Set(f.taken, n+1)
	return f.InlineParser.Parse(parent, block, pc)
}

func (f few) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) { pc.Set(f.taken, 0) }
