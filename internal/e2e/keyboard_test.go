package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A whole walk without touching a mouse.
func TestWalkByKeyboard(t *testing.T) {
	for _, s := range []setting{{Width: 1280}, {Width: 1280, ForcedColors: true}, {Width: 360, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			questions := solve(t)
			b := open(t, served(t), s)
			b.goTo("/")
			b.press(kb.Tab)
			if got := b.focused(); got != "Skip to the content" {
				t.Errorf("the first stop is %q, not the link that skips to the content", got)
			}
			b.press(kb.Enter)
			b.tabTo("the set", `main a[href="`+kratom+`"]`)
			b.leads(func() { b.press(kb.Enter) })
			b.tabTo("the number of questions", "#questions")
			b.press(kb.ArrowDown) // the smallest choice below "All", or above it
			b.tabTo("Start", "form.begin button")
			b.leads(func() { b.press(kb.Enter) })

			_, m := b.place()
			if m >= len(questions) {
				t.Fatalf("the arrow keys did not choose fewer questions: %d", m)
			}
			for n := 1; ; n++ {
				b.answerByKeyboard(n == 1)
				if !b.soon(`document.activeElement.id === "verdict"`) {
					t.Errorf("after answer %d the focus is on %q, not on the verdict", n, b.focused())
				}
				b.tabTo("Continue or results", ".actions a.button")
				b.leads(func() { b.press(kb.Enter) })
				if n == m {
					break
				}
			}
			if !strings.HasSuffix(b.path(), "/results") {
				t.Fatalf("the walk ends at %s", b.path())
			}
			b.tabTo("the marked reading", "a.forward[href$='/reading']")
			b.leads(func() { b.press(kb.Enter) })
			b.tabTo("a passage's mark", "article a")
			b.leads(func() { b.press(kb.Enter) })
			if !strings.HasSuffix(b.path(), "/feedback") {
				t.Errorf("a mark in the reading leads to %s", b.path())
			}
		})
	}
}

// answerByKeyboard answers the question on the page, with "I don't know" where it
// asks for more than picks; first it sends nothing and meets the problem, where asked.
func (b *tab) answerByKeyboard(problem bool) {
	b.t.Helper()
	if problem {
		b.tabTo("Check answer", "form .button")
		b.leads(func() { b.press(kb.Enter) })
		if title := b.title(); !strings.HasPrefix(title, "Error: ") {
			b.t.Errorf("the title of a form with a problem is %q", title)
		}
		if !eval[bool](b, `document.activeElement.matches(".problem-summary")`) {
			b.t.Errorf("the focus is on %q, not on the summary of the problem", b.focused())
		}
		b.press(kb.Tab)
		b.press(kb.Enter)
		if !eval[bool](b, `document.activeElement.matches("fieldset :is(input, select)")`) {
			b.t.Errorf("the link in the summary leads to %q", b.focused())
		}
	}
	if !b.asksForPicks() {
		b.tabTo("I don't know", "button[name=dont-know]")
		b.leads(func() { b.press(kb.Enter) })
		return
	}
	b.tabTo("the options", "fieldset input")
	if eval[string](b, `document.activeElement.type`) == "radio" {
		before := b.path()
		b.press(" ")
		b.press(kb.ArrowDown)
		if b.path() != before || eval[int](b, `document.querySelectorAll("fieldset input:checked").length`) != 1 {
			b.t.Errorf("the arrow keys do not choose one option of %s", before)
		}
	} else {
		b.press(" ")
	}
	b.tabTo("Check answer", "form .button")
	b.leads(func() { b.press(kb.Enter) })
}

// tabTo presses Tab until the focus is on what a selector finds. Every stop on
// the way must be seen.
func (b *tab) tabTo(what, selector string) {
	b.t.Helper()
	for range 150 {
		if eval[bool](b, `document.activeElement.matches(%s)`, selector) {
			return
		}
		b.press(kb.Tab)
		if problem := eval[string](b, unseenFocus); problem != "" {
			b.t.Errorf("%s: %s", b.path(), problem)
		}
	}
	b.t.Fatalf("%s: Tab does not reach %s", b.path(), what)
}

// soon says whether an expression comes to be true: a page that has loaded gives
// its focus away with its first picture.
func (b *tab) soon(expression string) bool {
	b.t.Helper()
	for range 100 {
		if eval[bool](b, expression) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

// focused says what has the focus.
func (b *tab) focused() string {
	b.t.Helper()
	return eval[string](b, `(e => (e.textContent || e.name || e.tagName).replace(/\s+/g, " ").trim())(document.activeElement)`)
}

// unseenFocus says what is wrong with the element in focus: not in the window,
// behind another, or looking no different from when it is not in focus.
const unseenFocus = `(() => {
	const e = document.activeElement;
	if (e === document.body) return "";
	const name = e.tagName + " “" + (e.textContent || e.id).trim().slice(0, 40) + "”";
	const looks = () => [e, e.parentElement, ...(e.labels ?? [])].map(x => {
		const s = getComputedStyle(x);
		return [s.outlineStyle === "none" ? "" : s.outlineWidth + s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor].join();
	}).join(";");
	const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
	const x = Math.max(0, box.left) + Math.min(box.width, innerWidth) / 2, y = Math.min(Math.max(box.top, 0) + 4, innerHeight - 1);
	if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1) return "the focus is out of the window: " + name;
	const top = document.elementFromPoint(Math.min(x, innerWidth - 1), y);
	if (top && !e.contains(top) && !top.contains(e) && ![...(e.labels ?? [])].some(l => l.contains(top))) return "the focus is behind " + top.tagName + ": " + name;
	const on = looks();
	e.blur();
	const off = looks();
	e.focus({preventScroll: true});
	return on === off ? "the focus is not to be seen: " + name : "";
})()`

// Single keys do nothing outside controls (WCAG 2.1.4).
func TestNoSingleKeyShortcuts(t *testing.T) {
	b := open(t, served(t), setting{})
	b.begin(0)
	before := b.path()
	eval[bool](b, `document.activeElement.blur() ?? true`)
	for key := 'a'; key <= 'z'; key++ {
		b.press(string(key))
	}
	b.press("0123456789?/.\r")
	if n := eval[int](b, `document.querySelectorAll("input:checked").length`); n != 0 || b.path() != before {
		t.Errorf("keys pressed outside controls ticked %d options and led to %s", n, b.path())
	}
}

// By Shift+Tab one comes back the way one went.
func TestTabGoesBothWays(t *testing.T) {
	b := open(t, served(t), setting{})
	b.begin(0)
	mark := `(document.activeElement.id || document.activeElement.getAttribute("href") || document.activeElement.textContent.trim())`
	var there []string
	for range 6 {
		b.press(kb.Tab)
		there = append(there, eval[string](b, mark))
	}
	for i := len(there) - 2; i >= 0; i-- {
		b.press(kb.Tab, chromedp.ModifierShift)
		if back := eval[string](b, mark); back != there[i] {
			t.Errorf("back at stop %d is %q; there it was %q", i, back, fmt.Sprint(there))
			return
		}
	}
}
