package yaml

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"verbatim/internal/diag"
)

// source is the text of a file with the places of its lines.
type source struct {
	text []byte
	ends []int // the offset after each line, its line break included
}

func newSource(src []byte) source { return source{src, lineEnds(src)} }

// line gives where a line begins, counted from 1, and where its text ends.
func (s source) line(n int) (start, end int) {
	if n < 1 || n > len(s.ends) {
		return len(s.text), len(s.text)
	}
	if n > 1 {
		start = s.ends[n-2]
	} else {
		start = len(s.text) - len(bytes.TrimPrefix(s.text, []byte("\ufeff")))
	}
	return start, start + len(bytes.TrimRight(s.text[start:s.ends[n-1]], "\r\n"))
}

// offset gives the byte at which a place begins.
func (s source) offset(p diag.Pos) int {
	at, end := s.line(p.Line)
	for col := 1; col < p.Col && at < end; col++ {
		_, n := utf8.DecodeRune(s.text[at:])
		at += n
	}
	return at
}

// deep is how far a line is indented.
func (s source) deep(line int) int {
	start, end := s.line(line)
	return end - start - len(bytes.TrimLeft(s.text[start:end], " "))
}

// blank says whether a line has no text.
func (s source) blank(line int) bool {
	start, end := s.line(line)
	return len(bytes.TrimSpace(s.text[start:end])) == 0
}

// item says whether a line begins an item that is indented so far.
func (s source) item(line, indent int) bool {
	start, end := s.line(line)
	return s.deep(line) == indent && bytes.HasPrefix(s.text[start+min(indent, end-start):end], []byte("- "))
}

// keyEnd gives where the key ends that begins at an offset.
func (s source) keyEnd(at int) int {
	if end, quoted := s.quotedEnd(at); quoted {
		return end
	}
	if n := bytes.IndexByte(s.text[at:], ':'); n >= 0 {
		return at + len(bytes.TrimRight(s.text[at:at+n], " "))
	}
	return len(s.text)
}

// valueEnd gives where the text value ends that begins at an offset. It reports
// false for a value that runs over several lines without quotation marks.
func (s source) valueEnd(line, at int) (int, bool) {
	if end, quoted := s.quotedEnd(at); quoted {
		return end, true
	}
	_, end := s.line(line)
	text := string(s.text[at:end])
	if strings.HasPrefix(text, "|") || strings.HasPrefix(text, ">") {
		return 0, false
	}
	for _, stop := range []string{" #", ", ", "]", "}"} {
		if n := strings.Index(text, stop); n >= 0 && (stop == " #" || s.inFlow(line, at)) {
			text = text[:n]
		}
	}
	return at + len(strings.TrimRight(text, " ")), !s.runsOn(line)
}

// quotedEnd gives where a text in quotation marks ends.
func (s source) quotedEnd(at int) (int, bool) {
	if at >= len(s.text) || s.text[at] != '"' && s.text[at] != '\'' {
		return 0, false
	}
	for i := at + 1; i < len(s.text); i++ {
		switch {
		case s.text[at] == '"' && s.text[i] == '\\':
			i++
		case s.text[at] == '\'' && bytes.HasPrefix(s.text[i:], []byte("''")):
			i++
		case s.text[i] == s.text[at]:
			return i + 1, true
		}
	}
	return 0, false
}

// inFlow says whether a value stands in brackets or braces that open on its line.
func (s source) inFlow(line, at int) bool {
	start, _ := s.line(line)
	before := s.text[start:at]
	return bytes.Count(before, []byte("["))+bytes.Count(before, []byte("{")) > bytes.Count(before, []byte("]"))+bytes.Count(before, []byte("}"))
}

// runsOn says whether the next line goes on with the plain text of this one: it
// is indented deeper than the line and begins neither an item nor a key.
func (s source) runsOn(line int) bool {
	start, end := s.line(line)
	from, to := s.line(line + 1)
	next := s.text[from:to]
	here := len(s.text[start:end]) - len(bytes.TrimLeft(s.text[start:end], " -"))
	return len(bytes.TrimSpace(next)) > 0 && len(next)-len(bytes.TrimLeft(next, " ")) > here
}

// key is a key without quotation marks, up to its colon.
var key = regexp.MustCompile(`^[^\s"'\[\]{}#,&*!|>%@-][^\s"'\[\]{}#,]*:(?:\s|$)`)

// Extent is how many runes belong to the key or the value that begins at a
// column of a line, as far as they stand on it.
func Extent(line string, col int) int {
	s := newSource([]byte(line))
	at := s.offset(diag.Pos{Line: 1, Col: col})
	rest := line[min(at, len(line)):]
	if k := key.FindString(rest); k != "" {
		return utf8.RuneCountInString(strings.TrimRight(k, " \t:"))
	}
	end, _ := s.valueEnd(1, at)
	if end <= at {
		end = len(line)
	}
	return utf8.RuneCountInString(strings.TrimRight(line[min(at, end):end], " "))
}
