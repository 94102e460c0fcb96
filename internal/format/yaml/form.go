package yaml

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
)

// A Field is one key of a question as a form has it. Fields are made of the
// structs and tags that the decoder reads, so a new kind of question has a form
// as soon as it has a struct.
type Field struct {
	Key    string // in the file; empty for an item of a list
	Name   string // of its control: the keys and handles that lead to it, with dots
	Shape  Shape
	Needed bool
	Doc    string   // what it means
	Value  string   // as it stands in the file
	Words  []string // what a Choice may be
	Fields []Field  // of a Group or a Quote; the items of a List
	At     diag.Pos // where it stands; the zero Line where it is not written
}

// Shape is how a field is filled in.
type Shape string

// The shapes.
const (
	Line   Shape = "line"   // a few words
	Prose  Shape = "prose"  // text of one or more lines
	Number Shape = "number" // a number
	Flag   Shape = "flag"   // true or nothing
	Choice Shape = "choice" // one of Words, or nothing
	Group  Shape = "group"  // several fields
	Quote  Shape = "quote"  // the words of the reading, and those beside them
	List   Shape = "list"   // any number of items
	Other  Shape = "other"  // what no field shows; it is kept, or dropped
)

// prefix begins the names of all fields, so that no key is taken for a field of
// the page.
const prefix = "q"

// Form gives the fields of question i as they stand in the file.
func (doc *Document) Form(i int) []Field {
	return newFiller().fields(doc.list.Content[i])
}

// blank is a question of which the kind is all that is known.
func blank(kind string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	if kind != quiz.DefaultKind {
		n.Content = []*yaml.Node{text("kind"), text(kind)}
	}
	return n
}

// fields gives the form of a question.
func (f *filler) fields(n *yaml.Node) []Field {
	return f.group(n, reflect.TypeFor[quiz.Question](), prefix)
}

// kindOf gives the kind of a question.
func kindOf(n *yaml.Node) string {
	if v := valueOf(n, "kind"); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return quiz.DefaultKind
}

// group gives the fields of a mapping, which may be nil.
func (f *filler) group(n *yaml.Node, t reflect.Type, name string) []Field {
	var out []Field
	known := map[string]bool{}
	for _, m := range membersOf(t, kindOf(n)) {
		if m.quote {
			cite := Field{Key: "quote", Name: name + ".cite", Shape: Quote}
			for _, p := range m.parts {
				known[p.name] = true
				cite.Fields = append(cite.Fields, f.field(n, p, name))
			}
			cite.Doc, cite.At = cite.Fields[0].Doc, cite.Fields[0].At
			out = append(out, cite)
			continue
		}
		known[m.parts[0].name] = true
		out = append(out, f.field(n, m.parts[0], name))
	}
	if n != nil && n.Kind == yaml.MappingNode {
		for key, value := range pairs(n) {
			if !known[key.Value] {
				out = append(out, Field{Key: key.Value, Name: name + "." + key.Value, Shape: Other, Value: asText(value), At: at(key)})
			}
		}
	}
	return out
}

// field gives the field of a key.
func (f *filler) field(parent *yaml.Node, p property, name string) Field {
	out := Field{Key: p.name, Name: name + "." + p.name, Needed: p.needed, Doc: p.doc}
	out.Shape, out.Words = shapeOf(p)
	value := valueOf(parent, p.name)
	if value == nil {
		switch out.Shape {
		case Group:
			out.Fields = f.group(nil, deref(p.typ), out.Name)
		case List:
			out.Fields = f.room(p, out.Name)
		}
		return out
	}
	for key, v := range pairs(parent) {
		if v == value {
			out.At = at(key)
		}
	}
	null := isNullNode(value)
	switch {
	case out.Shape == Group && (null || value.Kind == yaml.MappingNode):
		out.Fields = f.group(value, deref(p.typ), out.Name)
	case out.Shape == List && (null || value.Kind == yaml.SequenceNode):
		for i, item := range value.Content {
			out.Fields = append(out.Fields, f.item(item, p.typ.Elem(), out.Name, i))
		}
		if len(out.Fields) == 0 {
			out.Fields = f.room(p, out.Name)
		}
	case out.Shape != Group && out.Shape != List && value.Kind == yaml.ScalarNode:
		if !null {
			out.Value = value.Value
		}
		if out.Shape == Flag && truthy(out.Value) {
			out.Value = "true"
		}
	default: // a list where text belongs, and the like: the text beside the form is the place to mend it
		out.Shape, out.Words, out.Value = Other, nil, asText(value)
	}
	return out
}

// room gives empty items where a list that is needed has none.
func (f *filler) room(p property, name string) []Field {
	const items = 2
	var out []Field
	for i := range items {
		if p.needed {
			out = append(out, f.item(blankItem(p.typ.Elem()), p.typ.Elem(), name, i))
		}
	}
	return out
}

// blankItem is an item of a list that is still to be written.
func blankItem(t reflect.Type) *yaml.Node {
	if t.Kind() == reflect.Struct && !implements[entry](t) {
		return &yaml.Node{Kind: yaml.MappingNode}
	}
	return text("")
}

// item gives the fields of the nth item of a list.
func (f *filler) item(n *yaml.Node, t reflect.Type, name string, place int) Field {
	handle, ok := f.handles[n]
	if !ok {
		handle = strconv.Itoa(place)
	}
	out := Field{Name: name + "." + handle, Shape: Group, At: at(n)}
	switch {
	case implements[entry](t):
		word, reason := entryOf(n)
		out.Fields = []Field{
			{Key: "code", Name: out.Name + ".code", Shape: Line, Needed: true, Value: word, At: out.At},
			{Key: "reason", Name: out.Name + ".reason", Shape: Line, Value: reason, At: out.At},
		}
	case t.Kind() == reflect.Struct:
		if n.Kind != yaml.MappingNode && !isNullNode(n) {
			return Field{Name: out.Name, Shape: Other, Value: asText(n), At: out.At}
		}
		out.Fields = f.group(n, t, out.Name)
	case n.Kind != yaml.ScalarNode:
		return Field{Name: out.Name, Shape: Other, Value: asText(n), At: out.At}
	default:
		out.Shape, out.Value = Line, n.Value
	}
	return out
}

// truthy says whether a value was surely meant as true.
func truthy(word string) bool {
	return slices.Contains([]string{"true", "yes", "on", "y", "1"}, strings.ToLower(word))
}

// entryOf takes an entry apart: `word: text`, or the word alone.
func entryOf(n *yaml.Node) (word, text string) {
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 {
		return n.Content[0].Value, n.Content[1].Value
	}
	return n.Value, ""
}

func at(n *yaml.Node) diag.Pos { return diag.Pos{File: File, Line: n.Line, Col: n.Column} }

// shapeOf says how a key is filled in.
func shapeOf(p property) (Shape, []string) {
	t := deref(p.typ)
	if e, ok := reflect.TypeAssert[enum](reflect.New(t).Elem()); ok {
		return Choice, e.Enum()
	}
	if p.typ == reflect.TypeFor[*bool]() {
		return Choice, []string{"true", "false"}
	}
	switch t.Kind() {
	case reflect.Bool:
		return Flag, nil
	case reflect.Int, reflect.Float64:
		return Number, nil
	case reflect.Struct:
		return Group, nil
	case reflect.Slice:
		return List, nil
	}
	if p.name == "kind" {
		return Choice, quiz.Kinds()
	}
	if isHandle(t, &yaml.Node{Value: p.name}) {
		return Line, nil
	}
	return Prose, nil
}

// member is a key of a struct, or the keys of a citation, which belong together.
type member struct {
	quote bool
	parts []property
}

// membersOf lists what a form shows of a struct, in the order of the format: for
// a question with the keys of its kind.
func membersOf(t reflect.Type, kind string) []member {
	var out []member
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Type == bodyType:
			if body, ok := quiz.NewBody(kind); ok {
				out = append(out, membersOf(reflect.TypeOf(body).Elem(), "")...)
			}
		case f.Type == reflect.TypeFor[quiz.Citation]():
			out = append(out, member{true, properties(f.Type)})
		case name == "" && f.Anonymous:
			out = append(out, membersOf(f.Type, "")...)
		case name == "-" || !f.IsExported():
		default:
			out = append(out, member{false, []property{{name, f.Type, f.Tag.Get("need") == "yes", f.Tag.Get("doc")}}})
		}
	}
	return out
}

// asText writes what no field shows, so that a person can see what it is.
func asText(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	out, err := yaml.Marshal(n)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
