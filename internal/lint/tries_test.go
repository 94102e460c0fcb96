package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"verbatim/internal/quiz"
)

// Hints of questions that say nothing else, of any kind and of none, are looked
// at all the same.
func TestHintsOfUnfinishedQuestions(t *testing.T) {
	for _, kind := range append(quiz.Kinds(), "no-such-kind") {
		set := fmt.Sprintf("title: Tides\ntries: 2\nquestions:\n  - id: one\n    kind: %s\n    stem: \"What?\"\n    hints:\n      - \"Look up.\"\n", kind)
		if codes, list := found(t, map[string]string{"set.yaml": set}); slices.Contains(codes, "hint-gives-key") || len(codes) == 0 {
			t.Errorf("%s: found is %v", kind, list)
		}
	}
}

func TestHintsThatGiveNothingAway(t *testing.T) {
	const set = `title: "Tides"
language: en
questions:
  - id: one
    kind: short-text
    stem: "The Moon or the sun: which pulls the water most?"
    answers:
      - text: "the moon"
    hints:
      - %q
`
	for _, hint := range []string{"Is it the moon?", "One of them is near.", "Its answer is “the **moon**”, so…"} {
		codes, list := found(t, map[string]string{"set.yaml": fmt.Sprintf(set, hint)}) // the question says it too
		if slices.Contains(codes, "hint-gives-key") {
			t.Errorf("%q: found is %v", hint, list)
		}
		codes, list = found(t, map[string]string{"set.yaml": strings.Replace(fmt.Sprintf(set, hint), "The Moon or the sun: which", "What", 1)})
		if says := strings.Contains(hint, "moon"); slices.Contains(codes, "hint-gives-key") != says {
			t.Errorf("%q, where the question does not say it: found is %v", hint, list)
		}
	}
}
