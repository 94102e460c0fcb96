package lint_test

import (
	"testing"

	"verbatim/internal/format"
	"verbatim/internal/lint"
	"verbatim/internal/quiz"
)

// BenchmarkShipped is what a check of the set that ships takes, reading it and
// looking at it apart.
func BenchmarkShipped(b *testing.B) {
	src := shipped(b)
	files := []quiz.File{{Name: "set.yaml", Data: []byte(src.set)}, {Name: "reading.md", Data: []byte(src.reading)}}
	parse := func() *quiz.Set {
		set, _, err := format.Parse("kratom", files)
		if err != nil || set == nil {
			b.Fatal(err)
		}
		return set
	}
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			parse()
		}
	})
	b.Run("look", func(b *testing.B) {
		b.ReportAllocs()
		set := parse()
		for b.Loop() {
			lint.Settle(set, lint.Check(set))
		}
	})
}
