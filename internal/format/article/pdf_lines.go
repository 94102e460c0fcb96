package article

import (
	"math"
	"regexp"
	"strings"
	"unicode/utf8"
)

// textLine is a line on a page.
type textLine struct {
	words                    []word
	page                     int
	left, right, top, bottom float64
	size                     float64
}

// pageLines gathers the words of a page into lines.
func pageLines(words []word, page int) []textLine {
	var lines []textLine
	for _, w := range words {
		if n := len(lines); n > 0 && lines[n-1].continues(w) {
			lines[n-1].add(w)
			continue
		}
		l := textLine{page: page, left: w.left, right: w.left, top: w.top, bottom: w.bottom}
		l.add(w)
		lines = append(lines, l)
	}
	for i := range lines {
		lines[i].measure()
	}
	return lines
}

// continues says whether a word stands on the line, after what is there.
func (l *textLine) continues(w word) bool {
	overlap := min(l.top, w.top) - max(l.bottom, w.bottom)
	return overlap > 0.3*min(l.top-l.bottom, w.top-w.bottom) && w.left > l.right-2
}

func (l *textLine) add(w word) {
	l.words = append(l.words, w)
	l.right, l.top, l.bottom = max(l.right, w.right), max(l.top, w.top), min(l.bottom, w.bottom)
}

// measure finds the size of most of the line's letters. The place of an item is
// that of its words rather than of its sign.
func (l *textLine) measure() {
	sizes := map[float64]int{}
	for _, w := range l.words {
		if w.size > 0 {
			sizes[w.size] += utf8.RuneCountInString(w.text)
		}
	}
	l.size = most(sizes)
	if l.size == 0 {
		l.size = l.top - l.bottom
	}
	if first := strings.TrimSpace(l.words[0].text); len(l.words) > 1 && sign.MatchString(first) {
		l.left = l.words[1].left
	}
}

var (
	sign     = regexp.MustCompile(`^(?:[•◦▪‣●○■·–*-]|\d{1,3}[.)])$`)
	bullets  = regexp.MustCompile(`^(?:[•◦▪‣●○■·]\s*|[–*-]\s+)`)
	numbered = regexp.MustCompile(`^(\d{1,3})[.)]\s*\pL`)
	numbers  = regexp.MustCompile(`\d+`)
)

// most gives the key with the highest count, of several the smallest.
func most(counts map[float64]int) float64 {
	best := 0.0
	for key, n := range counts {
		if n > counts[best] || n == counts[best] && key < best {
			best = key
		}
	}
	return best
}

func (l *textLine) text() string { return strings.TrimSpace(words(l.pieces())) }

// pieces are the words of the line; small ones above or below it are raised or lowered.
func (l *textLine) pieces() []piece {
	var out []piece
	for i, w := range l.words {
		p := piece{text: w.text}
		small := w.size > 0 && w.size < 0.8*l.size && w.top-w.bottom < 0.65*l.size && utf8.RuneCountInString(strings.TrimSpace(w.text)) <= 4
		if i > 0 && small {
			height := l.top - l.bottom
			switch {
			case w.bottom > l.bottom+0.4*height:
				p.look = raised
			case w.top < l.top-0.35*height:
				p.look = lowered
			}
		}
		if i > 0 && w.left-l.words[i-1].right > 0.2*l.size && p.look == 0 {
			out = append(out, piece{text: " "})
		}
		out = append(out, p)
	}
	return out
}

// cells divides the line where there is room for the border of a column.
func (l *textLine) cells() [][]word {
	out := [][]word{{l.words[0]}}
	for i, w := range l.words[1:] {
		if w.left-l.words[i].right > 2.5*l.size {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], w)
	}
	return out
}

// aligned says whether two lines are rows of a table: their cells begin at the
// same places.
func (l *textLine) aligned(before textLine) bool {
	a, b := before.cells(), l.cells()
	if len(a) < 2 || len(a) != len(b) || before.page != l.page {
		return false
	}
	for i := range a {
		if math.Abs(a[i][0].left-b[i][0].left) > l.size {
			return false
		}
	}
	return true
}
