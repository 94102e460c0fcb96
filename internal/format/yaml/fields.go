package yaml

import (
	"fmt"
	"iter"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
)

// field is one key of a struct.
type field struct {
	value  reflect.Value
	needed bool
	doc    string
}

// collect gathers the keys of a struct by its json tags; embedded structs
// without a tag give theirs.
func collect(v reflect.Value, into map[string]field) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case name == "" && f.Anonymous:
			collect(v.Field(i), into)
		case name == "":
			panic("yaml: field without a json tag: " + v.Type().String() + "." + f.Name)
		default:
			into[name] = field{v.Field(i), f.Tag.Get("need") == "yes", strings.TrimSuffix(f.Tag.Get("doc"), ".")}
		}
	}
}

// pairs walks the keys and values of a mapping in their order.
func pairs(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(*yaml.Node, *yaml.Node) bool) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

func kindWord(k reflect.Kind) string {
	switch k {
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Float64:
		return "a number"
	}
	return "text"
}

func nodeWord(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.MappingNode:
		return "a group of keys"
	case n.Tag == "!!null":
		return "nothing"
	}
	return fmt.Sprintf("%q", shorten(n.Value))
}

func shorten(s string) string {
	r := []rune(s)
	if len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}

// didYouMean makes a hint of the word nearest to a mistyped one, or of all words.
func didYouMean(word string, words []string) string {
	if best := diag.Nearest(word, words); best != "" {
		return fmt.Sprintf("did you mean `%s`?", best)
	}
	return "use one of " + strings.Join(words, ", ")
}
