package yaml

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

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

func (s source) replacement(e diag.Edit) (Replacement, bool) {
	at := s.offset(e.Pos)
	start, _ := s.line(e.Line)
	switch e.Op {
	case diag.SetKey:
		return Replacement{at, s.keyEnd(at), e.Text}, true
	case diag.SetValue, diag.SetPlain:
		end, ok := s.valueEnd(e.Line, at)
		if !ok {
			return Replacement{}, false
		}
		text := e.Text
		if e.Op == diag.SetValue {
			text = inStyle(text, s.text[at:end])
		}
		return Replacement{at, end, text}, true
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
	key := start + s.deep(line)
	value := key + bytes.IndexByte(s.text[key:end], ':') + 1
	if place > key && string(s.text[key:place]) == "- " {
		return s.dropItem(line, key-start)
	}
	switch {
	case value <= key, s.text[key] == '-', s.text[key] == '{':
		return Replacement{}, false
	case place != key && (place < value || len(bytes.TrimSpace(s.text[value:place])) > 0):
		return Replacement{}, false
	}
	last := line
	if stop, ok := s.valueEnd(line, value+len(s.text[value:end])-len(bytes.TrimLeft(s.text[value:end], " "))); ok {
		for last < len(s.ends) && s.ends[last-1] < stop {
			last++
		}
	}
	bare := len(bytes.TrimSpace(s.text[value:end])) == 0
	for last < len(s.ends) && !s.blank(last+1) && (s.deep(last+1) > key-start || bare && s.item(last+1, key-start)) {
		last++ // what is indented deeper belongs to it, and so do items under a key alone
	}
	return Replacement{start, s.ends[last-1], ""}, true
}

// dropItem removes an item that has a line to itself, and the key of the list
// where it is the only one.
func (s source) dropItem(line, indent int) (Replacement, bool) {
	start, _ := s.line(line)
	if s.deep(line+1) > indent && !s.blank(line+1) {
		return Replacement{}, false // it has more lines
	}
	alone := !s.item(line-1, indent) && !s.item(line+1, indent)
	if from, end := s.line(line - 1); alone && bytes.HasSuffix(bytes.TrimSpace(s.text[from:end]), []byte(":")) && s.deep(line-1) <= indent {
		start = from
	} else if alone {
		return Replacement{}, false
	}
	return Replacement{start, s.ends[line-1], ""}, true
}

// inStyle writes a value with quotation marks where the one in its place has
// them, or where it needs them.
func inStyle(text string, old []byte) string {
	if len(old) > 0 && (old[0] == '"' || old[0] == '\'') || !isPlain(text) {
		return quoted(text)
	}
	return text
}
