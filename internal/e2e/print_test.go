package e2e

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"verbatim/internal/e2e/need"
)

// sheetWidth is the width of A4 between margins of a centimetre, in CSS pixels.
const sheetWidth = 718

// onPaper holds the page to what paper needs, and gives the number of sheets.
// With VERBATIM_SHOTS=DIR, what the printer would get is left there.
func (b *tab) onPaper(name string) (sheets int) {
	b.t.Helper()
	b.look(setting{Width: sheetWidth})
	defer b.look(setting{Width: 1280})
	// Whoever reads in the dark prints in black on white all the same.
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
	})
	b.must(err)
	for _, what := range append(eval[[]string](b, misfits), eval[[]string](b, useless)...) {
		b.t.Errorf("%s on paper: %s", name, what)
	}
	background, size := false, true
	pdf, err := chromedp.Call(b.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{
		PaperWidth: 210 / 25.4, PaperHeight: 297 / 25.4, PrintBackground: &background, PreferCSSPageSize: &size,
	})
	b.must(err)
	if dir := os.Getenv("VERBATIM_SHOTS"); dir != "" {
		b.must(os.WriteFile(filepath.Join(dir, name+".pdf"), pdf.Data, 0o644))
	}
	sheets = bytes.Count(pdf.Data, []byte("/Type /Page\n"))
	if sheets == 0 {
		b.t.Fatalf("%s has no sheet among %d bytes", name, len(pdf.Data))
	}
	return sheets
}

// useless lists what means nothing on paper: what is to be pressed, and text
// that is not dark on white.
const useless = `(() => {
	const found = [];
	const seen = e => e.checkVisibility() && e.getClientRects().length > 0 && !e.closest(".unseen");
	for (const e of document.querySelectorAll("nav, button, form .go, .button, summary, progress, .skip, .site-foot")) {
		if (seen(e)) found.push(e.tagName.toLowerCase() + "." + e.className + " “" + e.textContent.trim().slice(0, 40) + "”");
	}
	for (const e of document.querySelectorAll("main table")) {
		if (seen(e) && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1) found.push("cut off: a table of " + e.rows[0].textContent.replace(/\s+/g, " "));
	}
	const light = color => (color.match(/[\d.]+/g) ?? []).slice(0, 3).reduce((sum, c) => sum + Number(c), 0) > 390;
	for (const e of document.querySelectorAll("main *, body > *")) {
		const words = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
		if (words && seen(e) && light(getComputedStyle(e).color)) found.push("pale: “" + e.textContent.trim().slice(0, 40) + "”");
	}
	return found.slice(0, 8);
})()`

// The pages that people print: what they got, the marked reading, a question, and
// the figures of a class.
func TestPrintedPages(t *testing.T) {
	p := servedTides(t)
	b := open(t, p, setting{Width: 1280})
	b.goTo(tides)
	b.follow("form.begin button")
	session := b.session()
	for i, q := range kindsAsked {
		if i == 2 {
			b.onPaper("print-question")
		}
		b.answerAs(q, []string{"right", "wrong", "partial"}[i%3])
		if i == 2 {
			b.onPaper("print-feedback")
		}
		b.follow(".actions a.button")
	}
	if sheets := b.onPaper("print-results"); sheets < 2 || sheets > 6 {
		t.Errorf("the results take %d sheets", sheets)
	}
	b.goTo(session + "/reading")
	if sheets := b.onPaper("print-marked"); sheets > 2 {
		t.Errorf("a short marked reading takes %d sheets", sheets)
	}
	b.goTo(tides + "/reading")
	b.onPaper("print-reading")
	b.clean()

	class := start(t, attended(t, 40))
	staff := open(t, class, setting{Width: 1280})
	figures(staff, class, func(name string) { staff.onPaper("print-teach-" + name) })
	staff.clean()
}

// A set on paper: the questions, then the key on a sheet of its own.
func TestPrintedSet(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tides.html")
	set := filepath.Join(need.Root(t), "internal", "quiz", "kinds", "testdata", "tides")
	if out, err := command(binary(t), "convert", set, "--to", "print", "-o", file).CombinedOutput(); err != nil && !strings.Contains(string(out), "written:") {
		t.Fatalf("convert: %v\n%s", err, out)
	}
	paper := httptest.NewServer(http.FileServer(http.Dir(filepath.Dir(file))))
	t.Cleanup(paper.Close)
	b := open(t, &program{URL: paper.URL}, setting{Width: 1280})
	b.goTo("/tides.html")
	if sheets := b.onPaper("print-set"); sheets < 3 || sheets > 8 {
		t.Errorf("twelve questions and their key take %d sheets", sheets)
	}
	if key := eval[string](b, `getComputedStyle(document.querySelector("section:last-of-type")).breakBefore`); key != "page" {
		t.Errorf("the key may begin on a sheet of the questions: break-before is %q", key)
	}
}
