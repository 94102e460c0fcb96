package main

import (
	"slices"

	"verbatim/internal/diag"
	"verbatim/internal/format/yaml"
	"verbatim/internal/lint"
)

// mostBroken is how many questions that are no YAML are passed over in one set.
const mostBroken = 10

// rest gives what is found in a set beside the questions that are no YAML, so
// that one slip does not hide all others. The set itself stays unread.
func (f *folder) rest() diag.List {
	var all diag.List
	text, found := f.files[f.file], f.list
	for range mostBroken {
		i := slices.IndexFunc(found, func(d diag.Diagnostic) bool { return d.Code == "syntax" })
		if i < 0 {
			break
		}
		rest, ok := yaml.Rest(text, found[i].Line)
		if !ok {
			break
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
			return d.Code == "unused-topic" || d.Code == "unused-allowance" || d.Code == "no-questions" // the question may be there that is passed over
		})...)
	}
	return all
}
