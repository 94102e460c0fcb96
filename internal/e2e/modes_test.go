package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// A person is asked for certainty at each question: forgets it once, keeps it
// through the error, and meets it again beside the score.
func TestCertainty(t *testing.T) {
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
					b.accessible(axe, "certainty-"+name, s)
				}
			}
			b.goTo(tides)
			b.click("label[for=certainty-required]")
			b.click(".marks-table summary")
			look("start")
			b.follow("form.begin button")
			for i, q := range kindsAsked {
				if n := eval[int](b, `document.querySelectorAll("[name=certainty]:checked").length`); n != 0 {
					t.Errorf("%s: a level of certainty is chosen before the learner has", q.kind)
				}
				outcome := []string{"right", "wrong"}[i%2]
				if i == 0 {
					look("question")
					b.answerAs(q, outcome) // without a level
					if title := b.title(); !strings.HasPrefix(title, "Error: ") {
						t.Fatalf("the title without a level is %q", title)
					}
					if said := b.text("fieldset.certainty #problem"); !strings.Contains(said, "Select how sure you are") {
						t.Errorf("beside the levels stands %q", said)
					}
					look("error")
					b.click(".problem-summary a")
					if at := eval[string](b, `location.hash`); at != "#certainty-1" {
						t.Errorf("the summary leads to %q", at)
					}
				}
				for _, e := range map[string][]entry{"right": q.right, "wrong": q.wrong}[outcome] {
					b.fill(e)
				}
				level := []string{"1", "3"}[i%2]
				b.click("label[for=certainty-" + level + "]")
				b.follow("form .button")
				want := map[string]string{"1": "You said “Unsure”. Counted by certainty, that earns 1.", "3": "You said “Very sure”. Counted by certainty, that earns −6."}[level]
				if said := b.text(".stated"); said != want {
					t.Errorf("%s: the feedback says %q, not %q", q.kind, said, want)
				}
				if i < 2 {
					look("feedback-" + outcome)
				}
				b.follow(".actions a.button")
			}
			for _, want := range []string{"Counted by certainty:", "too few for a verdict", "Very sure, and wrong", "Unsure, and right"} {
				if text := b.text("main"); !strings.Contains(text, want) {
					t.Errorf("the results do not say %q: %s", want, text)
				}
			}
			if first := b.text(".all h3"); !strings.HasPrefix(first, "Very sure, and wrong") {
				t.Errorf("the list begins with %q", first)
			}
			look("results")
			b.clean()
		})
	}
}

// The levels are radios like any other: one stop, and the arrow keys choose.
func TestCertaintyByKeyboard(t *testing.T) {
	b := open(t, served(t), setting{Width: 360, NoScript: true})
	b.goTo(kratom)
	b.tabTo("the ways to ask for certainty", "#certainty-off")
	b.press(kb.ArrowDown)
	b.press(kb.ArrowDown)
	b.tabTo("Start", "form.begin button")
	b.leads(func() { b.press(kb.Enter) })
	b.tabTo("the levels", "[name=certainty]")
	b.press(" ")
	b.press(kb.ArrowDown)
	if got := eval[string](b, `document.querySelector("[name=certainty]:checked")?.value ?? ""`); got != "2" {
		t.Fatalf("the arrow keys chose the level %q", got)
	}
	b.tabTo("Check answer", "form .button")
	b.leads(func() { b.press(kb.Enter) })
	if title := b.title(); !strings.HasPrefix(title, "Error: ") {
		t.Fatalf("the title of a question without an answer is %q", title)
	}
	if got := eval[string](b, `document.querySelector("[name=certainty]:checked")?.value ?? ""`); got != "2" {
		t.Errorf("after the error the level is %q", got)
	}
}

// As it comes, the start form asks nobody for certainty.
func TestCertaintyIsOffUnlessChosen(t *testing.T) {
	l := newLearner(t, served(t))
	if asked := l.begin(kratom).Find("[name=certainty]").Length(); asked != 0 {
		t.Errorf("the first question has %d controls of certainty", asked)
	}
	f := l.get(kratom).form(t)
	f.Values.Set("certainty", "optional")
	question := l.send(f)
	if asked := question.Find("[name=certainty]").Length(); asked != 3 {
		t.Errorf("the first question offers %d levels, not 3", asked)
	}
	f = question.form(t)
	f.Values.Set("dont-know", "1")
	if stated := l.send(f).Find(".stated").Length(); stated != 0 {
		t.Error("“I don't know” is shown with a certainty")
	}
}

// Who is very sure of one wrong answer after another is told so, kind of
// evidence by kind of evidence.
func TestCertaintyByEvidence(t *testing.T) {
	axe, b := axe(t), open(t, served(t), setting{Width: 1280})
	b.goTo(kratom)
	b.click("label[for=certainty-optional]")
	b.follow("form.begin button")
	stated := 0
	for _, m := b.place(); ; {
		n, _ := b.place()
		if q := find(t, b.text("h1")); len(q.Options) == 0 {
			b.dontKnow()
		} else {
			b.choose(q.wrong())
			b.click("label[for=certainty-3]")
			b.follow("form .button")
			stated++
		}
		b.follow(".actions a.button")
		if n == m {
			break
		}
	}
	if stated < 20 {
		t.Fatalf("the set offers %d questions with options: too few for a verdict", stated)
	}
	if said := b.text(".fit"); said != "You were surer than your answers allow, by more than chance explains." {
		t.Errorf("the verdict is %q", said)
	}
	if sure := eval[[]string](b, `[...document.querySelectorAll("table[aria-labelledby=calibration-evidence] tbody td:nth-child(2)")].map(e => e.textContent)`); len(sure) < 2 || sure[0] != "90%" {
		t.Errorf("by kind of evidence one was sure of %q", sure)
	}
	for _, s := range []setting{{Width: 1280}, {Width: 360}} {
		b.look(s)
		for _, what := range eval[[]string](b, misfits) {
			t.Errorf("%s: %s", s, what)
		}
		b.accessible(axe, "certainty-evidence", s)
	}
	b.clean()
}
