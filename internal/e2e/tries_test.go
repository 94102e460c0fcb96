package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"verbatim/internal/e2e/need"
)

// servedTries serves the set of every kind with three tries and two hints for
// each question.
func servedTries(t testing.TB) *program {
	t.Helper()
	from, sets := filepath.Join(need.Root(t), "internal", "quiz", "kinds", "testdata", "tides"), t.TempDir()
	to := filepath.Join(sets, "tides")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(to, "set.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`(?m)^  - id: .*$`)
	with := "tries: 3\nhint-penalty: 0.1\n" + id.ReplaceAllString(string(text), "$0\n    hints:\n      - \"Read the part on this again, and look for the words that *limit* what is said.\"\n      - \"Leave out first what cannot be.\"")
	if err := os.WriteFile(file, []byte(with), 0o644); err != nil {
		t.Fatal(err)
	}
	return start(t, t.TempDir(), "--sets", sets)
}

// A person takes a hint at each kind of question, is not right at the first try,
// and right at the second. What was filled in stays each time; double clicks and
// the back button change nothing.
func TestTries(t *testing.T) {
	axe, p := axe(t), servedTries(t)
	for _, s := range []setting{{Width: 1280}, {Width: 360}, {Width: 360, NoScript: true}, {Width: 320, Height: 225, Zoom: 4}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			look := func(name string) {
				t.Helper()
				for _, what := range eval[[]string](b, misfits) {
					t.Errorf("%s: %s", name, what)
				}
				if !s.NoScript && s.Zoom == 0 {
					b.accessible(axe, "tries-"+name, s)
				}
			}
			b.goTo(tides)
			look("start")
			b.follow("form.begin button")
			for _, q := range kindsAsked {
				look(q.kind)
				for _, e := range q.wrong {
					b.fill(e)
				}
				b.leads(func() { b.doubleClick("button[name=hint]") })
				if hints := eval[int](b, `document.querySelectorAll(".hints li").length`); hints != 1 {
					t.Fatalf("%s: a double click gives %d hints", q.kind, hints)
				}
				if !b.soon(`document.activeElement.matches(".hints")`) {
					t.Errorf("%s: after a hint the focus is on %q", q.kind, b.focused())
				}
				b.keeps(q)
				look(q.kind + "-hint")
				b.follow("form .button")
				if title := b.title(); !strings.HasPrefix(title, "Not right yet: ") {
					t.Fatalf("%s: the title after a wrong try is %q", q.kind, title)
				}
				if !b.soon(`document.activeElement.matches(".not-yet")`) {
					t.Errorf("%s: after a wrong try the focus is on %q", q.kind, b.focused())
				}
				b.keeps(q)
				if text := b.text("main"); strings.Contains(text, "Correct answer") || eval[int](b, `document.querySelectorAll("blockquote, .verdict, .because").length`) > 0 {
					t.Errorf("%s: the page after a wrong try tells too much: %s", q.kind, text)
				}
				look(q.kind + "-again")
				b.correct(q)
				b.follow("form .button")
				b.checkReview(q, "right")
				const stated = "2 tries · 1 hint · earns 57% of the mark"
				if said := b.text(".stated"); said != stated {
					t.Errorf("%s: the feedback says %q", q.kind, said)
				}
				look(q.kind + "-later")
				if !s.NoScript && q.kind == kindsAsked[0].kind {
					b.back() // the page before asks no more
					if said := b.text(".stated"); said != stated {
						t.Errorf("going back leads to %s, which says %q", b.path(), said)
					}
				}
				b.follow(".actions a.button")
			}
			look("results")
			if n := eval[int](b, `[...document.querySelectorAll(".outcome .at")].filter(e => e.innerText.includes("2 tries")).length`); n != len(kindsAsked) {
				t.Errorf("the results tell of tries at %d questions", n)
			}
			b.clean()
		})
	}
}

// keeps says what of a wrong answer is not filled in any more.
func (b *tab) keeps(q asked) {
	b.t.Helper()
	for _, e := range q.wrong {
		if !eval[bool](b, `(e => e.checked || e.value === %s || e.selectedOptions?.[0].text === %s)((`+control+`)(%s))`, e.value, e.value, e.label) {
			b.t.Errorf("%s: %q is not kept at %q", q.kind, e.value, e.label)
		}
	}
}

// correct makes the right answer of one that is filled in.
func (b *tab) correct(q asked) {
	b.t.Helper()
	for _, label := range eval[[]string](b, `[...document.querySelectorAll("fieldset input[type=checkbox]:checked")].map(e => e.labels[0]?.textContent.replace(/\s+/g, " ").trim() ?? e.getAttribute("aria-label"))`) {
		if !slices.Contains(q.right, entry{label: label}) {
			b.click("label[for=" + eval[string](b, `(`+control+`)(%s).id`, label) + "]")
		}
	}
	for _, e := range q.right {
		b.fill(e)
	}
}

// By keyboard: Enter in a field answers and never asks for a hint, which is one
// stop further on.
func TestTriesByKeyboard(t *testing.T) {
	p := servedTries(t)
	for _, s := range []setting{{Width: 1280}, {Width: 360, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			b.goTo(tides)
			b.tabTo("Start", "form.begin button")
			b.leads(func() { b.press(kb.Enter) })
			for _, q := range kindsAsked {
				b.tabTo("Show a hint", "button[name=hint]")
				b.leads(func() { b.press(kb.Enter) })
				b.tabTo("Show another hint", "button[name=hint]")
				b.leads(func() { b.press(" ") })
				if text := b.text(".hints"); !strings.Contains(text, "Leave out first") || eval[bool](b, `document.querySelector("button[name=hint]") !== null`) {
					t.Fatalf("%s: the hints are %q", q.kind, text)
				}
				if q.kind == "short-text" {
					b.tabTo("the field", "fieldset input[type=text]")
					b.press(q.wrong[0].value)
					b.leads(func() { b.press(kb.Enter) })
					if title := b.title(); !strings.HasPrefix(title, "Not right yet: ") {
						t.Errorf("Enter in the field leads to %q", title)
					}
				}
				b.correct(q)
				b.tabTo("Check answer", "form .actions .button")
				b.leads(func() { b.press(kb.Enter) })
				b.checkReview(q, "right")
				b.tabTo("Continue or results", ".actions a.button")
				b.leads(func() { b.press(kb.Enter) })
			}
		})
	}
}
