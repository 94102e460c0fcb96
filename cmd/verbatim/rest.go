package main

import (
	"slices"

	"verbatim/internal/diag"
	"verbatim/internal/format/yaml"
	"verbatim/internal/lint"
)

// mostBroken is how many places that are no YAML are passed over in one set.
const mostBroken = 10

// What may be found only because something is passed over: the question, or the
// line of the head, may hold what is missed.
var (
	passedQuestion = []string{"unused-topic", "unused-allowance", "no-questions", "bad-draw", "whole-draw"}
	passedHead     = []string{"missing-key", "unknown-topic", "missing-topic", "no-source", "needs-reading"}
)

// rest gives what is found in a set beside the places that are no YAML, so that
// one slip does not hide all others. The set itself stays unread.
func (f *folder) rest() diag.List {
	var all diag.List
	text, found := f.files[f.file], f.list
	may := passedQuestion
	for range mostBroken {
		i := slices.IndexFunc(found, func(d diag.Diagnostic) bool { return d.Code == "syntax" })
		if i < 0 {
			break
		}
		rest, head := yaml.Rest(text, found[i].Line)
		if rest == nil {
			break
		}
		if head {
			may = slices.Concat(may, passedHead)
		}
		text = rest
		again, err := readFolder(func(name string) ([]byte, error) {
			if name == f.name {
				return text, nil
			}
			data, err := f.open(name)
			if err == nil {
				f.files[f.path(name)] = data
			}
			return data, err
		}, f.name, f.id, f.at)
		if err != nil {
			break
		}
		found = again.list
		if again.set != nil {
			found = lint.Settle(again.set, append(found, lint.Check(again.set)...))
		}
		all = append(all, slices.DeleteFunc(slices.Clone(found), func(d diag.Diagnostic) bool {
			return slices.Contains(may, d.Code)
		})...)
	}
	return all
}
