package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"verbatim/internal/e2e/need"
)

// accessible runs axe-core on the page as it is shown, in light and in dark,
// with the rules of WCAG 2.2 up to AA. It leaves the page in light. A page that
// was loaded without scripts stays as it is: none of its own is run.
func (b *tab) accessible(axe, where string, s setting) {
	b.t.Helper()
	if s.NoScript {
		b.scripts(true)
		defer b.scripts(false)
	}
	for _, dark := range []bool{true, false} {
		s.Dark = dark
		b.look(s)
		if !eval[bool](b, `Boolean(window.axe)`) {
			eval[bool](b, axe+"; true")
		}
		b.picture(where, s)
		for _, v := range eval[[]string](b, axeRun) {
			b.t.Errorf("%s (%s): %s", where, s, v)
		}
	}
}

const axeRun = `axe.run(document, {
	runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
	resultTypes: ["violations"],
}).then(r => {
	if (r.passes.length === 0) return ["axe found nothing to look at"];
	return r.violations.flatMap(v => v.nodes.map(n => v.id + " at " + n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " ")));
})`

func axe(t testing.TB) string {
	t.Helper()
	source, err := os.ReadFile(need.NPM(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// picture keeps what the whole page looks like in a window that is tall enough
// for it, where a tester has asked for that.
func (b *tab) picture(where string, s setting) {
	b.t.Helper()
	dir := os.Getenv("VERBATIM_SHOTS")
	if dir == "" {
		return
	}
	theme := "light"
	if s.Dark {
		theme = "dark"
	}
	tall := s
	tall.Height = eval[int64](b, `document.documentElement.scrollHeight`)
	b.look(tall)
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	b.must(err)
	b.must(os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", where, s.Width, theme)), png, 0o644))
	b.look(s)
}
