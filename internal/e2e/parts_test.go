package e2e

import (
	"strings"
	"testing"
)

// A person reads the text part by part and answers what is asked about each
// before going on; every part is read once and every question asked.
func TestReadAlong(t *testing.T) {
	axe, p := axe(t), servedTides(t)
	for _, s := range []setting{{Width: 1280}, {Width: 360}, {Width: 360, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			b.goTo(tides)
			b.click("label[for=mode-walk]")
			b.follow("form.begin button")
			var headings []string
			asked, parts := 0, 0
			for !strings.HasSuffix(b.path(), "/results") {
				if strings.Contains(b.path(), "/parts/") {
					parts++
					headings = append(headings, eval[[]string](b, `[...document.querySelectorAll(".reading :is(h2, h3, h4)")].map(e => e.textContent)`)...)
					for _, what := range eval[[]string](b, misfits) {
						t.Errorf("part %d: %s", parts, what)
					}
					if !s.NoScript && parts == 1 {
						b.accessible(axe, "part", s)
					}
					if parts == 2 { // who comes back later goes on where they were
						b.goTo(sessionOf(b))
						if !strings.HasSuffix(b.path(), "/parts/2") {
							t.Errorf("one goes on at %s", b.path())
						}
					}
					b.follow("main .go a")
					continue
				}
				asked++
				b.dontKnow()
				b.follow(".actions a.button")
			}
			if asked != len(kindsAsked) {
				t.Errorf("%d questions were asked, of %d", asked, len(kindsAsked))
			}
			if got := strings.Join(headings, " / "); got != "Tides / Causes / Kinds / Doubts" {
				t.Errorf("in %d parts one reads %q", parts, got)
			}
			if said := b.text(".sentence"); !strings.HasPrefix(said, "You got 0 of 12 right.") {
				t.Errorf("the results say %q", said)
			}
			b.clean()
		})
	}
}
