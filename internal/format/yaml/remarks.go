package yaml

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
)

// remarks are the comments and empty lines of a text that have lines of their
// own. Each belongs to the key or item below it. (The library's own notion of
// which comment belongs where changes from one layout to the next.)
type remarks struct {
	before map[*yaml.Node][]string // comments; "" is an empty line
	tail   []string                // after the last key
}

// readRemarks finds the remarks of a text.
func readRemarks(src []byte, root *yaml.Node) *remarks {
	r := &remarks{before: map[*yaml.Node][]string{}}
	entries, covered := outline(src, root)
	s := newSource(src)
	var pending []string
	next := 0
	for n := 1; n <= len(s.ends); n++ {
		if covered[n] {
			continue
		}
		start, end := s.line(n)
		switch text := strings.TrimSpace(string(s.text[start:end])); {
		case text == "":
			if len(pending) == 0 || pending[len(pending)-1] != "" {
				pending = append(pending, "")
			}
		case text[0] == '#':
			pending = append(pending, text)
		default:
			for next < len(entries) && entries[next].Line < n {
				next++
			}
			if len(pending) > 0 && next < len(entries) {
				r.before[entries[next]] = pending
				pending = nil
				next++ // of several on a line the outermost, which is the first, has them
			}
		}
	}
	for len(pending) > 0 && pending[len(pending)-1] == "" {
		pending = pending[:len(pending)-1]
	}
	r.tail = pending
	return r
}

// outline lists the keys and items of a document in their order, and the lines
// on which a scalar goes on that began above.
func outline(src []byte, root *yaml.Node) (entries []*yaml.Node, covered map[int]bool) {
	covered = map[int]bool{}
	s := newSource(src)
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		switch n.Kind {
		case yaml.MappingNode:
			for key, value := range pairs(n) {
				entries = append(entries, key)
				walk(key)
				walk(value)
			}
		case yaml.SequenceNode:
			for _, item := range n.Content {
				entries = append(entries, item)
				walk(item)
			}
		case yaml.ScalarNode:
			for line := n.Line + 1; line <= s.lastLine(n); line++ {
				covered[line] = true
			}
		}
	}
	walk(root)
	slices.SortStableFunc(entries, func(a, b *yaml.Node) int { return cmp.Compare(a.Line, b.Line) })
	return entries, covered
}

// lastLine is the line on which a scalar ends that begins at a node. Plain texts
// are left out: their lines cannot be taken for comments.
func (s source) lastLine(n *yaml.Node) int {
	switch {
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		at := s.offset(diag.Pos{Line: n.Line, Col: n.Column})
		end, _ := s.quotedEnd(at)
		last := n.Line
		for last < len(s.ends) && s.ends[last-1] < end {
			last++
		}
		return last
	case n.Style&yaml.LiteralStyle != 0 && n.Value != "":
		return n.Line + 1 + strings.Count(strings.TrimSuffix(n.Value, "\n"), "\n")
	case n.Style&yaml.FoldedStyle != 0 && n.Value != "":
		first := n.Line + 1
		for s.blank(first) && first < len(s.ends) {
			first++
		}
		last := first
		for line := first; line <= len(s.ends) && (s.blank(line) || s.deep(line) >= s.deep(first)); line++ {
			if !s.blank(line) {
				last = line
			}
		}
		return last
	}
	return n.Line
}

// comments lists the texts of all comments that are written with a document,
// sorted: those with lines of their own and those at the ends of lines.
func (r *remarks) comments(root *yaml.Node) []string {
	all := slices.Clone(r.tail)
	for _, lines := range r.before {
		all = append(all, lines...)
	}
	var walk func(*yaml.Node)
	walk = func(n *yaml.Node) {
		all = append(all, n.LineComment)
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(root)
	all = slices.DeleteFunc(all, func(line string) bool { return line == "" })
	slices.Sort(all)
	return all
}

// seen lists the texts of all comments that the library has found, sorted.
func seen(n *yaml.Node) []string {
	var all []string
	for _, comment := range []string{n.HeadComment, n.LineComment, n.FootComment} {
		for line := range strings.SplitSeq(comment, "\n") {
			if line != "" {
				all = append(all, line)
			}
		}
	}
	for _, child := range n.Content {
		all = append(all, seen(child)...)
	}
	slices.Sort(all)
	return all
}

// lost says what of a text is not in its layout; nil when all of it is.
func lost(root *yaml.Node, r *remarks, out []byte) error {
	d := &decoder{}
	again := d.document(out)
	if again == nil || !equal(root, again) {
		return errors.New("it would not mean the same")
	}
	before := r.comments(root)
	if !slices.Equal(before, readRemarks(out, again).comments(again)) || !within(seen(root), before) {
		return errors.New("a comment stands where it would be lost")
	}
	return nil
}

// within says whether all of one sorted list is in another.
func within(part, all []string) bool {
	for _, line := range part {
		i := slices.Index(all, line)
		if i < 0 {
			return false
		}
		all = all[i+1:]
	}
	return true
}

// equal says whether two documents mean the same: the order of keys counts only
// where the format says so.
func equal(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || isNullNode(a) != isNullNode(b) || len(a.Content) != len(b.Content) || !isNullNode(a) && a.Value != b.Value {
		return false
	}
	if a.Kind != yaml.MappingNode {
		return slices.EqualFunc(a.Content, b.Content, equal)
	}
	byKey := func(n *yaml.Node) []pair {
		list := inOrder(n, nil)
		slices.SortStableFunc(list, func(a, b pair) int { return cmp.Compare(a.key.Value, b.key.Value) })
		return list
	}
	return slices.EqualFunc(byKey(a), byKey(b), func(a, b pair) bool {
		return equal(a.key, b.key) && equal(a.value, b.value) &&
			(a.key.Value != "topics" || slices.EqualFunc(inOrder(a.value, nil), inOrder(b.value, nil), func(a, b pair) bool { return a.key.Value == b.key.Value }))
	})
}
