package yaml

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"verbatim/internal/quiz"
)

// fillList makes the list of the items that a form still has, in its order.
func (f *filler) fillList(parent *yaml.Node, p property, name string, handles []string) {
	n := valueOf(parent, p.name)
	if n == nil || n.Kind != yaml.SequenceNode {
		n = &yaml.Node{Kind: yaml.SequenceNode}
	}
	had, elem := len(n.Content) > 0, p.typ.Elem()
	var items []*yaml.Node
	taken := map[string]bool{}
	for _, handle := range handles {
		if handle == "" || taken[handle] || len(items) == maxItems {
			continue
		}
		taken[handle] = true
		item := blankItem(elem)
		if at, err := strconv.Atoi(handle); err == nil && at >= 0 && at < len(n.Content) {
			item = n.Content[at]
		}
		f.fillItem(item, elem, name+"."+handle)
		if f.blanks || !isBlank(item) {
			f.handles[item] = handle
			items = append(items, item)
		}
	}
	for _, gone := range f.form[Dropped] {
		if handle, ok := strings.CutPrefix(gone, name+"."); ok && !strings.Contains(handle, ".") {
			items = slices.DeleteFunc(items, func(n *yaml.Node) bool { return f.handles[n] == handle })
		}
	}
	if !slices.Equal(items, n.Content) {
		f.changed = true
		n.Content = items
	}
	f.put(parent, p.name, n, had)
}

// maxItems is far beyond any list of a question. The handles of items that a
// form adds begin there.
const maxItems = 200

func isBlank(n *yaml.Node) bool { return len(n.Content) == 0 && strings.TrimSpace(n.Value) == "" }

func (f *filler) fillItem(n *yaml.Node, t reflect.Type, name string) {
	switch {
	case implements[entry](t):
		f.fillEntry(n, name)
	case t.Kind() == reflect.Struct:
		if isNullNode(n) {
			n.Kind, n.Tag, n.Value = yaml.MappingNode, "", ""
		}
		if n.Kind == yaml.MappingNode {
			f.fillGroup(n, t, "", name)
		}
	case n.Kind == yaml.ScalarNode:
		if values, shown := f.form[name]; shown {
			if word := strings.TrimSpace(values[0]); word != strings.TrimSpace(n.Value) {
				f.set(n, word)
			}
		}
	}
}

func (f *filler) fillEntry(n *yaml.Node, name string) {
	word, reason := entryOf(n)
	newWord, newReason := strings.TrimSpace(f.form.Get(name+".code")), strings.TrimSpace(f.form.Get(name+".reason"))
	switch {
	case newWord == word && newReason == reason:
	case newReason == "":
		n.Kind, n.Content = yaml.ScalarNode, nil
		f.set(n, newWord)
	default:
		f.changed = true
		n.Kind, n.Tag, n.Style, n.Value = yaml.MappingNode, "", 0, ""
		n.Content = []*yaml.Node{text(newWord), text(newReason)}
	}
}

// Press does what a button of a form says with its lists: "add LIST", "remove
// ITEM", "up ITEM" or "down ITEM", each by its name. It reports false for any
// other. Nothing else of the form changes.
func Press(form quiz.Form, button string) (focus string, ok bool) {
	do, name, _ := strings.Cut(button, " ")
	if do == "add" {
		next := maxItems // beyond those of the file
		for _, handle := range form[name] {
			if n, err := strconv.Atoi(handle); err == nil {
				next = max(next, n+1)
			}
		}
		handle := strconv.Itoa(next)
		form[name] = append(form[name], handle)
		return name + "." + handle, true
	}
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return "", false
	}
	list, handle := name[:dot], name[dot+1:]
	at := slices.Index(form[list], handle)
	if at < 0 {
		return "", false
	}
	switch handles := form[list]; {
	case do == "remove":
		form[list] = slices.Delete(handles, at, at+1)
		return list, true
	case do == "up" && at > 0 && handles[at-1] != "":
		handles[at-1], handles[at] = handles[at], handles[at-1]
	case do == "down" && at+1 < len(handles):
		handles[at+1], handles[at] = handles[at], handles[at+1]
	case do != "up" && do != "down":
		return "", false
	}
	return name, true
}
