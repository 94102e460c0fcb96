package kinds_test

import (
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
