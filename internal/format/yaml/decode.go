package yaml

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
)

// decoder fills structs of package quiz from YAML nodes, strictly: every key
// must be a json tag of the struct, every value of its type. It collects all
// findings and never stops at the first.
type decoder struct {
	file     string
	list     diag.List
	question string // the id of the question under way
}

// A struct with positions (quiz.Where) is told where it and its fields stand.
type locatable interface {
	Locate(name string, p diag.Pos)
}

// An ordered map (quiz.Topics) takes its entries one by one.
type putter interface {
	Put(name, value string)
}

// An enum lists the values that a string type may take.
type enum interface {
	Enum() []string
}

func (d *decoder) pos(n *yaml.Node) diag.Pos {
	return diag.Pos{File: d.file, Line: n.Line, Col: n.Column}
}

func (d *decoder) fail(n *yaml.Node, code, hint, format string, args ...any) {
	d.list.Add(diag.Diagnostic{Pos: d.pos(n), Severity: diag.Error, Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Question: d.question})
}

// into decodes node n, the value of the key name, into v.
func (d *decoder) into(n *yaml.Node, name string, v reflect.Value) {
	if e, ok := v.Interface().(enum); ok && n.Kind == yaml.ScalarNode {
		if !slices.Contains(e.Enum(), n.Value) {
			d.fail(n, "bad-value", didYouMean(n.Value, e.Enum()), "%q is no value of `%s`", n.Value, name)
			return
		}
		v.SetString(n.Value)
		return
	}
	if p, ok := v.Addr().Interface().(putter); ok {
		d.intoMap(n, name, p)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		d.into(n, name, p.Elem())
		v.Set(p)
	case reflect.Struct:
		d.intoStruct(n, name, v.Addr().Interface())
	case reflect.Slice:
		d.intoSlice(n, name, v)
	default:
		d.intoScalar(n, name, v)
	}
}

func (d *decoder) intoScalar(n *yaml.Node, name string, v reflect.Value) {
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "wrong-type", fmt.Sprintf("write `%s:` and the value on the same line", name), "`%s` takes %s, and here stands %s", name, kindWord(v.Kind()), nodeWord(n))
		return
	}
	if n.Tag == "!!null" {
		d.fail(n, "empty-value", "write a value or remove the key", "`%s` has no value", name)
		return
	}
	// The literal text counts: 012, 1_000 and no are words, not an octal
	// number, a thousand and false.
	switch text := n.Value; v.Kind() {
	case reflect.String:
		if strings.TrimSpace(text) == "" {
			d.fail(n, "empty-value", "write a value or remove the key", "`%s` is empty", name)
			return
		}
		v.SetString(text)
	case reflect.Bool:
		if text != "true" && text != "false" {
			d.fail(n, "wrong-type", "write true or false", "`%s` takes true or false, and here stands %q", name, text)
		}
		// What was surely meant is kept, so that one slip gives one finding.
		v.SetBool(slices.Contains([]string{"true", "yes", "on", "y", "1"}, strings.ToLower(text)))
	case reflect.Int:
		i, err := strconv.Atoi(text)
		if err != nil {
			d.fail(n, "wrong-type", "write a whole number such as 3", "`%s` takes a whole number, and here stands %q", name, text)
			return
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			d.fail(n, "wrong-type", "write a number such as 1.5", "`%s` takes a number, and here stands %q", name, text)
			return
		}
		v.SetFloat(f)
	default:
		panic("yaml: no rule for a field of type " + v.Type().String())
	}
}

func (d *decoder) intoSlice(n *yaml.Node, name string, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		d.fail(n, "wrong-type", "begin each item on a line of its own with `- `", "`%s` takes a list, and here stands %s", name, nodeWord(n))
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.into(item, name, out.Index(i))
	}
	v.Set(out)
}

func (d *decoder) intoMap(n *yaml.Node, name string, into putter) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "wrong-type", fmt.Sprintf("write `name: title` lines under `%s:`", name), "`%s` takes names with their titles, and here stands %s", name, nodeWord(n))
		return
	}
	seen := map[string]int{}
	for key, value := range pairs(n) {
		if line, twice := seen[key.Value]; twice {
			d.fail(key, "duplicate-key", "remove one of the two", "%q already stands on line %d", key.Value, line)
			continue
		}
		seen[key.Value] = key.Line
		var title string
		before := len(d.list)
		d.into(value, name+"."+key.Value, reflect.ValueOf(&title).Elem())
		if len(d.list) == before {
			into.Put(key.Value, title)
		}
	}
}

// intoStruct decodes a mapping into the struct that into points at.
func (d *decoder) intoStruct(n *yaml.Node, name string, into any) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "wrong-type", "write `key: value` lines", "`%s` takes keys with values, and here stands %s", name, nodeWord(n))
		return
	}
	parts := []any{into}
	if q, ok := into.(*quiz.Question); ok {
		parts = d.questionParts(n, q)
	}
	fields := map[string]field{}
	for _, part := range parts {
		collect(reflect.ValueOf(part).Elem(), fields)
	}
	where, _ := into.(locatable)
	if where != nil {
		where.Locate("", d.pos(n))
	}
	seen := map[string]int{}
	for key, value := range pairs(n) {
		if line, twice := seen[key.Value]; twice {
			d.fail(key, "duplicate-key", "remove one of the two", "the key `%s` already stands on line %d", key.Value, line)
			continue
		}
		seen[key.Value] = key.Line
		f, known := fields[key.Value]
		if !known {
			if len(parts) > 1 || !isQuestion(into) { // else the unknown kind is the finding
				d.fail(key, "unknown-key", didYouMean(key.Value, slices.Sorted(maps.Keys(fields))), "there is no key `%s` here", key.Value)
			}
			continue
		}
		if where != nil {
			d.locate(where, key, value)
		}
		d.into(value, key.Value, f.value)
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if _, written := seen[key]; !written && fields[key].needed {
			d.fail(n, "missing-key", fmt.Sprintf("add `%s:`: %s", key, fields[key].doc), "the key `%s` is missing", key)
		}
	}
	d.leave(into)
}

// locate records where a plain value stands, or the key of a list or group and
// each of its parts.
func (d *decoder) locate(where locatable, key, value *yaml.Node) {
	switch value.Kind {
	case yaml.SequenceNode:
		where.Locate(key.Value, d.pos(key))
		for i, item := range value.Content {
			where.Locate(fmt.Sprintf("%s[%d]", key.Value, i), d.pos(item))
		}
	case yaml.MappingNode:
		where.Locate(key.Value, d.pos(key))
		for k := range pairs(value) {
			where.Locate(key.Value+"."+k.Value, d.pos(k))
		}
	default:
		where.Locate(key.Value, d.pos(value))
	}
}

// questionParts gives the structs whose keys a question has: its own and those
// of its kind's body.
func (d *decoder) questionParts(n *yaml.Node, q *quiz.Question) []any {
	kind := quiz.DefaultKind
	var kindNode *yaml.Node
	for key, value := range pairs(n) {
		switch key.Value {
		case "id":
			d.question = value.Value
		case "kind":
			kindNode, kind = value, value.Value
		}
	}
	body, ok := quiz.NewBody(kind)
	if !ok {
		d.fail(kindNode, "unknown-kind", didYouMean(kind, quiz.Kinds()), "there is no kind of question named %q", kind)
		return []any{q}
	}
	q.Body = body
	return []any{q, body}
}

func (d *decoder) leave(into any) {
	if q, ok := into.(*quiz.Question); ok {
		d.question = ""
		if q.Kind == "" {
			q.Kind = quiz.DefaultKind
		}
	}
}

func isQuestion(v any) bool {
	_, ok := v.(*quiz.Question)
	return ok
}
