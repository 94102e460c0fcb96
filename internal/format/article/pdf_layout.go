package article

import (
	"errors"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/internal/format/kit"
)

// A PDF says where words stand on its pages, and not which of them are a
// paragraph, a heading or an item. That is guessed here, as a reader's eye does:
// by the size of letters, the space between lines, and indents.

// textBlock is what lines make up.
type textBlock struct {
	lines  []textLine
	bullet bool
	number int  // of the item of a numbered list; 0 for none
	table  bool // each line is a row
}

func layOut(in kit.Input, pages [][]word) (*Article, error) {
	var all []textLine
	for n, page := range pages {
		all = append(all, pageLines(page, n)...)
	}
	if len(all) == 0 {
		return nil, errors.New("the PDF holds pictures of pages and no text: have a program recognise the text (OCR) first")
	}
	f := newFlow(in)
	all = f.withoutFurniture(all, len(pages))
	g := newGuess(all)
	for _, b := range g.blocks(all) {
		f.textBlock(b, g)
	}
	a := f.article()
	a.Guessed = true
	return a, nil
}

// withoutFurniture leaves out what stands at the head and foot of the pages:
// their numbers, and lines that come again and again.
func (f *flow) withoutFurniture(lines []textLine, pages int) []textLine {
	const edge = 2 // lines at each end of a page
	body := newGuess(lines).size
	near := make([]bool, len(lines))
	for i := range lines {
		first := i-edge < 0 || lines[i-edge].page != lines[i].page
		last := i+edge >= len(lines) || lines[i+edge].page != lines[i].page
		near[i] = first || last
	}
	seen := map[string]int{}
	for i := range lines {
		if near[i] {
			seen[numbers.ReplaceAllString(lines[i].text(), "#")]++
		}
	}
	var out []textLine
	for i := range lines {
		shape := numbers.ReplaceAllString(lines[i].text(), "#")
		again := seen[shape] >= max(3, pages/3) && lines[i].size <= large*body
		if near[i] && pages > 1 && (again || shape == "#" && seen[shape] > 1) {
			f.lose("the heads and feet of its pages")
			continue
		}
		out = append(out, lines[i])
	}
	return out
}

// guess is what is usual in a document.
type guess struct {
	size    float64         // of the letters
	leading float64         // from line to line, in sizes of letters
	margins map[int]float64 // where lines that begin at a place end at most
	levels  []float64       // the sizes of headings, the largest first
}

func newGuess(lines []textLine) *guess {
	g := &guess{margins: map[int]float64{}}
	sizes := map[float64]int{}
	steps := map[float64]int{}
	for i, l := range lines {
		sizes[l.size] += utf8.RuneCountInString(l.text())
		g.margins[place(l.left)] = max(g.margins[place(l.left)], l.right)
		if i > 0 && lines[i-1].size == l.size && l.size > 0 {
			if step := (lines[i-1].bottom - l.bottom) / l.size; step > 0.8 && step < 2.5 {
				steps[math.Round(step*20)/20]++
			}
		}
	}
	g.size, g.leading = most(sizes), most(steps)
	if g.leading == 0 {
		g.leading = 1.2
	}
	for _, l := range lines {
		if size := math.Round(l.size*2) / 2; size > large*g.size && !slices.Contains(g.levels, size) {
			g.levels = append(g.levels, size)
		}
	}
	slices.Sort(g.levels)
	slices.Reverse(g.levels)
	return g
}

// large is how much larger than others the letters of a heading are.
const large = 1.12

// place is a distance from the left that is the same for lines one under another.
func place(left float64) int { return int(math.Round(left / 3)) }

// blocks gathers lines into paragraphs, headings and items.
func (g *guess) blocks(lines []textLine) []textBlock {
	var out []textBlock
	last := 0 // number of the last item
	for i, l := range lines {
		text := l.text()
		b := textBlock{bullet: bullets.MatchString(text)}
		if m := numbered.FindStringSubmatch(text); m != nil && l.size <= large*g.size {
			if n, err := strconv.Atoi(m[1]); err == nil && (n == 1 || n == last+1) {
				b.number, last = n, n
			}
		}
		if n := len(out) - 1; n >= 0 && l.aligned(lines[i-1]) && (out[n].table || len(out[n].lines) == 1) {
			out[n].table, out[n].lines = true, append(out[n].lines, l)
			continue
		}
		if i > 0 && !b.bullet && b.number == 0 && !out[len(out)-1].table && !g.parts(lines[i-1], l) {
			out[len(out)-1].lines = append(out[len(out)-1].lines, l)
			continue
		}
		b.lines = []textLine{l}
		out = append(out, b)
	}
	return out
}

// parts says whether a paragraph ends between two lines.
func (g *guess) parts(a, b textLine) bool {
	before, after := a.text(), b.text()
	next, _ := utf8.DecodeRuneInString(after)
	ended := strings.ContainsAny(lastRune(before), ".!?:”\"»)")
	step := (a.bottom - b.bottom) / max(b.size, 1)
	switch {
	case math.Abs(a.size-b.size) > 0.12*g.size:
		return true
	case a.page != b.page || step < 0: // the next page or column
		return ended || !unicode.IsLower(next)
	case step > g.leading+0.35:
		return true
	case b.left > a.left+0.8*b.size && ended: // the first line of a paragraph is indented
		return true
	default: // the last line of one is short
		return len(a.cells()) > 1 || len(b.cells()) > 1 || ended && a.right < g.margin(a.left)-6*a.size && !unicode.IsLower(next)
	}
}

// margin is where lines that begin at a place, or a little beside it, end at most.
func (g *guess) margin(left float64) float64 {
	right := 0.0
	for p := place(left) - 12; p <= place(left)+12; p++ {
		right = max(right, g.margins[p])
	}
	return right
}

func lastRune(text string) string {
	_, size := utf8.DecodeLastRuneInString(text)
	return text[len(text)-size:]
}

// textBlock adds a block of lines to the document.
func (f *flow) textBlock(b textBlock, g *guess) {
	if b.table {
		f.rows(b.lines)
		return
	}
	var all []piece
	for i, l := range b.lines {
		pieces := merge(l.pieces())
		if i > 0 {
			switch before := words(all); {
			case strings.HasSuffix(before, "\u00ad"): // it divided a word
			case strings.HasSuffix(before, "-") && !strings.HasSuffix(before, " -"):
			default:
				all = append(all, piece{text: " "})
			}
		}
		all = append(all, pieces...)
	}
	for i := range all {
		all[i].text = strings.ReplaceAll(all[i].text, "\u00ad", "")
	}
	all = merge(all)
	size := math.Round(b.lines[0].size*2) / 2
	level := slices.Index(g.levels, size)
	switch {
	case b.bullet:
		f.item(0, false, 1, inline(without(all, bullets)))
	case b.number > 0:
		f.item(0, true, b.number, inline(without(all, numberSign)))
	case level >= 0 && len(words(all)) < maxHeading:
		f.heading(level+1, inline(all))
	default:
		f.paragraph(inline(all))
	}
}

// rows adds lines as the rows of a table.
func (f *flow) rows(lines []textLine) {
	var rows [][][]kit.Node
	for _, l := range lines {
		var row [][]kit.Node
		for _, words := range l.cells() {
			cell := textLine{words: words, size: l.size, top: l.top, bottom: l.bottom}
			row = append(row, inline(cell.pieces()))
		}
		rows = append(rows, row)
	}
	f.table(rows)
}

// maxHeading is the length of the longest heading, in bytes.
const maxHeading = 240

var numberSign = regexp.MustCompile(`^\d{1,3}[.)]\s*`)

// without takes the sign of an item from its words.
func without(pieces []piece, sign *regexp.Regexp) []piece {
	out := slices.Clone(pieces)
	if len(out) > 0 {
		out[0].text = sign.ReplaceAllString(out[0].text, "")
	}
	return out
}
