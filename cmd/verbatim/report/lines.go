package report

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// place gives the line and the column, in runes, of a byte; both from 1.
func place(src []byte, at int) (line, col int) {
	at = min(at, len(src))
	start := 0
	line = 1
	for i, b := range src[:at] {
		if b == '\n' || b == '\r' && (i+1 == len(src) || src[i+1] != '\n') {
			line, start = line+1, i+1
		}
	}
	return line, 1 + utf8.RuneCount(bytes.TrimPrefix(src[start:at], []byte("\ufeff")))
}

// lineOf gives a line of a text, from 1, without its line break.
func lineOf(src []byte, n int) (string, bool) {
	for at := 1; ; at++ {
		end := bytes.IndexAny(src, "\r\n")
		if at == n {
			if end < 0 {
				end = len(src)
			}
			return strings.TrimPrefix(string(src[:end]), "\ufeff"), true
		}
		if end < 0 {
			return "", false
		}
		if src[end] == '\r' && end+1 < len(src) && src[end+1] == '\n' {
			end++
		}
		src = src[end+1:]
	}
}

const tabStop = 4

// A shown line is what a terminal has of a line of a file: tabs are spaces, and
// what controls terminals is a mark.
type shown struct {
	cells []cell
}

// A cell is a rune as it is shown.
type cell struct {
	text  string
	width int
}

func show(line string) shown {
	var s shown
	at := 0
	for _, r := range line {
		c := cell{string(r), runewidth.RuneWidth(r)}
		switch {
		case r == '\t':
			c.width = tabStop - at%tabStop
			c.text = strings.Repeat(" ", c.width)
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == utf8.RuneError || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			c = cell{"�", 1}
		}
		s.cells = append(s.cells, c)
		at += c.width
	}
	return s
}

// width is how many columns the cells [from,to) take.
func (s shown) width(from, to int) int {
	n := 0
	for _, c := range s.cells[min(from, len(s.cells)):min(to, len(s.cells))] {
		n += c.width
	}
	return n
}

func (s shown) text(from, to int) string {
	var b strings.Builder
	for _, c := range s.cells[from:to] {
		b.WriteString(c.text)
	}
	return b.String()
}

const (
	ellipsis = "…"
	context  = 24 // columns kept before the place in a line that is cut
)

// window cuts a line to a width, so that the place can be seen with what stands
// before it. It gives the text and the columns before the place in it.
func (s shown) window(place, width int) (text string, before int) {
	place = min(place, len(s.cells))
	from, to := 0, len(s.cells)
	if s.width(0, to) > width && s.width(0, place) > width/2 {
		from = place
		for from > 0 && s.width(from-1, place) <= context {
			from--
		}
	}
	head := ""
	if from > 0 {
		head = ellipsis
	}
	for takes := s.width(from, to) + len([]rune(head)); takes > width && to > place+1; to-- {
		takes -= s.cells[to-1].width
	}
	tail := ""
	if to < len(s.cells) {
		to = max(from, to-1)
		tail = ellipsis
	}
	return head + s.text(from, to) + tail, len([]rune(head)) + s.width(from, place)
}
