package main

import (
	"io/fs"
	"testing"

	"verbatim/internal/diag"
	"verbatim/internal/format/yaml"
)

// FuzzFix makes all fixes of any set, and those of what they have let be seen,
// such as quotes once a reading is found. What was readable stays so, and they
// come to an end.
func FuzzFix(f *testing.F) {
	for _, code := range []string{"bad-id", "unknown-key", "wrong-type", "unpaired-mark", "duplicate-key", "unmarked-negative", "unused-allowance", "quote-not-found", "unknown-kind", "syntax"} {
		e, _ := diag.Explain(code)
		files := e.Bad.Files()
		f.Add([]byte(files["set.yaml"]), []byte(files["reading.md"]))
	}
	f.Add([]byte("title: x\nquestions:\n\t- id: A b\n\t  stem: \"é\"\n"), []byte("# R\n\nWords.\n"))
	f.Fuzz(func(t *testing.T, set, reading []byte) {
		c := &checker{keep: true}
		look := func(text []byte) *folder {
			out, err := c.readOne(func(name string) ([]byte, error) {
				switch name {
				case yaml.File:
					return text, nil
				case "reading.md":
					return reading, nil
				}
				return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
			}, yaml.File, "fuzz", "fuzz")
			if err != nil {
				t.Fatal(err)
			}
			return out[0]
		}
		for range 10 {
			before := look(set)
			text, n := c.fixed(before)
			if n == 0 || string(text) == string(set) {
				return
			}
			if after := look(text); before.set != nil && after.set == nil {
				t.Fatalf("after %d fixes it cannot be read: %v\n%s", n, after.list, text)
			}
			set = text
		}
		t.Errorf("the fixes do not come to an end:\n%s", set)
	})
}
