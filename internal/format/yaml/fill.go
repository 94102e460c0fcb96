package yaml

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/quiz"
)

// The fields of a form that stand beside those of the question.
const (
	// ShownKind is the kind whose fields the form has, while another may be chosen.
	ShownKind = "shown"
	// Dropped names the fields of the shape Other that are to go.
	Dropped = "drop"
)

// ErrComment says that a question cannot be written again without the loss of a
// comment.
var ErrComment = errors.New("a comment stands where it would be lost")

// filler makes fields of nodes, and fills in nodes by a form.
type filler struct {
	// handles name the items of lists from one showing of a form to the next,
	// while some come in and others leave.
	handles map[*yaml.Node]string
	form    quiz.Form
	blanks  bool // items in which nothing is written stay
	changed bool
}

func newFiller() *filler { return &filler{handles: map[*yaml.Node]string{}} }

// question gives the node of question i, or of one to come where i is -1.
func (doc *Document) question(i int, form quiz.Form) *yaml.Node {
	if i < 0 {
		return blank(form.Get(ShownKind))
	}
	return doc.list.Content[i]
}

// Filled gives the fields of question i, or of one to come where i is -1, as
// somebody has filled in its form. The document is of no further use: it holds
// what no file does.
func (doc *Document) Filled(i int, form quiz.Form) []Field {
	f := newFiller()
	f.form, f.blanks = form, true
	n := doc.question(i, form)
	f.fill(n)
	return f.fields(n)
}

// WithForm is the file with question i, or with one more where i is -1, as
// somebody has filled in its form. Where that is how it stands already, no byte
// changes. What no field shows is kept unless the form drops it. ErrComment.
func (doc *Document) WithForm(i int, form quiz.Form) ([]byte, error) {
	f := newFiller()
	f.form = form
	n := doc.question(i, form)
	if !within(seen(doc.root), doc.remarks.comments(doc.root)) {
		return nil, ErrComment
	}
	f.fill(n)
	if i < 0 {
		return doc.With(doc.written(n)), nil
	}
	if !f.changed {
		return doc.text, nil
	}
	out := doc.splice(doc.items[i].first, doc.items[i].last, doc.written(n))
	again, err := OpenDocument(out)
	if err != nil || again.Len() != doc.Len() || !equal(n, again.list.Content[i]) {
		return nil, ErrComment
	}
	if !slices.Equal(doc.remarks.within(n), again.remarks.within(again.list.Content[i])) {
		return nil, ErrComment
	}
	return out, nil
}

// within lists the comments of a node, sorted.
func (r *remarks) within(n *yaml.Node) []string {
	part := &remarks{before: map[*yaml.Node][]string{}}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if lines, ok := r.before[n]; ok {
			part.before[n] = lines
		}
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(n)
	return part.comments(n)
}

// written lays a question out where the others stand.
func (doc *Document) written(n *yaml.Node) string {
	indent := step
	if doc.Len() > 0 {
		indent = doc.list.Column - 1
	}
	w := &layout{remarks: doc.remarks}
	if len(n.Content) > 0 {
		w.above(w.before[inOrder(n, reflect.TypeFor[quiz.Question]())[0].key], indent, true, false)
	}
	w.indent(indent)
	w.WriteString("- ")
	w.mapping(n, reflect.TypeFor[quiz.Question](), indent+step, true)
	return w.String()
}

// fill writes a form into the node of a question.
func (f *filler) fill(n *yaml.Node) {
	kind := f.form.Get(ShownKind)
	if _, known := quiz.NewBody(kind); !known {
		kind = kindOf(n)
	}
	f.fillGroup(n, reflect.TypeFor[quiz.Question](), kind, prefix)
}

func (f *filler) fillGroup(n *yaml.Node, t reflect.Type, kind, name string) {
	for _, m := range membersOf(t, kind) {
		for _, p := range m.parts {
			f.fillKey(n, p, name, m.quote)
		}
	}
	for _, gone := range f.form[Dropped] {
		if key, ok := strings.CutPrefix(gone, name+"."); ok && valueOf(n, key) != nil {
			f.remove(n, key)
		}
	}
}

// fillKey writes what a form has for a key. A key without a field stays as it is.
func (f *filler) fillKey(parent *yaml.Node, p property, name string, oneLine bool) {
	name += "." + p.name
	shape, _ := shapeOf(p)
	value := valueOf(parent, p.name)
	values, shown := f.form[name]
	switch {
	case shape == Group:
		if value != nil && value.Kind != yaml.MappingNode && !isNullNode(value) {
			return
		}
		n := value
		if n == nil || n.Kind != yaml.MappingNode {
			n = &yaml.Node{Kind: yaml.MappingNode}
		}
		had := len(n.Content) > 0
		f.fillGroup(n, deref(p.typ), "", name)
		f.put(parent, p.name, n, had)
	case !shown:
	case shape == List:
		if value != nil && value.Kind != yaml.SequenceNode && !isNullNode(value) {
			return
		}
		f.fillList(parent, p, name, values)
	case value == nil || value.Kind == yaml.ScalarNode:
		f.fillScalar(parent, p, shape, values[len(values)-1], oneLine)
	}
}

// put makes a group or a list the value of a key, or removes the key where it
// holds nothing any more.
func (f *filler) put(parent *yaml.Node, key string, n *yaml.Node, had bool) {
	value := valueOf(parent, key)
	switch {
	case len(n.Content) > 0 && value == nil:
		f.changed = true
		parent.Content = append(parent.Content, text(key), n)
	case len(n.Content) > 0 && value != n:
		f.changed = true
		*value = *n
	case had && len(n.Content) == 0:
		f.remove(parent, key)
	}
}

func (f *filler) remove(n *yaml.Node, key string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content = slices.Delete(n.Content, i, i+2)
			f.changed = true
			return
		}
	}
}

// set writes a text into a scalar. Its comments stay.
func (f *filler) set(n *yaml.Node, value string) {
	f.changed = true
	n.Value, n.Tag, n.Style = value, "!!str", yaml.DoubleQuotedStyle
}

func (f *filler) fillScalar(parent *yaml.Node, p property, shape Shape, value string, oneLine bool) {
	n := valueOf(parent, p.name)
	old := ""
	if n != nil && !isNullNode(n) {
		old = n.Value
	}
	value = strings.ReplaceAll(value, "\r\n", "\n")
	bare := shape == Number || shape == Flag || p.typ == reflect.TypeFor[*bool]()
	if value == old && (!bare || n == nil || n.Style == 0) {
		return
	}
	switch {
	case shape == Prose && !oneLine:
		value = strings.TrimRight(value, " \t\n")
		if value != "" && strings.HasSuffix(old, "\n") {
			value += "\n"
		}
	default:
		value = strings.Join(strings.Fields(value), " ")
	}
	if strings.TrimSpace(value) == "" || p.name == "kind" && value == quiz.DefaultKind {
		f.remove(parent, p.name)
		return
	}
	if n == nil {
		n = text("")
		parent.Content = append(parent.Content, text(p.name), n)
	}
	f.set(n, value)
	if bare && isBare(value) {
		n.Tag, n.Style = "", 0
	}
}

// isBare says whether a value is a number or a verdict, which stand without
// quotation marks.
func isBare(value string) bool {
	_, err := strconv.ParseFloat(value, 64)
	return err == nil || value == "true" || value == "false"
}
