package kinds_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"verbatim/internal/format"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/unsupported"
)

// sample is a set with a question of every kind that can be asked.
func sample(t testing.TB) *quiz.Set {
	t.Helper()
	set, list, err := format.Load(os.DirFS("testdata"), "tides", "tides", "tides")
	if err != nil || len(list) > 0 {
		t.Fatalf("the sample has findings: %v %v", list, err)
	}
	return set
}

func TestEveryKindIsTested(t *testing.T) {
	held := map[string]bool{}
	for _, q := range sample(t).Questions {
		held[q.Kind] = true
	}
	for _, kind := range quiz.Kinds() {
		if kind == unsupported.Kind {
			continue // it cannot be asked, and has a test of its own
		}
		if makers[kind].question == nil {
			t.Errorf("no generator makes questions of the kind %s", kind)
		}
		if !held[kind] {
			t.Errorf("the sample has no question of the kind %s", kind)
		}
	}
}

// A set written as JSON reads back as the same set: JSON is YAML too, and the
// tags that name the keys are the same.
func TestJSONReadsBack(t *testing.T) {
	set := sample(t)
	written, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	files := append([]quiz.File{{Name: "set.yaml", Data: written}}, set.Files[1:]...)
	again, list, err := format.Parse("tides", files)
	if err != nil || len(list) > 0 {
		t.Fatalf("%v %v in\n%s", list, err, written)
	}
	rewritten, err := json.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written, rewritten) {
		t.Errorf("wrote\n%s\nand read back\n%s", written, rewritten)
	}
}
