package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// A person takes a test of every kind of question: leaves one out, answers one
// in two ways, looks at all answers, and hands it in. Until then nothing says
// what is right; after it everything does.
func TestTestMode(t *testing.T) {
	axe, p := axe(t), servedTides(t)
	for _, s := range []setting{{Width: 1280}, {Width: 360}, {Width: 360, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			look := func(name string) {
				t.Helper()
				for _, what := range eval[[]string](b, misfits) {
					t.Errorf("%s: %s", name, what)
				}
				if !s.NoScript {
					b.accessible(axe, "test-"+name, s)
				}
				if n := eval[int](b, `document.querySelectorAll("main .verdict, .ask .passage, .ask blockquote, .check .passage").length`); n > 0 && !strings.HasPrefix(name, "results") {
					t.Errorf("%s tells what is right", name)
				}
			}
			b.goTo(tides)
			b.click("label[for=mode-test]")
			b.click("label[for=certainty-optional]")
			eval[bool](b, `(document.querySelector("#minutes").value = "30", true)`)
			look("start")
			b.follow("form.begin button")
			for i, q := range kindsAsked {
				if n, _ := b.place(); n != i+1 {
					t.Fatalf("after question %d comes %d", i, n)
				}
				if said := b.text("[role=timer]"); !strings.HasPrefix(said, "Time left: 30 minutes (until ") {
					t.Fatalf("the time is given as %q", said)
				}
				if i == 1 {
					look("question")
					b.follow(".also a") // leave it
					continue
				}
				if i == 2 {
					b.follow("form .button") // nothing picked
					look("error")
				}
				b.answerAs(q, map[bool]string{true: "right", false: "wrong"}[i%2 == 0])
			}
			// All others are answered, so it is asked for again.
			if n, _ := b.place(); n != 2 {
				t.Fatalf("after the last comes question %d, not the one that was left", n)
			}
			b.follow(".also a:last-child")
			if said := b.text(".lead"); said != "11 of 12 questions are answered." {
				t.Errorf("the list says %q", said)
			}
			look("check")
			b.follow(".checked:nth-child(1) .way")
			if picked := b.text(".option:has(:checked) label"); picked != "The moon" {
				t.Errorf("question 1 comes back with %q", picked)
			}
			look("saved")
			b.answerAs(kindsAsked[0], "wrong")
			if b.path() != sessionOf(b)+"/check" {
				t.Fatalf("a change leads to %s", b.path())
			}
			if said := b.text(".checked:nth-child(1) .given"); said != "The wind" {
				t.Errorf("the list says of question 1 %q", said)
			}
			b.follow(".checked:nth-child(2) .way")
			b.dontKnow()
			if said := b.text(".lead"); said != "All 12 questions are answered." {
				t.Errorf("the list says %q", said)
			}
			question := sessionOf(b) + "/questions/1"
			b.follow(".hand-in button")
			if said := b.text(".sentence"); !strings.HasPrefix(said, "You got 5 of 12 right. To one you said “I don’t know”.") {
				t.Errorf("the results say %q", said)
			}
			look("results")
			b.goTo(question)
			if !strings.HasSuffix(b.path(), "/feedback") {
				t.Errorf("after that, question 1 is at %s", b.path())
			}
			b.clean()
		})
	}
}

func sessionOf(b *tab) string { return session.FindString(b.path()) }

// A test can be taken by keyboard alone.
func TestTestModeByKeyboard(t *testing.T) {
	b := open(t, servedTides(t), setting{Width: 360, NoScript: true})
	b.goTo(tides)
	b.tabTo("the modes", "#mode-practice")
	for !eval[bool](b, `document.activeElement.matches("#mode-test")`) {
		b.press(kb.ArrowDown)
	}
	b.tabTo("the time limit", "#minutes")
	b.tabTo("Start", "form.begin button")
	b.leads(func() { b.press(kb.Enter) })
	b.tabTo("the options", "input[type=radio]")
	b.press(" ")
	b.tabTo("Save answer", "form .button")
	b.leads(func() { b.press(kb.Enter) })
	b.tabTo("the list of answers", ".also a:last-child")
	b.leads(func() { b.press(kb.Enter) })
	b.tabTo("Hand in", ".hand-in button")
	b.leads(func() { b.press(kb.Enter) })
	if said := b.text("main"); !strings.Contains(said, "11 were left out.") {
		t.Errorf("the results say %q", said)
	}
}

// The time is told in silence, but for the thresholds; an answer that comes
// after a test was handed in elsewhere is refused, kindly.
func TestTrust05LateAnswers(t *testing.T) {
	axe, p := axe(t), servedTides(t)
	b := open(t, p, setting{Width: 360})
	b.goTo(tides)
	b.click("label[for=mode-test]")
	eval[bool](b, `(document.querySelector("#minutes").value = "5", true)`)
	b.follow("form.begin button")
	said := func() string { return eval[string](b, `document.querySelector("#said").textContent`) }
	if got := eval[string](b, `document.querySelector("[role=timer]").getAttribute("aria-live")`); got != "off" {
		t.Errorf("the timer speaks: %q", got)
	}
	// The clock of the browser is moved on to just before a threshold, and past the end.
	eval[bool](b, `(() => { const now = Date.now; Date.now = () => now() + (window.ahead ?? 0); window.ahead = 241_000; return true })()`)
	b.until(func() bool { return said() == "One minute is left." }, "the last minute is announced")
	if clock := b.text(".clock"); !strings.HasSuffix(clock, "seconds") {
		t.Errorf("in the last minute the clock says %q", clock)
	}
	b.accessible(axe, "test-last-minute", setting{Width: 360})
	eval[bool](b, `(window.ahead = 301_000, true)`)
	b.until(func() bool { return strings.HasPrefix(said(), "The time is over.") }, "the end is announced")

	l := newLearner(t, p)
	f := l.get(tides).form(t)
	f.Values.Set("mode", "test")
	first := l.send(f)
	answer := first.form(t).pick(0)
	l.send(l.get(first.session(t) + "/check").form(t))
	late, err := l.do(http.MethodPost, answer.Action, answer.Values)
	if err != nil || late.Status != http.StatusConflict || !strings.Contains(late.text(), "This test is handed in") {
		t.Errorf("a late answer: %v, %+v", err, late)
	}
	if a := late.Find("main a.button").AttrOr("href", ""); a != first.session(t)+"/results" {
		t.Errorf("it leads to %q", a)
	}
}

// until waits for something that happens in the page by itself.
func (b *tab) until(happened func() bool, what string) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); !happened(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("in vain: %s", what)
		}
	}
}
