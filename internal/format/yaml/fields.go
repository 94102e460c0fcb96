package yaml

import (
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
)

// field is one key of a struct.
type field struct {
	value  reflect.Value
	needed bool
	doc    string
}

// place is where the value of a key stands in structs of one type.
type place struct {
	name   string
	index  []int
	needed bool
	doc    string
}

// keysOf remembers what structs of a type can hold: a set has a thousand of them.
var keysOf sync.Map // of []place, by reflect.Type

// collect gathers the keys of a struct by its json tags; embedded structs
// without a tag give theirs.
func collect(v reflect.Value, into map[string]field) {
	keys, ok := keysOf.Load(v.Type())
	if !ok {
		keys, _ = keysOf.LoadOrStore(v.Type(), readKeys(v.Type(), nil))
	}
	for _, k := range keys.([]place) {
		into[k.name] = field{v.FieldByIndex(k.index), k.needed, k.doc}
	}
}

func readKeys(t reflect.Type, at []int) []place {
	var keys []place
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		index := append(slices.Clone(at), i)
		switch {
		case name == "-" || !f.IsExported():
		case name == "" && f.Anonymous:
			keys = append(keys, readKeys(f.Type, index)...)
		case name == "":
			panic("yaml: field without a json tag: " + t.String() + "." + f.Name)
		default:
			keys = append(keys, place{name, index, f.Tag.Get("need") == "yes", strings.TrimSuffix(f.Tag.Get("doc"), ".")})
		}
	}
	return keys
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
