package yaml

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"verbatim/internal/diag"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	src, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("set.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("set.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// generic is a YAML text as a validator of JSON takes it: as an editor would.
func generic(t *testing.T, src []byte) any {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		t.Fatal(err)
	}
	var of func(*yaml.Node) any
	of = func(n *yaml.Node) any {
		switch n.Kind {
		case yaml.MappingNode:
			m := map[string]any{}
			for k, v := range pairs(n) {
				m[k.Value] = of(v)
			}
			return m
		case yaml.SequenceNode:
			list := []any{}
			for _, item := range n.Content {
				list = append(list, of(item))
			}
			return list
		}
		var v any
		if err := n.Decode(&v); err != nil {
			t.Fatal(err)
		}
		switch v := v.(type) {
		case int:
			return float64(v)
		case nil, bool, float64, string:
			return v
		}
		return n.Value // a date, which is text to the decoder
	}
	if len(doc.Content) == 0 {
		return nil
	}
	return of(doc.Content[0])
}

// TestSchemaTakesSets holds the schema to what the decoder takes: the sets of
// the project, one of every kind of question among them, and all good examples.
func TestSchemaTakesSets(t *testing.T) {
	s := compiled(t)
	var files []string
	for _, root := range []string{"../../../questions", "../../quiz/kinds/testdata"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Name() == File {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 2 {
		t.Fatalf("only %v were found", files)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(generic(t, src)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for _, code := range diag.Codes() {
		if e, _ := diag.Explain(code); e.Good.Set != "" {
			if err := s.Validate(generic(t, []byte(e.Good.Files()[File]))); err != nil {
				t.Errorf("the good example of %s: %v", code, err)
			}
		}
	}
}

// TestSchemaAgrees compares the schema with the decoder on texts that are
// broken in one way each: what is no more than syntax, both refuse.
func TestSchemaAgrees(t *testing.T) {
	s := compiled(t)
	for _, code := range []string{"unknown-key", "missing-key", "bad-value", "wrong-type", "unknown-kind", "empty-value", "no-questions"} {
		e, _ := diag.Explain(code)
		if s.Validate(generic(t, []byte(e.Bad.Files()[File]))) == nil {
			t.Errorf("the schema takes the bad example of %s", code)
		}
	}
	breaks := []struct{ old, new string }{
		{"title: \"Tides\"\n", ""},
		{"title: \"Tides\"", "title: [Tides]"},
		{"title: \"Tides\"", "title: \"\""},
		{"reading:", "readin:"},
		{"topics:\n  causes: What causes them", "topics: [causes]"},
		{"  - id: moon\n", "  - topic: causes\n"},
		{"    topic: causes\n", "    weight: heavy\n"},
		{"    topic: causes\n", "    kind: cloze\n    topic: causes\n"},
		{"questions:", "draw: 3\nquestions:"},
		{"questions:", "draw: {causes: many}\nquestions:"},
		{"questions:", "draw: {causes: 1.5}\nquestions:"},
		{"        correct: true", "        corect: true"},
		{"        correct: true", "        correct: \"true\""},
		{"text: \"The moon\"", "txt: \"The moon\""},
		{"    explanation:", "    allow: {a: b, c: d}\n    explanation:"},
		{"    explanation:", "    text: \"of another kind\"\n    explanation:"},
	}
	for _, b := range breaks {
		text := strings.Replace(sound, b.old, b.new, 1)
		if text == sound {
			t.Fatalf("the sound set has no %q", b.old)
		}
		set, list := Parse([]byte(text), File)
		refused := set == nil || list.HasErrors()
		if invalid := s.Validate(generic(t, []byte(text))) != nil; invalid && !refused {
			t.Errorf("with %q the schema refuses what the decoder takes", b.new)
		} else if !invalid && refused {
			t.Errorf("with %q the schema takes what the decoder refuses: %v", b.new, list)
		}
	}
	for _, b := range []struct{ old, new string }{
		{"text: \"The moon\"", "text: 012"},
		{"text: \"The moon\"", "text: 2026-11-23"},
		{"text: \"The moon\"", "text: no"},
		{"questions:", "draw: {causes: 1}\nquestions:"},
		{"    explanation:", "    draft: true\n    explanation:"},
		{"    explanation:", "    allow: [a, b: c]\n    explanation:"},
		{"    explanation:", "    shuffle: false\n    weight: 2\n    explanation:"},
	} {
		text := strings.Replace(sound, b.old, b.new, 1)
		if err := s.Validate(generic(t, []byte(text))); err != nil {
			t.Errorf("with %q: %v", b.new, err)
		}
		if set, list := Parse([]byte(text), File); set == nil || list.HasErrors() {
			t.Errorf("with %q the decoder finds %v", b.new, list)
		}
	}
}
