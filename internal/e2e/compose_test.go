package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// draft makes a draft of a set, and gives its address.
func (b *tab) draft(name, set, reading string) string {
	b.t.Helper()
	b.goTo("/teach/sets/new")
	b.write("#text", set)
	b.write("#reading", reading)
	b.write("#set", name)
	b.follow("form.fields button")
	return b.path()
}

// keyField is the selector of a field of a question's form.
func keyField(name string) string { return fmt.Sprintf("[id=%q]", name) }

// button is the selector of a button of a question's form.
func button(what string) string { return fmt.Sprintf("button[value=%q]", what) }

func (b *tab) value(selector string) string {
	b.t.Helper()
	return eval[string](b, `document.querySelector(%s).value`, selector)
}

// compose walks a signed-in tab through the questions of a draft: it mends one,
// writes others, and calls at on each page.
func compose(b *tab, name string, at func(name string)) {
	b.t.Helper()
	draft := b.draft(name, brokenSet, pondReading)
	b.follow("a[href$='/questions']")
	at("questions")
	b.follow("[id='question-1'] th a")
	at("question-broken")
	if href := eval[string](b, `document.querySelector(".summary-found a").getAttribute("href")`); href != "#q.quote" {
		b.t.Errorf("the finding about the quote leads to %s", href)
	}
	b.write(keyField("q.explanation"), "They keep one eye open, the other closed.")
	b.follow(button("add q.options"))
	at("question-option-added")
	b.write(keyField("q.options.200.text"), "In flight")
	b.write(keyField("q.options.200.because"), "Nobody has seen that.")
	b.follow(button("up q.options.200"))
	b.follow(button("pick q.cite"))
	at("question-passages")
	if got := b.text(".picker blockquote"); got != "Ducks sleep with one eye open." {
		b.t.Errorf("the best passage is %q", got)
	}
	b.write("#find", "frogs skin")
	b.follow(button("find q.cite"))
	if got := b.text(".picker blockquote"); !strings.HasPrefix(got, "Frogs breathe") {
		b.t.Errorf("looking for frogs finds %q", got)
	}
	b.write("#find", "duck eye")
	b.follow(button("find q.cite"))
	b.follow(".picker .passage button")
	if got := b.value(keyField("q.explanation")); got != "They keep one eye open, the other closed." {
		b.t.Errorf("after seven buttons the explanation is %q", got)
	}
	b.follow(".question-form > .go button")
	at("question-saved")
	if said := b.text(".done-note"); !strings.Contains(said, "Nothing is wrong") {
		b.t.Errorf("after saving it says %q, and %s", said, b.text("main"))
	}
	for _, want := range []string{"In flight", "the other closed", `quote: "Ducks sleep with one eye open."`} {
		if !strings.Contains(b.text(".as-text .lines"), want) {
			b.t.Errorf("the text lacks %q: %s", want, b.text(".as-text .lines"))
		}
	}

	b.goTo(draft + "/questions")
	for _, kind := range eval[[]string](b, `[...document.querySelectorAll("#new-kind option")].map((o) => o.value)`) {
		b.write("#new-kind", kind)
		b.follow("form[action$='/new'] button")
		at("question-new-" + kind)
		b.goTo(draft + "/questions")
	}
	b.follow("form[action$='/copy'] button")
	b.follow("form[action$='/2/move'] button")
	at("questions-two")
	if got := b.text("[id='question-1'] th code"); got != "ducks-2" {
		b.t.Errorf("the copy was moved up, and the first question is %q", got)
	}
	b.follow("[id='question-1'] a[href$='/delete']")
	at("delete-question")
	b.follow("form[action$='/delete'] button")
	b.follow("[id='question-1'] th a")
	b.click(".as-text summary")
	b.write("#text", "  - id: \"ducks")
	b.follow("form[action$='/text'] button")
	at("question-text-problem")
	if got := b.value("#text"); got != "  - id: \"ducks" {
		b.t.Errorf("the text that could not be saved is now %q", got)
	}
	b.goTo(draft)
	b.write("#text", "title: [")
	b.follow("form:has(#text) button")
	b.goTo(draft + "/questions")
	at("questions-unreadable")
}

func TestComposingIsAccessible(t *testing.T) {
	axe := axe(t)
	for i, s := range []setting{{Width: 1280}, {Width: 360}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, served(t), s)
			b.enter(served(t), "instructor")
			compose(b, fmt.Sprint("compose-axe-", i), func(name string) {
				if n := eval[int](b, `document.querySelectorAll("h1").length`); n != 1 {
					t.Errorf("%s has %d main headings", name, n)
				}
				b.accessible(axe, "teach-"+name, s)
			})
			b.clean()
		})
	}
}

func TestComposingFits(t *testing.T) {
	b := open(t, served(t), setting{Width: 320, Height: 640})
	b.enter(served(t), "instructor")
	compose(b, "compose-fit", func(name string) {
		for _, what := range eval[[]string](b, misfits) {
			t.Errorf("%s: %s", name, what)
		}
	})
}

func TestComposingWithoutScript(t *testing.T) {
	b := open(t, served(t), setting{NoScript: true})
	b.enter(served(t), "instructor")
	compose(b, "compose-plain", func(string) {})
	b.clean()
}

// A form of a question of every kind comes back as it was: saving it untouched
// changes no byte of the text.
func TestFormsChangeNothingByThemselves(t *testing.T) {
	const sample = "../quiz/kinds/testdata/tides/"
	set, err := os.ReadFile(sample + "set.yaml")
	if err != nil {
		t.Fatal(err)
	}
	reading, err := os.ReadFile(sample + "reading.md")
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, served(t), setting{})
	b.enter(served(t), "instructor")
	draft := b.draft("tides-forms", string(set), string(reading))
	before := b.value("#text")
	b.goTo(draft + "/questions/1")
	for {
		b.follow(".question-form > .go button")
		if !eval[bool](b, `!!document.querySelector("a[rel=next]")`) {
			break
		}
		b.follow("a[rel=next]")
	}
	b.goTo(draft)
	if got := b.value("#text"); got != before {
		t.Errorf("the text has changed:\n%s", got)
	}
}

// An instructor mends a broken question by the form alone, without a mouse, and
// publishes the set.
func TestMendByKeyboard(t *testing.T) {
	b := open(t, served(t), setting{Width: 1280})
	b.enter(served(t), "instructor")
	broken := strings.Replace(brokenSet, "        because: \"That is said of herons.\"\n", "", 1)
	draft := b.draft("ponds-keyboard", strings.Replace(broken, "evidence: background", "evidence: rumour", 1), pondReading)
	press := func(what, selector string) {
		t.Helper()
		b.tabTo(what, selector)
		b.leads(func() { b.press(kb.Enter) })
	}
	press("the questions", "a[href$='/questions']")
	press("the question", "[id='question-1'] th a")
	if n := eval[int](b, `document.querySelectorAll(".summary-found li").length`); n < 3 {
		t.Errorf("%d findings are listed", n)
	}
	b.tabTo("the kind of evidence", keyField("q.evidence"))
	b.press("Ba")
	b.tabTo("why the wrong option is wrong", keyField("q.options.1.because"))
	b.press("That is said of herons.")
	press("the passages", button("pick q.cite"))
	if !b.soon(`document.activeElement.id === "find"`) {
		t.Errorf("the focus is on %q, not on the search for passages", b.focused())
	}
	b.press("one eye")
	b.leads(func() { b.press(kb.Enter) })
	press("the passage", ".picker .passage button")
	if !b.soon(`document.activeElement.id === "q.quote"`) {
		t.Errorf("the focus is on %q, not on the quote", b.focused())
	}
	press("Save", ".question-form > .go button")
	if said := b.text(".done-note"); !strings.Contains(said, "Nothing is wrong") {
		t.Fatalf("it says %q: %s", said, b.text("main"))
	}
	b.goTo(draft)
	press("Publish", "form[action$='/publish'] button")
	b.goTo("/")
	if !strings.Contains(b.text("main"), "Ponds") {
		t.Error("the published set does not stand in the library")
	}
}

// Two people write in one draft: different questions never meet, and of the same
// question the second is told, with all that was typed kept.
func TestTwoWriteOneQuestion(t *testing.T) {
	two := soundSet + strings.ReplaceAll(strings.SplitAfter(soundSet, "questions:\n")[1], "ducks", "geese")
	b := open(t, served(t), setting{})
	b.enter(served(t), "instructor")
	draft := b.draft("ponds-two", two, pondReading)
	b.goTo(draft + "/questions/1")
	stale := b.value(".question-form [name=seen]")
	b.goTo(draft + "/questions/2")
	b.write(keyField("q.explanation"), "Of geese.")
	b.follow(".question-form > .go button")
	b.goTo(draft + "/questions/1")
	b.write(keyField("q.explanation"), "Theirs.")
	b.follow(".question-form > .go button")
	b.write(keyField("q.explanation"), "Mine.")
	b.write(".question-form [name=seen]", stale)
	b.follow(".question-form > .go button")
	if said := b.text(".problem-summary"); !strings.Contains(said, "meanwhile") {
		t.Errorf("the second is told %q", said)
	}
	if mine, theirs := b.value(keyField("q.explanation")), b.text(".as-text .lines"); mine != "Mine." || !strings.Contains(theirs, "Theirs.") {
		t.Errorf("the form has %q beside %s", mine, theirs)
	}
	b.follow(".question-form > .go button")
	b.goTo(draft)
	if text := b.value("#text"); !strings.Contains(text, "Mine.") || !strings.Contains(text, "Of geese.") || strings.Contains(text, "Theirs.") {
		t.Errorf("the text is\n%s", text)
	}
}
