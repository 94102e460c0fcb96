package reading

import (
	"strings"
	"testing"
)

func FuzzParse(f *testing.F) {
	f.Add([]byte(garden))
	f.Add([]byte("\ufeff" + strings.ReplaceAll(garden, "\n", "\r\n")))
	f.Add([]byte("0\n|-\n\\|0"))
	f.Fuzz(func(t *testing.T, source []byte) { checkPassages(t, source) })
}

// Whatever is found stands in the source where the match says, and reads as the
// quote does.
func FuzzFind(f *testing.F) {
	f.Add(garden, "words repeat.", "The", "")
	f.Add(garden, "Mint | It grows", "", "fast")
	f.Fuzz(func(t *testing.T, source, exact, before, after string) {
		d, err := Parse([]byte(source))
		if err != nil {
			return
		}
		bare := func(s string) string { return Fold(strings.ReplaceAll(s, "|", " ")) }
		for _, m := range d.Find(Quote{exact, before, after}) {
			if m.Start < 0 || m.End <= m.Start || m.End > len(source) || m.First >= m.Last {
				t.Fatalf("%q lies badly: %+v", exact, m)
			}
			if bare(m.Text) != bare(exact) {
				t.Fatalf("%q matches %q", exact, m.Text)
			}
		}
		if n, ok := d.Nearest(exact); ok && (n.Similarity <= 0 || n.Similarity > 1 || n.Text == "") {
			t.Fatalf("nearest to %q: %+v", exact, n)
		}
	})
}

func FuzzHTML(f *testing.F) {
	f.Add(garden, 10, 50, 1)
	f.Fuzz(func(t *testing.T, source string, start, end, passage int) {
		d, err := Parse([]byte(source))
		if err != nil {
			return
		}
		checkMarks(t, d, []Mark{
			{Start: start, End: end, Class: "a", ID: "a", Label: "L"},
			{Start: end / 2, End: start, Class: "b", Href: "#x", BackText: "y"},
			{Passage: passage, Class: "c", ID: "c"},
		})
		checkSafe(t, d.HTML(Render{}))
	})
}

func FuzzInline(f *testing.F) {
	f.Add("1. *a* `b` [c](javascript:d) <e onload=f> ![g](h.png) &lt;script>")
	f.Fuzz(func(t *testing.T, md string) {
		for _, out := range []string{Inline(md), Block(md)} {
			if !nested(out) {
				t.Fatalf("%q does not nest: %s", md, out)
			}
			checkSafe(t, out)
		}
		Plain(md)
	})
}
