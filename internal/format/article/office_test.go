package article

import (
	"os"
	"strings"
	"testing"

	"verbatim/internal/format/kit"
)

// written is what LibreOffice Writer has made of testdata/tides.fodt: the files
// beside it, made by
//
//	lowriter --headless --convert-to docx|odt|epub|pdf --outdir testdata testdata/tides.fodt
func written(t *testing.T, ext string) kit.Input {
	t.Helper()
	data, err := os.ReadFile("testdata/tides." + ext)
	if err != nil {
		t.Fatal(err)
	}
	return kit.Input{Name: "tides." + ext, Data: data}
}

const tidesMarkdown = `# Tides

The tide is the **rise and fall** of the sea, and it follows the moon, which pulls at the water on the side that faces it, as [the tables](https://example.org/tides?a=1&b=2) say.¹ Sea water is not pure H₂O, and a cubic metre of it weighs more than 10³ kg.

## Kinds of tide

There are *two* kinds of tide, for café and “sea” alike:

- Spring tides come with the full moon.

  - They are higher.
- Neap tides come a week later.

To see one:

1. First wait.
2. Then look.

## Measures

| Port  | Range \| mean |
|-------|---------------|
| Brest | 6.1 m         |
| Kiel  | 0.1 m         |

> Time and tide wait for no man.

` + "```\nheight = mean\n    + range / 2\n```" + `

The moon: ![A full moon](media/IMAGE) and ~~the sun~~ pull * together\_.

* * *

1. Tables are printed for *every* port.
`

// A document of a word processor keeps its structure: what was taken out of it
// while it was written stays out.
func TestDocumentsOfAWordProcessor(t *testing.T) {
	for _, ext := range []string{"docx", "odt"} {
		t.Run(ext, func(t *testing.T) {
			a, err := Read(t.Context(), written(t, ext))
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Media) != 1 || len(a.Lost) != 0 {
				t.Fatalf("%d images, lost %q", len(a.Media), a.Lost)
			}
			want := strings.Replace(tidesMarkdown, "media/IMAGE", a.Media[0].Name, 1)
			if got := strings.ReplaceAll(a.Markdown, "\n  \n", "\n\n"); got != want {
				t.Errorf("it reads\n%s", got)
			}
		})
	}
}

// Of the books that LibreOffice writes, all words come in; their headings and
// lists are paragraphs in the book too.
func TestABookOfAWordProcessor(t *testing.T) {
	a, err := Read(t.Context(), written(t, "epub"))
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{"# Tides\n", "the **rise and fall** of the sea", "[the tables](https://example.org/tides?a=1&b=2)",
		"not pure H₂O", "more than 10³ kg", "printed for *every* port", "| Brest | 6.1 m", "](media/tides-image"} {
		if !strings.Contains(a.Markdown, kept) {
			t.Errorf("%q is missing from\n%s", kept, a.Markdown)
		}
	}
	if len(a.Media) != 1 || len(a.Lost) != 0 {
		t.Errorf("%d images, lost %q", len(a.Media), a.Lost)
	}
}

// Of a PDF the paragraphs, headings, items and rows are guessed from its pages.
// (LibreOffice leaves in it what was taken out of the text.)
func TestAPDF(t *testing.T) {
	a, err := Read(t.Context(), written(t, "pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{"# Tides\n", "faces it, as the tables say.¹ Sea water is not pure H₂O, and a cubic metre of it weighs more than 10³ kg.\n",
		"\n## Kinds of tide\n", "- Neap tides come a week later.\n\nTo see one:\n\n1. First wait.\n2. Then look.\n", "| Brest | 6.1 m "} {
		if !strings.Contains(a.Markdown, kept) {
			t.Errorf("%q is missing from\n%s", kept, a.Markdown)
		}
	}
	if !a.Guessed {
		t.Error("nobody is told that it is guessed")
	}
}
