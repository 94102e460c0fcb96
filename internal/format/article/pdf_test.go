package article

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"verbatim/internal/format/kit"
)

// page makes the words of lines that stand one under another.
func pageOf(left float64, lines ...string) []word {
	var out []word
	for i, text := range lines {
		if text == "" {
			continue
		}
		top := 700 - 14*float64(i)
		out = append(out, word{text: text, left: left, right: left + 5*float64(len(text)), top: top, bottom: top - 9, size: 10})
	}
	return out
}

func laidOut(t *testing.T, pages ...[]word) *Article {
	t.Helper()
	a, err := layOut(kit.Input{Name: "f.pdf"}, pages)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestParagraphsOfAPDF(t *testing.T) {
	const line = "the tide follows the moon over the sea and back again to the"
	for name, c := range map[string]struct {
		pages [][]word
		want  string
	}{
		"a gap ends a paragraph":     {[][]word{pageOf(50, "The "+line, "shore.", "", "Then it turns.")}, "The " + line + " shore.\n\nThen it turns."},
		"a short line ends one":      {[][]word{pageOf(50, "The "+line, "shore.", "Then it turns, and "+line, "sea.")}, "The " + line + " shore.\n\nThen it turns, and " + line + " sea."},
		"a word that was divided":    {[][]word{pageOf(50, "The "+line+" har\u00ad", "bour, which is well-", "known.")}, "The " + line + " harbour, which is well-known."},
		"a paragraph over two pages": {[][]word{pageOf(50, "The "+line), pageOf(50, "shore of the land.")}, "The " + line + " shore of the land."},
		"two columns":                {[][]word{append(pageOf(50, "It follows", "the moon"), pageOf(400, "and the", "sun.")...)}, "It follows the moon and the sun."},
		"years are no items":         {[][]word{pageOf(50, "It was noted in", "1905. Nobody knew.")}, "It was noted in 1905. Nobody knew."},
	} {
		if got := strings.TrimSpace(laidOut(t, c.pages...).Markdown); got != c.want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

func TestHeadsAndFeetOfPagesAreLeftOut(t *testing.T) {
	var pages [][]word
	for n := range 4 {
		pages = append(pages, pageOf(50, "The Journal of Tides", "", fmt.Sprintf("Chapter %c has words of its own.", 'A'+n), "", "", fmt.Sprint(n+11)))
	}
	a := laidOut(t, pages...)
	if strings.Contains(a.Markdown, "Journal") || strings.Contains(a.Markdown, "12") || strings.Count(a.Markdown, "Chapter") != 4 {
		t.Errorf("it reads\n%s", a.Markdown)
	}
	if len(a.Lost) != 1 {
		t.Errorf("lost %q", a.Lost)
	}
}

// blank is a page without a word, as a scanner makes.
const blank = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"

func TestPDFsThatAreNoReading(t *testing.T) {
	for data, reason := range map[string]string{blank: "OCR", "%PDF-1.7\nnothing": "broken"} {
		_, err := Read(t.Context(), kit.Input{Name: "f.pdf", Data: []byte(data)})
		if err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%.20q: %v", data, err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := Read(ctx, kit.Input{Name: "f.pdf", Data: []byte(blank)}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("out of time: %v", err)
	}
}

// However words lie on a page, they make a document that holds them.
func FuzzLayOut(f *testing.F) {
	f.Add([]byte("\x10\x20\x30\x0a\x10\x40\x30\x0a\x90\x40\x30\x0a"), "1. word")
	f.Fuzz(func(t *testing.T, places []byte, text string) {
		text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
		var page []word
		for len(places) >= 4 && text != "" && len(page) < 500 {
			left, top := float64(places[0]), float64(places[1])
			page = append(page, word{text: text, left: left, right: left + float64(places[2]), top: top, bottom: top - float64(places[3]%32), size: float64(binary.BigEndian.Uint16(places) % 40)})
			places = places[4:]
		}
		_, err := layOut(kit.Input{Name: "f"}, [][]word{page, page})
		if (err != nil) != (len(page) == 0) {
			t.Fatal(err)
		}
	})
}
