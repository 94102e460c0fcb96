package yaml

import (
	"bytes"
	"regexp"
)

// firstItem is the line on which the first question begins.
var firstItem = regexp.MustCompile(`(?m)^questions:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)- `)

// Rest is a text that is no YAML without the question around the line where it
// breaks or, in the head of the set, without that line and those indented under
// it. Spaces take their place, so that what is found in the rest has its right
// line. It is nil where that mends nothing, and where no question is left.
func Rest(src []byte, line int) (rest []byte, head bool) {
	m := firstItem.FindSubmatchIndex(src)
	if m == nil {
		return nil, false
	}
	s, indent := newSource(src), m[3]-m[2]
	begin := func(n int) bool { return s.item(n, indent) }
	from := min(line, len(s.ends))
	for from > 0 && (!begin(from) || s.startOf(from) < m[2]) {
		from--
	}
	if from == 0 {
		return s.restOfHead(line, 1+bytes.Count(src[:m[2]], []byte("\n"))), true
	}
	block := func(from int) (rest []byte, to int) {
		to = from + 1
		for to <= len(s.ends) && !begin(to) {
			to++
		}
		return s.blanked(from, to), to
	}
	own, to := block(from)
	if from == line && s.startOf(from) > m[2] { // the slip may be in the question before it
		before := from - 1
		for before > 0 && !begin(before) {
			before--
		}
		if before > 0 {
			if rest, _ := block(before); beyond(rest, to) {
				return rest, false
			}
		}
	}
	if bytes.Equal(own, src) || !firstItem.Match(own) {
		return nil, false
	}
	return own, false
}

// restOfHead is the text without what breaks on a line above the first question.
func (s source) restOfHead(line, first int) []byte {
	if line > 1 { // the slip may be on the line before
		if rest := s.blanked(line-1, line); !bytes.Equal(rest, s.text) && beyond(rest, first) {
			return rest
		}
	}
	to := line + 1
	for to < first && s.deep(to) > s.deep(line) {
		to++
	}
	if rest := s.blanked(line, to); !bytes.Equal(rest, s.text) && beyond(rest, to) {
		return rest
	}
	return nil
}

// beyond says whether a text is sound up to a line.
func beyond(src []byte, line int) bool {
	n, err := firstBrokenLine(src)
	return err == nil || n >= line
}

// startOf is where a line begins.
func (s source) startOf(line int) int {
	start, _ := s.line(line)
	return start
}

// blanked is the text with spaces for the lines [from,to).
func (s source) blanked(from, to int) []byte {
	out := bytes.Clone(s.text)
	for n := from; n < to; n++ {
		start, end := s.line(n)
		for i := start; i < end; i++ {
			out[i] = ' '
		}
	}
	return out
}
