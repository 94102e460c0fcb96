package yaml

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
)

// Layout gives the text of a set.yaml in the canonical layout: the keys in the
// order of the format, two spaces for each level, prose in double quotes, an
// empty line between questions. It means the same, comments keep their places,
// and the layout of a layout is itself. There are findings where the text cannot
// be read; the error says that it cannot be laid out without loss.
func Layout(src []byte, file string) ([]byte, diag.List, error) {
	d := &decoder{file: file}
	root := d.document(src)
	if root == nil {
		return nil, d.list, nil
	}
	r := readRemarks(asEditorsSee(src), root)
	if !wordKeys(root) {
		return nil, nil, errors.New("a key is no word")
	}
	out := layOut(root, r)
	return out, nil, lost(root, r, out)
}

// wordKeys says whether all keys are words rather than lists or mappings.
func wordKeys(n *yaml.Node) bool {
	if n.Kind == yaml.MappingNode {
		for key := range pairs(n) {
			if key.Kind != yaml.ScalarNode {
				return false
			}
		}
	}
	return !slices.ContainsFunc(n.Content, func(child *yaml.Node) bool { return !wordKeys(child) })
}

// layOut writes a document of nodes.
func layOut(root *yaml.Node, r *remarks) []byte {
	w := &layout{remarks: r}
	w.mapping(root, reflect.TypeFor[quiz.Set](), 0, false)
	for _, line := range r.tail {
		w.remark(line, 0)
	}
	return []byte(w.String())
}

// layout writes nodes. A nil type stands for what the format does not know.
type layout struct {
	strings.Builder
	*remarks
}

const step = 2 // spaces for each level

// mapping writes the keys of a mapping. Where it is an item of a list, its
// first key stands on the line of the hyphen, and what stands above it above that.
func (w *layout) mapping(n *yaml.Node, t reflect.Type, indent int, item bool) {
	for i, p := range inOrder(n, t) {
		if i > 0 || !item {
			w.above(w.before[p.key], indent, i == 0, false)
			w.indent(indent)
		}
		w.WriteString(scalar(p.key.Value) + ":")
		w.value(p.value, p.typ, indent, p.key)
	}
}

// value writes what follows a key, or a hyphen where key is nil: on its line or
// below it.
func (w *layout) value(n *yaml.Node, t reflect.Type, indent int, key *yaml.Node) {
	switch {
	case len(n.Content) > 0 && n.Kind == yaml.MappingNode:
		w.endLine(key, n)
		w.mapping(n, t, indent+step, false)
	case len(n.Content) > 0:
		w.endLine(key, n)
		w.sequence(n, t, indent+step)
	default:
		head, block, _ := strings.Cut(scalarText(n, t, key, indent), "\n")
		if head != "" {
			w.WriteString(" " + head)
		}
		w.endLine(key, n)
		w.WriteString(block)
	}
}

func (w *layout) sequence(n *yaml.Node, t reflect.Type, indent int) {
	if t = deref(t); t != nil {
		if t.Kind() == reflect.Slice {
			t = t.Elem()
		} else {
			t = nil
		}
	}
	for i, item := range n.Content {
		lines := w.before[item]
		keys := item.Kind == yaml.MappingNode && len(item.Content) > 0
		if keys {
			lines = append(slices.Clone(lines), w.before[inOrder(item, t)[0].key]...)
		}
		w.above(lines, indent, i == 0, i > 0 && t == reflect.TypeFor[quiz.Question]())
		w.indent(indent)
		w.WriteByte('-')
		if keys {
			w.WriteByte(' ')
			w.mapping(item, t, indent+step, true)
		} else {
			w.value(item, t, indent, nil)
		}
	}
}

func (w *layout) indent(n int) { w.WriteString(strings.Repeat(" ", n)) }

// above writes what stands above a key or an item: comments, and empty lines one
// at a time. No empty line comes first in a block.
func (w *layout) above(lines []string, indent int, first, spaced bool) {
	lines = slices.CompactFunc(slices.Clone(lines), func(a, b string) bool { return a == "" && b == "" })
	if first && len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	if spaced && (len(lines) == 0 || lines[0] != "") {
		w.WriteByte('\n')
	}
	for _, line := range lines {
		w.remark(line, indent)
	}
}

func (w *layout) remark(line string, indent int) {
	if line != "" {
		w.indent(indent)
	}
	w.WriteString(line + "\n")
}

// endLine ends a line with the comments of its nodes.
func (w *layout) endLine(nodes ...*yaml.Node) {
	for _, n := range nodes {
		if n != nil && n.LineComment != "" {
			w.WriteString(" " + n.LineComment)
		}
	}
	w.WriteByte('\n')
}

// pair is a key with its value and the value's type.
type pair struct {
	key, value *yaml.Node
	typ        reflect.Type
}

// inOrder gives the pairs of a mapping in the order of the format: those that it
// does not know come last. The entries of a map keep their order.
func inOrder(n *yaml.Node, t reflect.Type) []pair {
	t = deref(t)
	order := map[string]int{}
	types := map[string]reflect.Type{}
	for i, p := range propertiesOf(n, t) {
		order[p.name], types[p.name] = i, p.typ
	}
	var out []pair
	for key, value := range pairs(n) {
		p := pair{key, value, types[key.Value]}
		if implements[putter](t) || implements[entry](t) {
			p.typ = reflect.TypeFor[string]()
		} else if t != nil && t.Kind() == reflect.Map {
			p.typ = t.Elem()
		}
		out = append(out, p)
	}
	place := func(p pair) int {
		if i, ok := order[p.key.Value]; ok {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(out, func(a, b pair) int { return place(a) - place(b) })
	return out
}

// propertiesOf lists the keys that a mapping can have, in their order: those of
// its struct, and for a question those of its kind where the body stands.
func propertiesOf(n *yaml.Node, t reflect.Type) []property {
	switch {
	case t == nil || t.Kind() != reflect.Struct || implements[entry](t):
		return nil
	case t != reflect.TypeFor[quiz.Question]():
		return properties(t)
	}
	kind := quiz.DefaultKind
	for key, value := range pairs(n) {
		if key.Value == "kind" {
			kind = value.Value
		}
	}
	shared := properties(t)
	body, ok := quiz.NewBody(kind)
	if !ok {
		return shared
	}
	after := slices.IndexFunc(shared, func(p property) bool { return p.name == "stem" }) + 1
	return slices.Insert(shared, after, properties(reflect.TypeOf(body).Elem())...)
}

func deref(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// implements says whether a type, or a pointer to it, has the methods of I.
func implements[I any](t reflect.Type) bool {
	return t != nil && reflect.PointerTo(t).Implements(reflect.TypeFor[I]())
}

// scalarText writes a value that is neither a mapping nor a list with items.
// The lines of a block are indented under a key at that indentation.
func scalarText(n *yaml.Node, t reflect.Type, key *yaml.Node, indent int) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "{}"
	case n.Kind == yaml.SequenceNode:
		return "[]"
	case isNullNode(n):
		return ""
	case unpaired(n):
		return n.Value // a slip stays one that is found
	case isProse(t, key):
		if block := blockText(n.Value, indent+step); block != "" {
			return block
		}
		return quoted(n.Value)
	case n.Style == 0:
		return n.Value // as plain as it was
	case isHandle(t, key):
		return scalar(n.Value)
	}
	return quoted(n.Value)
}

// isProse says whether a value is text that people read.
func isProse(t reflect.Type, key *yaml.Node) bool {
	t = deref(t)
	return t != nil && t.Kind() == reflect.String && !isHandle(t, key)
}

// isHandle says whether a value is a name rather than prose.
func isHandle(t reflect.Type, key *yaml.Node) bool {
	return t != nil && (key != nil && slices.Contains(handles, key.Value) || implements[enum](deref(t)))
}

func isNullNode(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// blockText writes a text of several lines as a block, "" where it cannot be one.
func blockText(text string, indent int) string {
	body, ends := strings.CutSuffix(text, "\n")
	unfit := func(r rune) bool {
		return r != '\n' && unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff'
	}
	if !strings.Contains(body, "\n") || strings.HasSuffix(body, "\n") || strings.ContainsFunc(body, unfit) ||
		strings.TrimLeft(body, " \n") != body {
		return ""
	}
	var b strings.Builder
	b.WriteByte('|')
	if !ends {
		b.WriteByte('-')
	}
	for line := range strings.SplitSeq(body, "\n") {
		b.WriteByte('\n')
		if line != "" {
			b.WriteString(strings.Repeat(" ", indent) + line)
		}
	}
	return b.String() + "\n"
}
