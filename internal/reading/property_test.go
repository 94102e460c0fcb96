package reading

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryPassageIsFoundAtItsPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkPassages(t, []byte(prose(t))) })
}

func TestMarksKeepTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := prose(t)
		d, err := Parse([]byte(source))
		if err != nil {
			t.Fatalf("%v", err)
		}
		marks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
			m := Mark{Class: "cited", Label: "Label", ID: "m", Href: "#back", BackText: "back"}
			if rapid.Bool().Draw(t, "whole") {
				m.Passage = rapid.IntRange(-1, len(d.Passages)).Draw(t, "passage")
				return m
			}
			m.Start = rapid.IntRange(0, len(source)).Draw(t, "start")
			m.End = rapid.IntRange(0, len(source)).Draw(t, "end")
			return m
		}), 0, 5).Draw(t, "marks")
		checkMarks(t, d, marks)
	})
}

type reporter interface {
	Fatalf(string, ...any)
}

// checkPassages holds what is true of each passage of each reading.
func checkPassages(t reporter, source []byte) {
	d, err := Parse(source)
	if err != nil {
		return
	}
	if !bytes.Equal(d.Source, source) {
		t.Fatalf("the source was changed")
	}
	end := 0
	for i, p := range d.Passages {
		if p.N != i || p.Start < end || p.End <= p.Start || p.End > len(source) {
			t.Fatalf("passage %d lies badly: %+v after %d", i, p, end)
		}
		end = p.End
		if s := d.Sections[p.Section]; i < s.First || i >= s.Last {
			t.Fatalf("passage %d is not in its section %+v", i, s)
		}
		if line, col := d.Position(p.Start); line != p.Line || col != p.Col {
			t.Fatalf("passage %d is at %d:%d, not %d:%d", i, line, col, p.Line, p.Col)
		}
		if Fold(p.Text) == "" {
			t.Fatalf("passage %d has no words: %q", i, p.Text)
		}
		// In a table a | is a space, and so none at either end.
		words := strings.Trim(p.Text, "| ")
		if words != "" && !slices.ContainsFunc(d.Find(Quote{Exact: p.Text}), func(m Match) bool {
			whole := m.Start == p.Start && m.End == p.End && m.Text == p.Text
			within := m.Start >= p.Start && m.End <= p.End && m.Text == words
			return m.First == i && m.Last == i+1 && (whole || words != p.Text && within)
		}) {
			t.Fatalf("passage %d, %q at %d-%d, is not found at its place: %+v", i, p.Text, p.Start, p.End, d.Find(Quote{Exact: p.Text}))
		}
	}
}

// checkMarks holds that marks change no words and that the HTML nests.
func checkMarks(t reporter, d *Document, marks []Mark) {
	bare, marked := d.HTML(Render{}), d.HTML(Render{Marks: marks})
	if !nested(bare) || !nested(marked) {
		t.Fatalf("the HTML does not nest:\n%s\n%s", bare, marked)
	}
	if a, b := visible(t, bare), visible(t, marked); a != b {
		t.Fatalf("marks changed the words:\n%s\n%s", a, b)
	}
	if d.HTML(Render{}) != bare {
		t.Fatalf("two renderings differ")
	}
}
