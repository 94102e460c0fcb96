package yaml

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
	"verbatim/internal/quiz"
)

// intoStruct decodes a mapping into the struct that into points at.
func (d *decoder) intoStruct(n *yaml.Node, name string, into any) {
	where, _ := into.(locatable)
	if where != nil {
		where.Locate("", d.pos(n)) // an item that is none too: what it lacks is found there
	}
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
	seen := map[string][2]*yaml.Node{}
	for key, value := range pairs(n) {
		if first, twice := seen[key.Value]; twice {
			d.twice(key, value, first, fmt.Sprintf("the key `%s` already stands on line %d", key.Value, first[0].Line))
			continue
		}
		seen[key.Value] = [2]*yaml.Node{key, value}
		f, known := fields[key.Value]
		if !known {
			if len(parts) > 1 || !isQuestion(into) { // else the unknown kind is the finding
				d.misspelt(key, diag.SetKey, "unknown-key", slices.Sorted(maps.Keys(fields)), unwritten(fields, n), "there is no key `%s` here", key.Value)
			}
			continue
		}
		if where != nil {
			d.locate(where, key, value)
		}
		d.into(value, key.Value, f.value)
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if _, written := seen[key]; !written && fields[key].needed && !isDraft(into) {
			d.add(n, diag.Diagnostic{Pos: diag.Pos{Lacks: key}, Code: "missing-key", Message: fmt.Sprintf("the key `%s` is missing", key),
				Hint: fmt.Sprintf("add `%s:`: %s", key, fields[key].doc)})
		}
	}
	d.leave(into)
}

// unwritten lists the keys that a mapping could have and does not.
func unwritten(fields map[string]field, n *yaml.Node) []string {
	left := maps.Clone(fields)
	for key := range pairs(n) {
		delete(left, key.Value)
	}
	return slices.Collect(maps.Keys(left))
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
			d.question = strings.TrimSpace(value.Value) // as an id is taken
		case "kind":
			kindNode, kind = value, value.Value
		}
	}
	body, ok := quiz.NewBody(kind)
	if !ok {
		d.misspelt(kindNode, diag.SetValue, "unknown-kind", quiz.Kinds(), quiz.Kinds(), "there is no kind of question named %q", kind)
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

// isDraft says whether a part belongs to a question that is still being written.
func isDraft(v any) bool {
	q, ok := v.(*quiz.Question)
	return ok && q.Draft && q.ID != ""
}

func isQuestion(v any) bool {
	_, ok := v.(*quiz.Question)
	return ok
}
