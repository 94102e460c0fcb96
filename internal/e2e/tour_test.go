package e2e

import (
	"fmt"
	"strings"
)

// missing is the address of no page.
const missing = "/nowhere"

// tour walks a tab through every page there is, in every state that it has, and
// calls at on each. It asserts nothing but that each page leads to the next.
func tour(b *tab, at func(name string)) {
	b.t.Helper()
	questions := solve(b.t)
	visit := func(path, name string) {
		b.goTo(path)
		at(name)
	}

	visit("/", "library")
	visit("/sessions", "sessions-none")
	visit("/privacy", "privacy")
	visit(missing, "not-found")
	visit(kratom+"/reading", "reading")
	visit(kratom, "start")
	eval[bool](b, `document.querySelectorAll("input[name=topic]").forEach(i => { i.checked = false }) ?? true`)
	b.follow("form.begin button")
	at("start-problem")

	// A session of all questions, left off halfway.
	b.begin(0)
	at("question")
	walk := b.path()
	visit("/privacy", "privacy-mine")
	visit("/mine/delete", "forget")
	b.goTo(walk)
	b.follow("form .button")
	at("question-problem")
	single := one(questions)
	b.question(single.N)
	b.choose(single.wrong())
	b.follow("form .button")
	at("feedback-wrong")
	right := questions[single.N] // the one after it
	b.question(right.N)
	b.choose(right.Right...)
	b.follow("form .button")
	at("feedback-right")
	multiple := many(questions)
	b.question(multiple.N)
	at("question-many")
	b.choose(multiple.Right[0])
	b.follow("form .button")
	at("feedback-partial")
	left := b.session()
	visit(left+"/results", "results-so-far")
	visit(left+"/reading", "marked-so-far")
	visit("/", "library-left-off")
	visit(kratom, "start-left-off")

	// A short one, to its end.
	b.begin(b.fewest())
	for {
		b.dontKnow()
		if n, m := b.place(); n == m {
			break
		}
		b.follow(".actions a.button")
	}
	at("feedback-last")
	b.follow(".actions a.button")
	at("results")
	b.follow("a[href$='/reading'].forward")
	at("marked")
	b.goTo(b.session() + "/results")
	b.follow("form.again button")
	at("retry-question")
	b.dontKnow()
	at("retry-feedback")
	visit(b.session()+"/results", "retry-results")

	visit("/sessions", "sessions")
	b.follow("a[href$='/delete']")
	at("delete")
	visit("/", "library-done")
	visit(kratom, "start-done")
}

// begin starts a session of the shipped set with so many questions, 0 for all.
func (b *tab) begin(questions int) {
	b.t.Helper()
	b.goTo(kratom)
	eval[string](b, `document.querySelector("#questions").value = %s`, fmt.Sprint(questions))
	b.follow("form.begin button")
}

// fewest gives the smallest number of questions that the start page offers.
func (b *tab) fewest() int {
	b.t.Helper()
	b.goTo(kratom)
	return eval[int](b, `Math.min(...[...document.querySelectorAll("#questions option")].map(o => Number(o.value)).filter(Boolean))`)
}

// question opens a question of the session that is under way.
func (b *tab) question(n int) {
	b.t.Helper()
	b.goTo(fmt.Sprintf("%s/questions/%d", b.session(), n))
}

// session gives the address of the session that the page belongs to.
func (b *tab) session() string {
	b.t.Helper()
	s := session.FindString(b.path())
	if s == "" {
		b.t.Fatalf("%s is no page of a session", b.path())
	}
	return s
}

// place gives n and m of "Question n of m".
func (b *tab) place() (n, m int) {
	b.t.Helper()
	said := b.text("#place")
	if _, err := fmt.Sscanf(said, "Question %d of %d", &n, &m); err != nil {
		b.t.Fatalf("%s does not say which question it is, but %q", b.path(), said)
	}
	return n, m
}

// choose ticks the options of these words, with the mouse.
func (b *tab) choose(labels ...string) {
	b.t.Helper()
	for _, id := range b.controls(labels...) {
		b.click("label[for=" + id + "]")
	}
}

// controls gives the ids of the controls with these labels.
func (b *tab) controls(labels ...string) []string {
	b.t.Helper()
	ids := eval[[]string](b, `[...document.querySelectorAll("fieldset label")]
		.filter(l => %s.includes(l.textContent.replace(/\s+/g, " ").trim()))
		.map(l => l.htmlFor)`, labels)
	if len(ids) != len(labels) {
		b.t.Fatalf("%s offers %d of the options %s", b.path(), len(ids), strings.Join(labels, " · "))
	}
	return ids
}

// asksForPicks says whether the question offers options to pick and nothing else.
func (b *tab) asksForPicks() bool {
	b.t.Helper()
	return eval[bool](b, `!document.querySelector("fieldset :is(select, input[type=text])") &&
		new Set([...document.querySelectorAll("fieldset input")].map(i => i.name)).size === 1`)
}

// dontKnow answers with "I don't know", whichever control the question has for it.
func (b *tab) dontKnow() {
	b.t.Helper()
	if eval[bool](b, `Boolean(document.querySelector("button[name=dont-know]"))`) {
		b.follow("button[name=dont-know]")
		return
	}
	b.click("label[for=answer-dont-know]")
	b.follow("form .button")
}
