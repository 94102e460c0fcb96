package main

import (
	"io/fs"
	"testing"

	"verbatim/internal/diag"
	"verbatim/internal/format/yaml"
)

// FuzzFix makes all fixes of any set. What was readable stays so, the fixes come
// to an end, and making them again changes nothing.
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
		before := look(set)
		text, n := c.fixed(before)
		if n == 0 {
			return
		}
		after := look(text)
		if before.set != nil && after.set == nil {
			t.Errorf("after %d fixes it cannot be read: %v\n%s", n, after.list, text)
		}
		if again, n := c.fixed(after); n > 0 && string(again) != string(text) && len(after.list) >= len(before.list) {
			t.Errorf("the fixes do not come to an end:\n%s\nthen\n%s", text, again)
		}
	})
}
