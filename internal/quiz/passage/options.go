package passage

import (
	"slices"

	"verbatim/internal/quiz/choice"
)

// Options gives the passages that are offered as the options of a choice, in
// the order of the reading, for programs that cannot point at words of a text.
// They are none where the question was never shown its reading.
func (f *Find) Options() choice.Options {
	if f.bound.doc == nil {
		return nil
	}
	said := map[int]Passage{}
	for i, n := range f.bound.wrong {
		said[n] = f.Distractors[i]
	}
	for i, n := range f.bound.also {
		said[n] = f.Also[i]
	}
	var options choice.Options
	for _, n := range f.bound.offered {
		options = append(options, choice.Option{Text: f.bound.doc.Passages[n].Text, Because: said[n].Because,
			Correct: slices.Contains(f.bound.right, n)})
	}
	return options
}
