package reading

import (
	"fmt"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	d := must(t, garden)
	tests := []struct {
		name, exact, text, diff string
		least, most             float64
	}{
		{"one word more", "they may well help", "they may help", "they may [-well-] help", 0.7, 0.8},
		{"one word other", "It is very addictive.", "It is not addictive.", "It is [-very-] {+not+} addictive.", 0.7, 0.8},
		{"over two sentences", "they may help. They stay on to a second line.", "they may help. They go on to a second line.",
			"they may help. They [-stay-] {+go+} on to a second line.", 0.85, 0.95},
		{"case alone", "Another Item.", "Another item.", "Another [-Item.-] {+item.+}", 0.8, 0.95},
		{"in a row", "Mint | It grows slowly", "Mint | It grows fast", "Mint | It grows [-slowly-] {+fast+}", 0.7, 0.8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, ok := d.Nearest(tt.exact)
			if !ok {
				t.Fatal("nothing is near")
			}
			if n.Text != tt.text {
				t.Errorf("nearest is %q, want %q", n.Text, tt.text)
			}
			if n.Similarity < tt.least || n.Similarity > tt.most {
				t.Errorf("similarity %.2f, want %.2f to %.2f", n.Similarity, tt.least, tt.most)
			}
			if got := show(n.Diff); got != tt.diff {
				t.Errorf("diff %q, want %q", got, tt.diff)
			}
			if got := d.Find(Quote{Exact: n.Text}); len(got) == 0 {
				t.Errorf("the nearest words %q are not in the reading", n.Text)
			}
		})
	}
	for _, exact := range []string{"", "entirely different vocabulary"} {
		if n, ok := d.Nearest(exact); ok {
			t.Errorf("%q is near %q", exact, n.Text)
		}
	}
}

func show(edits []Edit) string {
	var out []string
	for _, e := range edits {
		out = append(out, fmt.Sprintf([]string{"%s", "[-%s-]", "{+%s+}"}[e.Op], e.Text))
	}
	return strings.Join(out, " ")
}

func TestDiffWords(t *testing.T) {
	for _, tt := range []struct{ a, b, want string }{
		{"", "", ""},
		{"a b", "", "[-a b-]"},
		{"", "a b", "{+a b+}"},
		{"a b c", "a b c", "a b c"},
		{"a b c", "a c", "a [-b-] c"},
		{"a c", "a b c", "a {+b+} c"},
		{"a b c d", "a x y d", "a [-b c-] {+x y+} d"},
		{"a b c d e", "b x d", "[-a-] b [-c-] {+x+} d [-e-]"},
		{"it’s  one", "it's\none", "it's one"},
	} {
		if got := show(DiffWords(tt.a, tt.b)); got != tt.want {
			t.Errorf("DiffWords(%q, %q) = %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
}

// What is too large to compare word by word is told in one piece.
func TestDiffOfMuch(t *testing.T) {
	a, b := strings.Repeat("a x ", 3000), strings.Repeat("b x ", 3000)
	got := DiffWords(a+"end", b+"end")
	if len(got) != 3 || got[0].Op != Delete || got[1].Op != Insert || got[2] != (Edit{Equal, "x end"}) {
		t.Errorf("%d edits", len(got))
	}
}

func TestSuggest(t *testing.T) {
	d := must(t, "Kratom is a tree. One of the trees grows in Asia. Kratom acts at receptors. A tree is tall. Nothing here.")
	got := fmt.Sprint(places(d.Suggest("Does a KRATOM tree grow?", 5)))
	if want := "[0 3 2]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := d.Suggest("kratom tree", 1); len(got) != 1 || got[0].Passage != 0 || got[0].Score <= 0 {
		t.Errorf("got %v", got)
	}
	for _, words := range []string{"", "…", "unknown"} {
		if got := d.Suggest(words, 3); len(got) != 0 {
			t.Errorf("%q suggests %v", words, got)
		}
	}
	if got := must(t, "").Suggest("a", 3); len(got) != 0 {
		t.Errorf("an empty reading suggests %v", got)
	}
}

func places(s []Suggestion) []int {
	var out []int
	for _, x := range s {
		out = append(out, x.Passage)
	}
	return out
}
