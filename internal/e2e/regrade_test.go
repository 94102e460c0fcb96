package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// wrongKey is a set whose key is wrong, and rightKey the same corrected.
var (
	wrongKey = strings.NewReplacer("Standing on one leg", "With both eyes shut", "        correct: true\n", "        because: \"They keep one eye open.\"\n",
		"        because: \"That is said of herons.\"\n", "        correct: true\n").Replace(soundSet)
	rightKey = strings.Replace(soundSet, "Standing on one leg", "With both eyes shut", 1)
)

// regrade walks a signed-in tab through correcting a key after a class has
// answered, and calls at on each page, with the tab that shows it.
func regrade(b *tab, p *program, name string, s setting, at func(name string, b *tab)) {
	b.t.Helper()
	b.draft(name, wrongKey, pondReading)
	b.follow("form[action$='/publish'] button")
	var class []*tab
	for i, label := range []string{"With one eye open", "With both eyes shut", "With one eye open", "With one eye open", "With both eyes shut", "With one eye open"} {
		l := open(b.t, p, s)
		l.goTo("/sets/" + name)
		l.follow("form.begin button")
		l.choose(label)
		l.follow("form .button")
		class = append(class, l)
		if i == 0 {
			if got := l.text("#verdict"); got != "That is not right" {
				b.t.Fatalf("by the wrong key, the right answer is told %q", got)
			}
		}
	}
	feedback := class[0].path()
	class[0].follow(".report a")
	class[0].click("label[for=reason-answer]")
	class[0].write("#text", "The reading says one eye open.")
	class[0].follow("form.begin button")

	b.goTo("/teach/reports?set=" + name)
	at("reports", b)
	if got := b.text(".entry"); !strings.Contains(got, "The reading says one eye open.") || !strings.Contains(got, "With both eyes shut") {
		b.t.Errorf("the report is shown as %q", got)
	}
	b.follow(".entry form[action$='/edit'] button")
	if got := b.path(); !strings.HasSuffix(got, "/questions/1") {
		b.t.Errorf("the report leads to %s", got)
	}
	b.goTo("/teach/sets/" + name + "/results")
	at("results-reported", b)
	b.goTo("/teach/reports?set=" + name)
	b.click("details.act summary")
	b.write(".entry textarea", "The key is corrected.")
	b.follow(".entry details button")
	b.goTo("/teach/reports?state=closed&set=" + name)
	at("reports-closed", b)
	if got := b.text(".entry"); !strings.Contains(got, "The key is corrected.") {
		b.t.Errorf("the closed report is shown as %q", got)
	}

	b.goTo("/teach/sets/" + name)
	b.follow("form[action$='/edit'] button")
	b.write("#text", rightKey)
	b.follow("form:has(#text) button")
	b.follow("form[action$='/publish'] button")
	b.goTo("/teach/sets/" + name + "/results/questions/ducks")
	b.follow("a[href*='/regrade?question=']")
	at("regrade", b)
	b.follow("form[method=get] button")
	at("regrade-dry-run", b)
	if got := b.text("#would + .sentence"); got != "6 answers in finished sessions." {
		b.t.Errorf("the dry run counts %q", got)
	}
	if got := b.text(".figures-of"); !strings.Contains(got, "goes up4") || !strings.Contains(got, "goes down2") {
		b.t.Errorf("the dry run says %q", got)
	}
	class[0].goTo(feedback)
	if got := class[0].text("#verdict"); got != "That is not right" {
		b.t.Errorf("after the dry run, the learner is told %q", got)
	}
	b.follow("th.figure:last-child a") // by the change
	eval[bool](b, `document.querySelector("#why").required = false, true`)
	b.follow("section[aria-labelledby=apply] button")
	at("regrade-problem", b)
	b.write("#why", "The key was the wrong way round: the reading says one eye open.")
	b.follow("section[aria-labelledby=apply] button")
	at("regrade-done", b)
	done, _, _ := strings.Cut(b.path(), "#")

	class[0].goTo(feedback)
	at("feedback-regraded", class[0])
	if got := class[0].text("#verdict"); got != "That is right" {
		b.t.Errorf("after the regrade, the learner is told %q", got)
	}
	if got := class[0].text(".regraded"); !strings.Contains(got, "Before: Not right") || !strings.Contains(got, "Now: Right") || !strings.Contains(got, "the wrong way round") {
		b.t.Errorf("of the regrade, the learner is told %q", got)
	}
	class[0].goTo(strings.Split(feedback, "/questions/")[0] + "/results")
	at("results-regraded", class[0])
	if got := class[0].text(".sentence"); !strings.HasPrefix(got, "You got 1 of 1 right.") {
		b.t.Errorf("after the regrade, the results say %q", got)
	}

	b.goTo(done)
	b.click("details.act summary")
	b.follow("form[action$='/undo'] button")
	at("regrade-undone", b)
	class[0].goTo(feedback)
	if got := class[0].text("#verdict"); got != "That is not right" {
		b.t.Errorf("after it was undone, the learner is told %q", got)
	}

	b.goTo(done + "?question=ducks&rule=withdraw")
	b.write("#why", "It was unclear.")
	b.follow("section[aria-labelledby=apply] button")
	class[0].goTo(feedback)
	at("feedback-withdrawn", class[0])
	class[0].goTo(strings.Split(feedback, "/questions/")[0] + "/results")
	at("results-withdrawn", class[0])
}

func TestRegradeIsAccessible(t *testing.T) {
	axe := axe(t)
	for i, s := range []setting{{Width: 1280}, {Width: 360}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, served(t), s)
			b.enter(served(t), "instructor")
			regrade(b, served(t), fmt.Sprint("ponds-regrade-", i), s, func(name string, b *tab) {
				if n := eval[int](b, `document.querySelectorAll("h1").length`); n != 1 {
					t.Errorf("%s has %d main headings", name, n)
				}
				b.accessible(axe, name, s)
			})
			b.clean()
		})
	}
}

func TestRegradeFits(t *testing.T) {
	for _, s := range []setting{{Width: 320, Height: 640}, {Width: 320, Height: 640, NoScript: true}} {
		b := open(t, served(t), s)
		b.enter(served(t), "instructor")
		regrade(b, served(t), fmt.Sprint("ponds-regrade-fits-", s.NoScript), s, func(name string, b *tab) {
			for _, what := range eval[[]string](b, misfits) {
				t.Errorf("%s: %s", name, what)
			}
		})
	}
}
