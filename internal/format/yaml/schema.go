package yaml

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"verbatim/internal/quiz"
)

// Schema gives the JSON Schema (draft 2020-12) of set.yaml, made of the same
// structs and tags that the decoder reads. What it refuses the decoder refuses
// too; rules about meaning are beyond it.
func Schema() ([]byte, error) {
	s := &schema{defs: object{}}
	s.defs["text"] = object{"type": []string{"string", "number", "boolean"}, "pattern": `\S`}
	s.defs["draft"] = object{"properties": object{"draft": object{"const": true}}, "required": []string{"draft"}}
	root := s.structOf(reflect.TypeFor[quiz.Set]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "A set of Verbatim"
	root["description"] = "The file set.yaml: a title, the reading and its questions."
	root["$defs"] = s.defs
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("the schema cannot be written: %w", err)
	}
	return out.Bytes(), nil
}

// object is a JSON object; encoding/json sorts its keys.
type object = map[string]any

// schema gathers the definitions that are referred to.
type schema struct {
	defs object
}

// property is a key of a struct type.
type property struct {
	name   string
	typ    reflect.Type
	needed bool
	doc    string
}

// properties lists the keys of a struct type by its json tags; embedded structs
// without a tag give theirs.
func properties(t reflect.Type) []property {
	var out []property
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case name == "" && f.Anonymous:
			out = append(out, properties(f.Type)...)
		default:
			out = append(out, property{name, f.Type, f.Tag.Get("need") == "yes", f.Tag.Get("doc")})
		}
	}
	return out
}

func (s *schema) structOf(t reflect.Type) object {
	props, needed := object{}, []string{}
	for _, p := range properties(t) {
		props[p.name] = s.property(p)
		if p.needed {
			needed = append(needed, p.name)
		}
	}
	out := object{"type": "object", "properties": props, "additionalProperties": false}
	if len(needed) > 0 {
		out["required"] = needed
	}
	return out
}

func (s *schema) property(p property) object {
	out := s.of(p.typ)
	if p.doc != "" {
		out["description"] = p.doc
	}
	if p.name == "questions" {
		out["minItems"] = 1
	}
	return out
}

// of gives the schema of a type. Text may look like a number to YAML: the
// decoder takes it as it is written.
func (s *schema) of(t reflect.Type) object {
	switch value := reflect.New(t).Interface().(type) {
	case *quiz.Question:
		return s.question()
	case enum:
		return object{"enum": literals(value.Enum())}
	case putter:
		return object{"type": "object", "additionalProperties": ref("text")}
	case entry:
		return object{"anyOf": []object{{"type": "string"}, {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": ref("text")}}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Struct:
		return s.structOf(t)
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem())}
	case reflect.String:
		return ref("text")
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	}
	panic("yaml: no schema for a field of type " + t.String())
}

// question is a question of any kind: the shared keys stand here, and those of
// each kind in a definition of its own, which is chosen by the kind.
func (s *schema) question() object {
	shared := properties(reflect.TypeFor[quiz.Question]())
	props := object{}
	for _, p := range shared {
		props[p.name] = s.property(p)
	}
	props["kind"] = object{"enum": quiz.Kinds(), "default": quiz.DefaultKind, "description": props["kind"].(object)["description"]}
	var choices []object
	for _, kind := range quiz.Kinds() {
		is := object{"properties": object{"kind": object{"const": kind}}}
		if kind != quiz.DefaultKind {
			is["required"] = []string{"kind"}
		}
		choices = append(choices, object{"if": is, "then": ref(kind)})
		s.defs[kind] = s.kind(kind, shared)
	}
	return object{"type": "object", "properties": props, "required": []string{"id"}, "allOf": choices}
}

// kind is the schema of the keys of one kind, beside those of all kinds. A
// draft needs none of them.
func (s *schema) kind(name string, shared []property) object {
	body, _ := quiz.NewBody(name) // the kind is registered
	props, needed := object{}, []string{}
	for _, p := range shared {
		props[p.name] = true
		if p.needed {
			needed = append(needed, p.name)
		}
	}
	for _, p := range properties(reflect.TypeOf(body).Elem()) {
		props[p.name] = s.property(p)
		if p.needed {
			needed = append(needed, p.name)
		}
	}
	return object{"properties": props, "additionalProperties": false, "anyOf": []object{ref("draft"), {"required": needed}}}
}

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }

// literals are the values of an enum; to YAML, true and false are no words.
func literals(words []string) []any {
	var out []any
	for _, w := range words {
		out = append(out, w)
		if w == "true" || w == "false" {
			out = append(out, w == "true")
		}
	}
	return out
}
