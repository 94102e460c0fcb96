package yaml

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/internal/diag"
)

// A Replacement puts Text in place of the bytes Start to End of a file.
type Replacement struct {
	Start, End int
	Text       string
}

// Replacements says what the edits of a fix mean in the bytes of a set.yaml.
// It fails where they cannot be made by changing characters there alone.
func Replacements(src []byte, edits []diag.Edit) ([]Replacement, error) {
	s := newSource(src)
	out := make([]Replacement, len(edits))
	for i, e := range edits {
		r, ok := s.replacement(e)
		if !ok {
			return nil, fmt.Errorf("the change at %s cannot be made by itself", e.Pos)
		}
		out[i] = r
	}
	return out, nil
}

// Apply makes the edits of one or more fixes. It fails where two of them meet
// or where one cannot be made.
func Apply(src []byte, edits []diag.Edit) ([]byte, error) {
	rs, err := Replacements(src, edits)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rs, func(a, b Replacement) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	var out []byte
	at := 0
	for _, r := range rs {
		if r.Start < at {
			return nil, errors.New("two changes meet in one place")
		}
		out = append(append(out, src[at:r.Start]...), r.Text...)
		at = r.End
	}
	return append(out, src[at:]...), nil
}

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

func (s source) replacement(e diag.Edit) (Replacement, bool) {
	at := s.offset(e.Pos)
	start, _ := s.line(e.Line)
	switch e.Op {
	case diag.SetKey:
		return Replacement{at, s.keyEnd(at), e.Text}, true
	case diag.SetValue:
		end, ok := s.valueEnd(e.Line, at)
		return Replacement{at, end, inStyle(e.Text, s.text[at:end])}, ok
	case diag.Drop:
		return s.drop(e.Line, at)
	case diag.Indent:
		rest := bytes.TrimLeft(s.text[start:], " \t")
		return Replacement{start, len(s.text) - len(rest), e.Text}, true
	}
	return Replacement{}, false
}

// drop removes the lines of a key and its value; place is where either begins.
// The first key of a list item shares its line with the item's hyphen, and a
// key in braces with others: they cannot go alone.
func (s source) drop(line, place int) (Replacement, bool) {
	start, end := s.line(line)
	key := start + len(s.text[start:end]) - len(bytes.TrimLeft(s.text[start:end], " "))
	value := key + bytes.IndexByte(s.text[key:end], ':') + 1
	if value <= key || s.text[key] == '-' || s.text[key] == '{' || place != key && len(bytes.TrimSpace(s.text[value:place])) > 0 {
		return Replacement{}, false
	}
	last := line
	if stop, ok := s.valueEnd(line, value+len(s.text[value:end])-len(bytes.TrimLeft(s.text[value:end], " "))); ok {
		for last < len(s.ends) && s.ends[last-1] < stop {
			last++
		}
	}
	for last < len(s.ends) { // what is indented deeper belongs to it
		from, to := s.line(last + 1)
		text := s.text[from:to]
		if deep := len(text) - len(bytes.TrimLeft(text, " ")); deep <= key-start || len(bytes.TrimSpace(text)) == 0 {
			break
		}
		last++
	}
	return Replacement{start, s.ends[last-1], ""}, true
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

// inStyle writes a value with quotation marks where the one in its place has
// them, or where it needs them.
func inStyle(text string, old []byte) string {
	if len(old) > 0 && (old[0] == '"' || old[0] == '\'') || !isPlain(text) {
		return quoted(text)
	}
	return text
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
