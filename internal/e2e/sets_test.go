package e2e

import (
	"fmt"
	"strings"
	"testing"
)

const pondReading = `# Ponds

Ducks sleep with one eye open. Frogs breathe through their skin under water.
`

// pondSet is a sound set; %s is the quote.
const pondSet = `title: "Ponds"
reading: reading.md
topics:
  animals: Animals
questions:
  - id: ducks
    topic: animals
    evidence: background
    stem: "How do ducks sleep?"
    options:
      - text: "With one eye open"
        correct: true
      - text: "Standing on one leg"
        because: "That is said of herons."
    explanation: "They keep one eye open while they sleep."
    quote: "%s"
`

const pondGIFT = "::frogs::How do frogs breathe under water?{=Through their skin ~Through gills}\n"

var (
	brokenSet = fmt.Sprintf(pondSet, "Ducks sleep with both eyes shut.")
	soundSet  = fmt.Sprintf(pondSet, "Ducks sleep with one eye open.")
)

// attach puts a file into a field, as dropping it there does.
func (b *tab) attach(selector, name, text string) {
	b.t.Helper()
	if !eval[bool](b, `((e, name, text) => {
		if (!e) return false;
		const carried = new DataTransfer();
		carried.items.add(new File([text], name));
		e.files = carried.files;
		return e.files.length === 1;
	})(document.querySelector(%s), %s, %s)`, selector, name, text) {
		b.t.Fatalf("%s has no %s", b.path(), selector)
	}
}

// load walks a signed-in tab through the life of a set, from a broken text to a
// second revision, and calls at on each page.
func load(b *tab, name string, at func(name string)) {
	b.t.Helper()
	b.goTo("/teach")
	at("sets-none")
	b.follow("a[href='/teach/sets/new']")
	at("new-set")
	b.follow("form.fields button")
	at("new-set-problem")
	b.write("#text", brokenSet)
	b.write("#reading", pondReading)
	b.write("#set", name)
	b.follow("form.fields button")
	at("draft-broken")
	line := eval[string](b, `document.querySelector(".found .is-error a").getAttribute("href")`)
	if got := b.text(line); !strings.Contains(got, "both eyes shut") {
		b.t.Errorf("the finding leads to %s, which says %q", line, got)
	}

	// Questions of another program, reviewed first.
	b.attach("#file", "more.gift", pondGIFT)
	b.follow("form[action$='/files'] button")
	at("incoming")
	b.follow("form[action$='/review'] button")
	at("draft-suggested")
	if got := b.text(".suggested blockquote"); got != "Frogs breathe through their skin under water." {
		b.t.Errorf("the best suggestion is %q", got)
	}
	b.follow(".suggested form button")
	if text := eval[string](b, `document.querySelector("#text").value`); !strings.Contains(text, `quote: "Frogs breathe through their skin under water."`) {
		b.t.Errorf("the suggestion was accepted, and the text is\n%s", text)
	}

	b.write("#text", soundSet)
	b.follow("form:has(#text) button")
	at("draft-clean")
	draft := b.path()
	b.follow("form[action$='/preview'] button")
	if n, m := b.place(); n != 1 || m != 1 {
		b.t.Errorf("the preview begins at question %d of %d", n, m)
	}
	at("preview")
	b.click("label[for=answer-dont-know]")
	b.follow("main form .button")
	b.follow("main a.button")
	if head := b.text(".site-head"); !strings.Contains(head, "Preview of a draft") {
		b.t.Errorf("the results of a preview have above them %q", head)
	}
	if links := eval[int](b, `document.querySelectorAll("main a[href*='.preview']").length`); links > 0 {
		b.t.Errorf("the results of a preview have %d links to a set that is not there", links)
	}
	b.follow(".site-head .previewed a")
	if b.path() != "/teach/sets" {
		b.t.Errorf("a preview leads back to %s", b.path())
	}
	for _, mode := range []string{"test", "walk", "review"} {
		b.goTo(draft)
		b.write("#mode", mode)
		b.write("#certainty", "required")
		b.follow("form[action$='/preview'] button")
		if mode == "walk" {
			b.follow(".go a.button")
		}
		if n, m := b.place(); n != 1 || m != 1 || !strings.Contains(b.text("main"), "How sure are you?") {
			b.t.Errorf("the preview of a %s begins at question %d of %d: %s", mode, n, m, b.text("main"))
		}
	}
	b.goTo(draft)
	b.write("#note", "The first one")
	b.follow("form[action$='/publish'] button")
	at("history")
	b.follow("form[action$='/listing'] button")
	at("history-unlisted")
	b.goTo("/")
	if eval[bool](b, `Boolean(document.querySelector("main a[href$='/"+%s+"']"))`, name) {
		b.t.Error("the set stands in the library though it is unlisted")
	}
	b.goTo("/teach/sets")
	at("sets-unlisted")
	b.goTo("/teach/sets/" + name)
	b.follow("form[action$='/listing'] button")
	b.goTo("/")
	if !strings.Contains(b.text("main"), "Ponds") {
		b.t.Error("the published set does not stand in the library")
	}
	b.goTo("/teach/sets/" + name)
	b.follow("form[action$='/edit'] button")
	b.write("#text", strings.Replace(soundSet, "How do ducks sleep?", "How do ducks rest?", 1))
	b.follow("form:has(#text) button")
	b.follow("form[action$='/publish'] button")
	b.follow("a[href*='/diff']")
	at("diff")
	if in, out := b.text(".diff ins"), b.text(".diff del"); !strings.Contains(in, "rest") || !strings.Contains(out, "sleep") {
		b.t.Errorf("the difference puts in %q and takes out %q", in, out)
	}
	b.goTo(draft + "/delete")
	at("delete-draft")
	b.goTo("/teach/sets")
	at("sets")
}

func TestLoadingIsAccessible(t *testing.T) {
	axe := axe(t)
	for i, s := range []setting{{Width: 1280}, {Width: 360}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, served(t), s)
			b.enter(served(t), "instructor")
			load(b, fmt.Sprint("ponds-axe-", i), func(name string) {
				if n := eval[int](b, `document.querySelectorAll("h1").length`); n != 1 {
					t.Errorf("%s has %d main headings", name, n)
				}
				b.accessible(axe, "teach-"+name, s)
			})
			b.clean()
		})
	}
}

func TestLoadingFits(t *testing.T) {
	b := open(t, served(t), setting{Width: 320, Height: 640})
	b.enter(served(t), "instructor")
	load(b, "ponds-fit", func(name string) {
		for _, what := range eval[[]string](b, misfits) {
			t.Errorf("%s: %s", name, what)
		}
	})
}

func TestLoadingWithoutScript(t *testing.T) {
	b := open(t, served(t), setting{NoScript: true})
	b.enter(served(t), "instructor")
	load(b, "ponds-plain", func(string) {})
	b.clean()
}

// Two tabs: the second to save is told, and its text is kept.
func TestTwoTabsOnOneDraft(t *testing.T) {
	b := open(t, served(t), setting{})
	b.enter(served(t), "instructor")
	b.goTo("/teach/sets/new")
	b.write("#text", soundSet)
	b.write("#reading", pondReading)
	b.write("#set", "ponds-tabs")
	b.follow("form.fields button")
	stale := eval[string](b, `document.querySelector("form:has(#text) [name=version]").value`)
	b.write("#text", strings.Replace(soundSet, "Ponds", "One", 1))
	b.follow("form:has(#text) button")
	b.write("#text", strings.Replace(soundSet, "Ponds", "Two", 1))
	b.write("form:has(#text) [name=version]", stale)
	b.follow("form:has(#text) button")
	if said := b.text(".problem-summary"); !strings.Contains(said, "saved meanwhile") {
		t.Errorf("the second tab is told %q", said)
	}
	if text := eval[string](b, `document.querySelector("#text").value`); !strings.Contains(text, `"Two"`) {
		t.Errorf("the text of the second tab is lost: %s", text)
	}
	b.follow("form:has(#text) button")
	if got := b.text("h1"); got != "Two" {
		t.Errorf("after saving it all the same, the draft is called %q", got)
	}
}
