package e2e

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"verbatim/internal/e2e/need"
)

// narrow is a small screen, with scripts and without.
var narrow = []setting{{Width: 360}, {Width: 360, NoScript: true}}

// looker holds a page to axe-core, in light and dark, and to its window.
func (b *tab) looker(mode string, s setting) func(name string) {
	axe := axe(b.t)
	return func(name string) {
		b.t.Helper()
		for _, what := range eval[[]string](b, misfits) {
			b.t.Errorf("%s-%s: %s", mode, name, what)
		}
		if n := eval[int](b, `document.querySelectorAll("h1").length`); n != 1 {
			b.t.Errorf("%s-%s has %d main headings", mode, name, n)
		}
		name = mode + "-" + name
		if s.NoScript {
			name += "-bare"
		}
		b.accessible(axe, name, s)
	}
}

// enterAt goes to a control by Tab and presses Enter, which leads on.
func (b *tab) enterAt(what, selector string) {
	b.t.Helper()
	b.tabTo(what, selector)
	b.leads(func() { b.press(kb.Enter) })
}

// chooseMode chooses a mode of the start page with the arrow keys.
func (b *tab) chooseMode(mode string) {
	b.t.Helper()
	b.tabTo("the modes", "[name=mode]:checked")
	for range 5 {
		if eval[bool](b, `document.activeElement.matches(%s)`, "#mode-"+mode) {
			return
		}
		b.press(kb.ArrowDown)
	}
	b.t.Fatalf("the arrow keys do not reach the mode %s", mode)
}

// A review by keyboard alone: what is due, an answer that is forgotten, one that
// is taken back, and the results. Every state holds up to axe-core.
func TestReviewByKeyboard(t *testing.T) {
	sets := filepath.Join(need.Root(t), "internal", "quiz", "kinds", "testdata")
	for _, s := range narrow {
		t.Run(s.String(), func(t *testing.T) {
			data := t.TempDir()
			p := start(t, data, "--sets", sets)
			b := open(t, p, s)
			b.goTo(tides)
			b.follow("form.begin button")
			for _, q := range kindsAsked[:3] {
				b.answerAs(q, "wrong")
				b.follow(".actions a.button")
			}
			p.terminate()
			p.wait(t)
			daysPass(t, filepath.Join(data, "verbatim.db"), 4)
			b.base = start(t, data, "--sets", sets, "--addr", strings.TrimPrefix(p.URL, "http://")).URL

			look := b.looker("review", s)
			b.goTo("/")
			look("library")
			b.enterAt("what is due", ".due a")
			if chosen := eval[string](b, `document.querySelector("[name=mode]:checked").value`); chosen != "review" {
				t.Errorf("the mode %q is chosen", chosen)
			}
			look("start")
			b.enterAt("Start", "form.begin button")
			_, m := b.place()
			if m != 3 {
				t.Fatalf("%d questions are reviewed, not 3", m)
			}
			look("question")
			first := b.text("h1")
			b.enterAt("Check answer", "form .button")
			if title := b.title(); !strings.HasPrefix(title, "Error: ") {
				t.Errorf("the title of a question without an answer is %q", title)
			}
			look("error")
			b.answerByKeyboard(false)
			look("feedback")
			b.enterAt("taking the answer back", ".undo button")
			if again := b.text("h1"); again != first {
				t.Errorf("after it was taken back, %q is asked", again)
			}
			look("taken-back")
			for n := 1; n <= m; n++ {
				b.answerByKeyboard(false)
				if !b.soon(`document.activeElement.id === "verdict"`) {
					t.Errorf("after answer %d the focus is on %q", n, b.focused())
				}
				b.enterAt("Continue or results", ".actions a.button")
			}
			if h1 := b.text("h1"); h1 != "Your review" {
				t.Errorf("the results are called %q", h1)
			}
			look("results")
			b.clean()
		})
	}
}

// The text is read and asked about part by part, by keyboard alone. Every state
// holds up to axe-core.
func TestReadAlongByKeyboard(t *testing.T) {
	p := servedTides(t)
	for _, s := range narrow {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			look := b.looker("read-along", s)
			b.goTo(tides)
			b.chooseMode("walk")
			look("start")
			b.enterAt("Start", "form.begin button")
			looked := map[string]bool{}
			once := func(name string) {
				if !looked[name] {
					looked[name] = true
					look(name)
				}
			}
			asked, parts := 0, 0
			for !strings.HasSuffix(b.path(), "/results") {
				if strings.Contains(b.path(), "/parts/") {
					parts++
					once("part")
					if parts == 2 { // back to the part before, and on again
						b.enterAt("the part before", `a.forward[href*="/parts/"]`)
						if !strings.HasSuffix(b.path(), "/parts/1") {
							t.Errorf("the part before is at %s", b.path())
						}
						once("part-read")
						b.enterAt("on", "main .go a")
						continue
					}
					b.enterAt("the questions about the part", "main .go a")
					continue
				}
				asked++
				once("question")
				if asked == 1 {
					b.enterAt("Check answer", "form .button")
					once("error")
				}
				b.answerByKeyboard(false)
				if !b.soon(`document.activeElement.id === "verdict"`) {
					t.Errorf("after answer %d the focus is on %q", asked, b.focused())
				}
				once("feedback-" + eval[string](b, `document.querySelector("#verdict").className.replace(/.*verdict-/, "")`))
				b.enterAt("Continue or results", ".actions a.button")
			}
			if asked != len(kindsAsked) || parts < 3 {
				t.Errorf("%d questions in %d parts were asked, of %d", asked, parts, len(kindsAsked))
			}
			look("results")
			b.enterAt("the marked reading", "a.forward[href$='/reading']")
			look("marked")
			b.clean()
		})
	}
}
