package reading

import (
	"fmt"
	"strings"
	"testing"
)

// essay makes a reading of about the given number of words, of the shapes that
// readings have: headings, paragraphs, lists and a table.
func essay(words int) []byte {
	var s strings.Builder
	s.WriteString("# An essay\n\n")
	for n := 0; n < words; n += 100 {
		fmt.Fprintf(&s, "## Part %d\n\n", n/100)
		fmt.Fprintf(&s, "The plant number %d *may* act at receptors, e.g. those that Dr. Smith et al. described, and people “report” what it does — at lower doses, mostly.\n", n)
		fmt.Fprintf(&s, "Evidence %d for it is **thin**. No trial has shown, in [the reading](#part-1), that %d mg would be enough for anybody.\n\n", n, n)
		fmt.Fprintf(&s, "- A first point %d about variables that matter\n- A second point about `code %d` and more words\n\n", n, n)
		fmt.Fprintf(&s, "| Variable | Why |\n|---|---|\n| Dose %d | Low and high doses differ in kind |\n| Batch | Contents vary from %d to more |\n\n", n, n)
	}
	return []byte(s.String())
}

func BenchmarkParse(b *testing.B) {
	source := essay(2000)
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(source); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	d := must(b, string(essay(2000)))
	for _, bb := range []struct {
		name, exact string
		found       int
	}{
		{"one", "No trial has shown, in the reading, that 1900 mg would be enough", 1},
		{"typography", "people \"report\" what it does - at lower doses, mostly. Evidence 1900 for it", 1},
		{"absent", "No trial has shown, in the reading, that 1950 mg would be enough", 0},
		{"row", "Batch | Contents vary from 1900 to more", 1},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if got := len(d.Find(Quote{Exact: bb.exact})); got != bb.found {
					b.Fatalf("found %d, want %d", got, bb.found)
				}
			}
		})
	}
}

func BenchmarkNearest(b *testing.B) {
	d := must(b, string(essay(2000)))
	for b.Loop() {
		if _, ok := d.Nearest("No trial has ever shown that 1950 mg would be enough"); !ok {
			b.Fatal("nothing is near")
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	d := must(b, string(essay(2000)))
	var marks []Mark
	for i := range d.Passages {
		marks = append(marks, Mark{Passage: i, Class: "right", ID: fmt.Sprint("q", i), Label: "Question"})
	}
	for _, bb := range []struct {
		name  string
		marks []Mark
	}{{"bare", nil}, {"marked", marks}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if d.HTML(Render{Marks: bb.marks}) == "" {
					b.Fatal("nothing")
				}
			}
		})
	}
}

func BenchmarkInline(b *testing.B) {
	for b.Loop() {
		if Inline("At *lower* doses people report `more` energy") == "" {
			b.Fatal("nothing")
		}
	}
}
