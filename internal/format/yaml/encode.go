package yaml

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/quiz"
)

// Encode writes a set as the text of a set.yaml in the canonical layout, with
// defaults left out. Parse reads the same set back.
func Encode(set *quiz.Set) []byte {
	all := *set
	all.Questions = slices.Concat(set.Questions, set.Drafts)
	return layOut(encodeStruct(reflect.ValueOf(&all).Elem()), &remarks{})
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
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: name}, encodeValue(value))
		}
	}
}

var bodyType = reflect.TypeFor[quiz.Body]()

func encodeValue(v reflect.Value) *yaml.Node {
	switch value := v.Interface().(type) {
	case quiz.Topics:
		n := &yaml.Node{Kind: yaml.MappingNode}
		for _, t := range value {
			n.Content = append(n.Content, text(t.Name), text(t.Title))
		}
		return n
	case quiz.Allow:
		if value.Reason == "" {
			return text(value.Code)
		}
		return &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{text(value.Code), text(value.Reason)}}
	}
	switch v.Kind() {
	case reflect.Pointer:
		return encodeValue(v.Elem())
	case reflect.Struct:
		return encodeStruct(v)
	case reflect.Map:
		n := &yaml.Node{Kind: yaml.MappingNode}
		for _, key := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) }) {
			n.Content = append(n.Content, text(key.String()), encodeValue(v.MapIndex(key)))
		}
		return n
	case reflect.Slice:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for i := range v.Len() {
			n.Content = append(n.Content, encodeValue(v.Index(i)))
		}
		return n
	case reflect.String:
		return text(v.String())
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
var handles = []string{"id", "topic", "evidence", "kind", "language", "reading", "answer", "credit", "unit-entry", "tolerance-mode", "name"}

// text is a value in quotation marks; the layout takes them away where they are
// not needed.
func text(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value, Style: yaml.DoubleQuotedStyle}
}
