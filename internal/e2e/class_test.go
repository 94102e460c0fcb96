package e2e

import (
	"strings"
	"testing"
)

// class walks a tab through an assignment from both sides, in every state, and
// calls at on each page.
func class(b *tab, p *program, at func(name string)) {
	b.t.Helper()
	b.enter(p, "instructor")
	b.goTo("/teach/assignments")
	at("assignments-none")
	b.follow("main .go a.button")
	at("assign")
	b.write("#title", " ")
	b.write("#closes", "2020-01-01T10:00")
	b.follow("form[method=post] .go button")
	at("assign-problem")
	b.write("#title", "Week 1: what is known")
	b.write("#closes", "2099-12-31T18:00")
	b.write("#attempts", "1")
	b.write("#roster", "17\tAda Lovelace\n18\tÉmilie du Châtelet")
	b.click("label[for=identity-roster]")
	eval[bool](b, `document.querySelectorAll(".reveal input:not([name=closed])").forEach(e => { e.checked = false }), true`)
	b.follow("form[method=post] .go button")
	at("assignment-nobody")
	teaching, code := b.path(), b.text(".code-big")

	b.goTo("/join")
	at("join")
	b.write("#code", "BBBB-BBBB")
	b.follow("form.code-form button")
	at("join-problem")
	b.write("#code", strings.ToLower(code))
	b.follow("form.code-form button")
	at("attend")
	learning := b.path()
	b.write("#number", "99")
	b.follow("form.begin button")
	at("attend-problem")
	b.write("#number", "17")
	b.follow("form.begin button")
	if n, _ := b.place(); n != 1 {
		b.t.Fatalf("joining leads to %s", b.path())
	}
	session := b.session()
	b.dontKnow()
	at("attend-kept")
	b.goTo(session + "/results")
	at("attend-kept-results")
	b.goTo(learning)
	at("attend-going")
	b.goTo("/join")
	at("join-joined")

	b.goTo(teaching)
	at("assignment")
	b.write("td input[name=extension]", "soon")
	b.follow("td .inline button")
	at("assignment-problem")
	b.write("td input[name=extension]", "10")
	b.follow("td .inline button")
	b.goTo(teaching + "/live")
	at("live")
	b.goTo(teaching + "/terms")
	at("assign-change")
	b.goTo("/teach/assignments")
	at("assignments")
	b.goTo(teaching)
	b.follow("form[action$='/close'] button")
	b.goTo(learning)
	at("attend-closed")
	b.goTo(teaching + "/delete")
	at("assignment-delete")
}

func TestClassIsAccessible(t *testing.T) {
	axe := axe(t)
	for _, s := range []setting{{Width: 1280}, {Width: 360}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, served(t), s)
			class(b, served(t), func(name string) {
				if n := eval[int](b, `document.querySelectorAll("h1").length`); n != 1 {
					t.Errorf("%s has %d main headings", name, n)
				}
				b.accessible(axe, "class-"+name, s)
			})
			b.clean()
		})
	}
}

func TestClassFits(t *testing.T) {
	for _, s := range []setting{{Width: 320, Height: 640}, {Width: 320, Height: 640, NoScript: true}} {
		b := open(t, served(t), s)
		class(b, served(t), func(name string) {
			for _, what := range eval[[]string](b, misfits) {
				t.Errorf("%s: %s", name, what)
			}
		})
	}
}
