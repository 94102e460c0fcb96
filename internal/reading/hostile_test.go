package reading

import (
	"strings"
	"testing"
	"time"
)

// hostile gives sources of about the given size that make careless parsers
// slow or deep.
func hostile(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	ticks := strings.Builder{}
	for n := 1; ticks.Len() < size; n++ {
		ticks.WriteString(strings.Repeat("`", n) + "a")
	}
	return map[string]string{
		"quotations":        fill(">"),
		"quotations, lines": fill(strings.Repeat(">", 500) + "a\n"),
		"lists":             fill("- "),
		"lists, lines":      fill(strings.Repeat("- ", 200) + "a\n"),
		"strong":            fill("**a "),
		"nested strong":     strings.Repeat("**a", size/6) + strings.Repeat("a**", size/6),
		"emphasis":          fill("*a _b "),
		"crossed emphasis":  fill("*a_ "),
		"stars":             fill("*"),
		"tildes":            fill("~~a "),
		"brackets":          fill("["),
		"links":             fill("[a]("),
		"images":            fill("!["),
		"closed brackets":   strings.Repeat("[", size/2) + strings.Repeat("]", size/2),
		"nested links":      fill("[a](b "),
		"backticks":         ticks.String(),
		"tags":              fill("<a "),
		"comments":          fill("<!-- "),
		"instructions":      fill("<?"),
		"entities":          fill("&#"),
		"backslashes":       fill("\\"),
		"table":             "| a | b |\n|---|---|\n" + fill("| c | d |\n"),
		"wide table":        fill("|a") + "\n" + fill("|-") + "\n",
		"bars":              fill("|"),
		"headings":          fill("# a\n\n"),
		"short sentences":   fill("A. Bc! "),
		"one word":          fill("a"),
		"stops":             fill("."),
		"dashes":            fill("–"),
		"marks":             "a" + fill("\u0301"),
		"carriage returns":  fill("a\r\n"),
		"references":        fill("[a]: b\n"),
		"same quotes":       fill("same words "),
		"comment marks":     fill("a <!-- no-question --> "),
		"code spans":        fill("`a`. "),
		"fences":            fill("```\n"),
	}
}

// What is beyond the bounds keeps its words.
func TestBoundsKeepWords(t *testing.T) {
	for name, source := range map[string]string{
		"paragraph": strings.Repeat("some words of a line\n", 2*maxParagraph/21),
		"links":     strings.Repeat("[a](#b) ", 2*maxBrackets),
		"marks":     strings.Repeat("some *words* ", maxMarks),
		"nesting":   strings.Repeat("- > ", maxNesting) + "words",
		"emphasis":  strings.Repeat("*a **b ", 2*maxNesting) + "c" + strings.Repeat("** *", 2*maxNesting),
	} {
		t.Run(name, func(t *testing.T) {
			d := must(t, source)
			letters := func(s string) int {
				n := 0
				for _, r := range s {
					if 'a' <= r && r <= 'z' {
						n++
					}
				}
				return n
			}
			link := 0 // the address of a link is no word
			if name == "links" {
				link = maxBrackets
			}
			if got, want := letters(d.words), letters(source)-link; got != want {
				t.Errorf("%d letters, want %d", got, want)
			}
			if !nested(d.HTML(Render{})) {
				t.Error("the HTML does not nest")
			}
		})
	}
}

// Nothing that fits in a reading takes long or ends the program.
func TestHostile(t *testing.T) {
	const limit = time.Minute // a tenth of a second as a rule; minutes where the cost explodes
	for name, source := range hostile(256 << 10 / slower) {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d := must(t, source)
			parsed := time.Since(start)
			d.HTML(Render{Marks: []Mark{{Passage: 0, Class: "a"}, {Start: 1, End: len(source), Class: "b"}}})
			html := time.Since(start) - parsed
			d.Find(Quote{Exact: "same words", Before: "words"})
			d.Nearest(strings.Repeat("same words other ", 20))
			rest := time.Since(start) - parsed - html
			if total := time.Since(start); total > limit {
				t.Errorf("took %v to parse, %v to render, %v to find", parsed, html, rest)
			}
		})
	}
}
