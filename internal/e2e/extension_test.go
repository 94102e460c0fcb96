package e2e

import (
	"strings"
	"testing"
)

// A class takes a timed test; one learner is given more time, is told so, and
// has it in the next attempt, while another has not. Each state holds up to axe-core.
func TestExtraTime(t *testing.T) {
	p := servedTides(t)
	for _, s := range narrow {
		t.Run(s.String(), func(t *testing.T) {
			teacher := open(t, p, s)
			teacher.enter(p, "instructor")
			teacher.goTo("/teach/assignments/new")
			teacher.write("#title", "Timed test")
			teacher.click("label[for=mode-test]")
			teacher.write("#time-limit", "5")
			teacher.follow("form[method=post] .go button")
			assignment, join := teacher.path(), strings.TrimPrefix(teacher.text(".address a"), p.URL)

			told := func(b *tab, want string) {
				t.Helper()
				if said := b.text("[role=timer]"); !strings.HasPrefix(said, "Time left: "+want+" (until ") {
					t.Errorf("the time is given as %q, not %s", said, want)
				}
			}
			begin := func(name string) *tab {
				b := open(t, p, s)
				b.goTo(join)
				b.write("#nickname", name)
				b.follow("form.begin button")
				told(b, "5 minutes")
				b.goTo(sessionOf(b) + "/check")
				b.follow(".hand-in button")
				b.goTo(join)
				return b
			}
			ada, bob := begin("Ada"), begin("Bob")

			look := teacher.looker("time", s)
			teacher.goTo(assignment)
			teacher.write("tr:has(th:first-child) input[name=extension]", "10")
			if first := teacher.text("tbody tr:first-child th"); first != "Ada" {
				t.Fatalf("the first of the class is %q", first)
			}
			teacher.follow("tbody tr:first-child .inline button")
			look("assignment")

			ada.goTo(join)
			if said := ada.text(".terms"); !strings.Contains(said, "5 minutes for all questions and 10 minutes more for you") {
				t.Errorf("Ada reads %q", said)
			}
			ada.looker("time", s)("attend")
			ada.follow("form.begin button")
			told(ada, "15 minutes")
			ada.looker("time", s)("question")
			if said := bob.text(".terms"); strings.Contains(said, "more for you") {
				t.Errorf("Bob reads %q", said)
			}
			bob.follow("form.begin button")
			told(bob, "5 minutes")

			teacher.goTo(assignment)
			if kept := eval[string](teacher, `document.querySelector("tbody tr:first-child [name=extension]").value + "/" + document.querySelector("tbody tr:last-child [name=extension]").value`); kept != "10/" {
				t.Errorf("the extra minutes of Ada and Bob are kept as %q", kept)
			}
			for _, b := range []*tab{teacher, ada, bob} {
				b.clean()
			}
		})
	}
}
