package yaml

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/quiz"
)

// Encode writes a set as the text of a set.yaml: its keys in the order of the
// format, defaults left out, an empty line before each question. Parse reads
// the same set back.
func Encode(set *quiz.Set) ([]byte, error) {
	root := encodeStruct(reflect.ValueOf(set).Elem())
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("the set cannot be written: %w", err)
	}
	return spaced(out.Bytes()), nil
}

// spaced puts an empty line before each question but the first. No line of
// another kind begins so.
func spaced(src []byte) []byte {
	item := []byte("\n  - id: ")
	before, rest, found := bytes.Cut(src, item)
	if !found {
		return src
	}
	return slices.Concat(before, item, bytes.ReplaceAll(rest, item, slices.Concat([]byte("\n"), item)))
}

func encodeStruct(v reflect.Value) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	appendFields(n, v)
	return n
}

// appendFields writes the keys of a struct by its json tags, in their order.
// The keys of a question's body stand where the struct has the body.
func appendFields(n *yaml.Node, v reflect.Value) {
	for i := range v.NumField() {
		f, value := v.Type().Field(i), v.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Type == bodyType:
			if !value.IsNil() {
				appendFields(n, value.Elem().Elem())
			}
		case name == "-" || !f.IsExported():
		case name == "" && f.Anonymous:
			appendFields(n, value)
		case options != "" && value.IsZero(), name == "kind" && value.String() == quiz.DefaultKind:
		default:
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: name}, encodeValue(name, value))
		}
	}
}

var bodyType = reflect.TypeFor[quiz.Body]()

func encodeValue(name string, v reflect.Value) *yaml.Node {
	if topics, ok := v.Interface().(quiz.Topics); ok {
		n := &yaml.Node{Kind: yaml.MappingNode}
		for _, t := range topics {
			n.Content = append(n.Content, text("topic", t.Name), text("topic", t.Title))
		}
		return n
	}
	switch v.Kind() {
	case reflect.Pointer:
		return encodeValue(name, v.Elem())
	case reflect.Struct:
		return encodeStruct(v)
	case reflect.Slice:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for i := range v.Len() {
			n.Content = append(n.Content, encodeValue(name, v.Index(i)))
		}
		return n
	case reflect.String:
		return text(name, v.String())
	case reflect.Bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: strconv.FormatBool(v.Bool())}
	case reflect.Int:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: strconv.FormatInt(v.Int(), 10)}
	case reflect.Float64:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: strconv.FormatFloat(v.Float(), 'g', -1, 64)}
	}
	panic("yaml: no rule for a value of type " + v.Type().String())
}

// handles are the keys whose values are names rather than prose; they stand
// without quotation marks where YAML lets them.
var handles = []string{"id", "topic", "evidence", "kind", "language", "reading", "answer", "credit", "unit-entry", "tolerance-mode"}

// text writes prose in double quotes, or as a block where it has several lines.
func text(name, value string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value, Style: yaml.DoubleQuotedStyle}
	switch {
	case slices.Contains(handles, name):
		n.Style = 0
	case strings.Contains(value, "\n") && !strings.ContainsAny(value, "\t\r\u0085\u2028\u2029"):
		n.Style = yaml.LiteralStyle
	}
	return n
}
