package reading

import (
	"bytes"
	"fmt"
	"sort"
	"unicode/utf8"
)

// MaxSize is the largest reading that Parse takes, in bytes.
const MaxSize = 4 << 20

// source is a reading's bytes as the Markdown parser wants them (no byte order
// mark, lines ended by \n) with the way back to the bytes as they came.
type source struct {
	text  []byte
	base  int   // bytes of the byte order mark
	cut   []int // offsets in text before each of which one \r was taken out
	lines lines // of the original
}

func newSource(original []byte) (source, error) {
	if len(original) > MaxSize {
		return source{}, fmt.Errorf("the reading is %d bytes long; the limit is %d (4 MiB): split it into several readings", len(original), MaxSize)
	}
	s := source{lines: newLines(original)}
	if off := invalid(original); off >= 0 {
		line, col := s.lines.position(original, off)
		return source{}, fmt.Errorf("line %d, column %d: the byte 0x%02x is not valid UTF-8: save the reading as UTF-8", line, col, original[off])
	}
	s.text = bytes.TrimPrefix(original, []byte("\ufeff"))
	s.base = len(original) - len(s.text)
	if bytes.IndexByte(s.text, '\r') >= 0 {
		s.text, s.cut = plainLines(s.text)
	}
	return s, nil
}

// plainLines turns \r\n and a lone \r into \n and says where it took an \r out.
func plainLines(b []byte) (out []byte, cut []int) {
	out = make([]byte, 0, len(b))
	for i, c := range b {
		switch {
		case c != '\r':
			out = append(out, c)
		case i+1 < len(b) && b[i+1] == '\n':
			cut = append(cut, len(out))
		default:
			out = append(out, '\n')
		}
	}
	return out, cut
}

// original gives the offset in the bytes as they came.
func (s *source) original(off int) int {
	return s.base + off + sort.SearchInts(s.cut, off)
}

// lines finds lines and columns in a text, in a time that the length of a line
// does not change.
type lines struct {
	starts []int // offsets at which lines begin
	runes  []int // how many runes begin before each multiple of stride
}

const stride = 1 << 10

func newLines(b []byte) lines {
	l := lines{starts: []int{0}}
	runes := 0
	for i, c := range b {
		if i%stride == 0 {
			l.runes = append(l.runes, runes)
		}
		if utf8.RuneStart(c) {
			runes++
		}
		if c == '\n' || c == '\r' && (i+1 == len(b) || b[i+1] != '\n') {
			l.starts = append(l.starts, i+1)
		}
	}
	l.runes = append(l.runes, runes)
	return l
}

// position gives the line and the column in runes, both from 1. A byte order
// mark is no column.
func (l lines) position(b []byte, off int) (line, col int) {
	off = min(max(off, 0), len(b))
	line = sort.Search(len(l.starts), func(i int) bool { return l.starts[i] > off })
	col = 1 + l.before(b, off) - l.before(b, l.starts[line-1])
	if line == 1 && off > 0 && bytes.HasPrefix(b, []byte("\ufeff")) {
		col--
	}
	return line, col
}

// before counts the runes that begin before the offset.
func (l lines) before(b []byte, off int) int {
	n := l.runes[off/stride]
	for _, c := range b[off-off%stride : off] {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

// invalid gives the offset of the first byte that is not UTF-8, or -1.
func invalid(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
