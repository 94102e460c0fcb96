package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"verbatim/internal/e2e/need"
)

// tides is the address of the set that asks a question of every kind.
const tides = "/sets/tides"

// entry is one thing that a person fills in: a control, by its label, and what
// goes into it. A radio or a box is picked and takes nothing.
type entry struct{ label, value string }

// asked is a question of the set with what to answer.
type asked struct {
	kind    string // for the names of tests and pictures
	right   []entry
	wrong   []entry
	partial []entry // nil where no answer earns a part
}

func picks(labels ...string) (entries []entry) {
	for _, l := range labels {
		entries = append(entries, entry{label: l})
	}
	return entries
}

// kindsAsked are the questions of the set, in its order.
var kindsAsked = []asked{
	{"single-choice", picks("The moon"), picks("The wind"), nil},
	{"multiple-response", picks("The moon", "The sun"), picks("The wind"), picks("The moon")},
	{"weighted", picks("The moon", "The sun"), picks("The wind"), picks("The moon")},
	{"true-false", picks("The reading does not say"), picks("True"), nil},
	{"matching",
		[]entry{{"New moon", "spring tide"}, {"Full moon", "spring tide"}, {"First quarter", "neap tide"}},
		[]entry{{"New moon", "storm tide"}, {"Full moon", "neap tide"}, {"First quarter", "spring tide"}},
		[]entry{{"New moon", "spring tide"}, {"Full moon", "storm tide"}, {"First quarter", "neap tide"}}},
	{"categorise",
		[]entry{{"The range in the Bay of Fundy", "Measured"}, {"Fish bite better at the turn of the tide", "Reported"}},
		[]entry{{"The range in the Bay of Fundy", "Not known"}, {"Fish bite better at the turn of the tide", "Measured"}},
		[]entry{{"The range in the Bay of Fundy", "Measured"}, {"Fish bite better at the turn of the tide", "Not known"}}},
	{"ordering",
		[]entry{{"The moon", "1"}, {"The sun", "2"}, {"The wind", "3"}},
		[]entry{{"The moon", "3"}, {"The sun", "2"}, {"The wind", "1"}},
		[]entry{{"The moon", "1"}, {"The sun", "3"}, {"The wind", "2"}}},
	{"numeric", []entry{{"Your answer", "16.3"}, {"Unit", "m"}}, []entry{{"Your answer", "99"}, {"Unit", "m"}}, []entry{{"Your answer", "1700"}, {"Unit", "cm"}}},
	{"short-text", []entry{{"Your answer", "Spring Tide"}}, []entry{{"Your answer", "neap tide"}}, nil},
	{"cloze",
		[]entry{{"Blank 1", "moon"}, {"Blank 2", "spring tide"}, {"Blank 3", "16.3"}},
		[]entry{{"Blank 1", "sun"}, {"Blank 2", "high water"}, {"Blank 3", "2"}},
		[]entry{{"Blank 1", "moon"}, {"Blank 2", "neap tide"}, {"Blank 3", "16"}}},
	{"find-the-passage", picks("No trial has tested this so far."), picks("Some fishermen report that fish bite better at the turn of the tide."), nil},
	{"two-part", picks("At full moon", "the two pulls add up"), picks("At the quarters", "they work against each other"), picks("At full moon", "Wind moves the surface alone")},
}

func servedTides(t testing.TB) *program {
	return start(t, t.TempDir(), "--sets", filepath.Join(need.Root(t), "internal", "quiz", "kinds", "testdata"))
}

// A person answers each kind of question rightly, wrongly, in part and not at
// all: with a mouse, on a large and a small screen, and without scripts. Every
// state holds up to axe-core, fits the window, and keeps what was filled in.
func TestEveryKind(t *testing.T) {
	axe, p := axe(t), servedTides(t)
	for _, s := range []setting{{Width: 360}, {Width: 1280}, {Width: 360, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			look := func(name string) {
				for _, what := range eval[[]string](b, misfits) {
					t.Errorf("%s: %s", name, what)
				}
				if !s.NoScript {
					b.accessible(axe, "kind-"+name, s)
				}
			}
			for _, outcome := range []string{"right", "wrong", "partial"} {
				b.goTo(tides)
				b.follow("form.begin button")
				for i, q := range kindsAsked {
					if n, m := b.place(); n != i+1 || m != len(kindsAsked) {
						t.Fatalf("question %d of %d is announced as %d of %d", i+1, len(kindsAsked), n, m)
					}
					if outcome == "right" {
						look(q.kind)
						b.meetsProblem(q)
						look(q.kind + "-error")
					}
					b.answerAs(q, outcome)
					b.checkReview(q, outcome)
					look(q.kind + "-" + outcome)
					b.follow(".actions a.button")
				}
				look("results-" + outcome)
				if n := eval[int](b, `document.querySelectorAll(".outcome .answers").length`); n != len(kindsAsked) {
					t.Errorf("the results sum up %d questions of %d", n, len(kindsAsked))
				}
			}
			b.clean()
		})
	}
}

// meetsProblem sends the form with all but its first entry, and is led to the
// control that lacks it. What was filled in is still there.
func (b *tab) meetsProblem(q asked) {
	b.t.Helper()
	kept := q.right[1:]
	if len(q.right) > 1 && q.right[1].value == "" && q.kind != "two-part" {
		kept = nil // boxes: any one of them is an answer
	}
	for _, e := range kept {
		b.fill(e)
	}
	b.follow("form .button")
	if title := b.title(); !strings.HasPrefix(title, "Error: ") {
		b.t.Errorf("%s: the title of a form with a problem is %q", q.kind, title)
	}
	if said, want := b.text("#problem"), "Error: "+b.text(".problem-summary a"); said != want || said == "Error: " {
		b.t.Errorf("%s: beside the control stands %q, in the summary %q", q.kind, said, want)
	}
	b.click(".problem-summary a")
	if at := eval[string](b, `document.querySelector(document.querySelector(".problem-summary a").getAttribute("href"))?.closest("form") ? location.hash.slice(1) : ""`); at == "" {
		b.t.Errorf("%s: the summary leads to no control", q.kind)
	}
	for _, e := range kept {
		if !eval[bool](b, `(e => e.checked || e.value === %s || e.selectedOptions?.[0].text === %s)((`+control+`)(%s))`, e.value, e.value, e.label) {
			b.t.Errorf("%s: %q is not kept at %q", q.kind, e.value, e.label)
		}
	}
}

// control finds what a label names, by its element or its aria-label.
const control = `name => {
	const is = s => s.replace(/\s+/g, " ").trim() === name;
	const label = [...document.querySelectorAll("fieldset label")].find(l => is(l.textContent));
	return label ? label.control : [...document.querySelectorAll("fieldset [aria-label]")].find(e => is(e.getAttribute("aria-label")));
}`

// fill fills in one thing: picks with the mouse, or types and chooses.
func (b *tab) fill(e entry) {
	b.t.Helper()
	id := eval[string](b, `(`+control+`)(%s)?.id ?? ""`, e.label)
	if id == "" {
		b.t.Fatalf("%s has no control %q", b.path(), e.label)
	}
	if e.value == "" {
		if !eval[bool](b, `document.getElementById(%s).checked`, id) {
			b.click("label[for=" + id + "]")
		}
		return
	}
	// The list of a select is the system's own, which no test can press.
	done := eval[bool](b, `((e, value) => {
		if (e.matches("select")) {
			e.value = [...e.options].find(o => o.text === value)?.value ?? "";
			return e.value !== "";
		}
		e.value = value;
		return true;
	})(document.getElementById(%s), %s)`, id, e.value)
	if !done {
		b.t.Fatalf("%s: %q does not offer %q", b.path(), e.label, e.value)
	}
}

// answerAs answers a question so that it comes out as asked for; where no answer
// earns a part, with "I don't know".
func (b *tab) answerAs(q asked, outcome string) {
	b.t.Helper()
	entries := map[string][]entry{"right": q.right, "wrong": q.wrong, "partial": q.partial}[outcome]
	if entries == nil {
		b.dontKnow()
		return
	}
	for _, e := range entries {
		b.fill(e)
	}
	b.follow("form .button")
}

// checkReview looks for the words that tell what was answered, what is right and why.
func (b *tab) checkReview(q asked, outcome string) {
	b.t.Helper()
	verdict, answered := "That is "+map[string]string{"right": "right", "wrong": "not right", "partial": "partly right"}[outcome], true
	if outcome == "partial" && q.partial == nil {
		verdict, answered = "You did not know this one", false
	}
	if got := b.text("#verdict"); !strings.HasPrefix(got, verdict) {
		b.t.Errorf("%s, %s: the verdict is %q", q.kind, outcome, got)
	}
	review := b.text(".ask")
	want := []string{"Correct answer"}
	if answered {
		want = append(want, "Your answer")
	}
	if outcome == "wrong" {
		want = append(want, "Not correct")
	}
	for _, w := range want {
		if !strings.Contains(review, w) {
			b.t.Errorf("%s, %s: the review does not say %q: %s", q.kind, outcome, w, review)
		}
	}
	if !answered && strings.Contains(review, "Your answer:") {
		b.t.Errorf("%s: the review speaks of an answer that was not given: %s", q.kind, review)
	}
	if b.text(".settles blockquote") == "" {
		b.t.Errorf("%s, %s: the feedback quotes nothing", q.kind, outcome)
	}
}

// A walk through every kind without touching a mouse: only Tab, arrows, the
// space bar, Enter and letters.
func TestEveryKindByKeyboard(t *testing.T) {
	p := servedTides(t)
	for _, s := range []setting{{Width: 1280}, {Width: 360, NoScript: true}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			b.goTo(tides)
			b.tabTo("Start", "form.begin button")
			b.leads(func() { b.press(kb.Enter) })
			for _, q := range kindsAsked {
				for _, e := range b.inOrder(q.right) {
					b.typeIn(e)
				}
				b.tabTo("Check answer", "form .actions .button")
				b.leads(func() { b.press(kb.Enter) })
				b.checkReview(q, "right")
				b.tabTo("Continue or results", ".actions a.button")
				b.leads(func() { b.press(kb.Enter) })
			}
			if !strings.HasSuffix(b.path(), "/results") {
				t.Errorf("the walk ends at %s", b.path())
			}
		})
	}
}

// inOrder gives entries in the order in which Tab comes to their controls.
func (b *tab) inOrder(entries []entry) []entry {
	b.t.Helper()
	place := map[entry]int{}
	for _, e := range entries {
		place[e] = eval[int](b, `[...document.querySelectorAll("fieldset :is(input, select)")].indexOf((`+control+`)(%s))`, e.label)
	}
	return slices.SortedFunc(slices.Values(entries), func(x, y entry) int { return place[x] - place[y] })
}

// typeIn goes to a control by Tab and fills it in by keys.
func (b *tab) typeIn(e entry) {
	b.t.Helper()
	id := eval[string](b, `(`+control+`)(%s).id`, e.label)
	kind := eval[string](b, `document.getElementById(%s).type`, id)
	if kind == "radio" { // Tab stops at the group, and arrows go round in it
		name := eval[string](b, `document.getElementById(%s).name`, id)
		b.tabTo(e.label, "input[name="+name+"]")
		b.press(" ")
		for range 12 {
			if eval[bool](b, `document.getElementById(%s).checked`, id) {
				return
			}
			b.press(kb.ArrowDown)
		}
		b.t.Fatalf("%s: the arrows do not reach %q", b.path(), e.label)
	}
	b.tabTo(e.label, "#"+id)
	switch kind {
	case "checkbox":
		b.press(" ")
	case "select-one":
		for range eval[int](b, `[...document.activeElement.options].findIndex(o => o.text === %s)`, e.value) {
			b.press(kb.ArrowDown)
		}
	default:
		b.press(e.value)
	}
}

// The buttons that move an item up or down set the places of all, keep the
// focus and say where it went.
func TestMovesPutInOrder(t *testing.T) {
	b := open(t, servedTides(t), setting{})
	b.goTo(tides)
	b.follow("form.begin button")
	for i, q := range kindsAsked {
		if q.kind == "ordering" {
			b.question(i + 1)
		}
	}
	shown := func() []string {
		return eval[[]string](b, `[...document.querySelectorAll(".ordering label")].map(l => l.textContent.trim())`)
	}
	for place, label := range []string{"The moon", "The sun", "The wind"} {
		for range 3 {
			if slices.Index(shown(), label) <= place {
				break
			}
			id := eval[string](b, `(`+control+`)(%s).id`, label)
			b.tabTo("Move up", "#"+id+"-up")
			b.press(kb.Enter)
			if got := eval[string](b, `document.activeElement.closest(".row")?.querySelector("label").textContent.trim() ?? ""`); got != label {
				t.Errorf("after moving %q the focus is at %q", label, got)
			}
			if said, want := b.text("#said"), fmt.Sprintf("%d: %s", slices.Index(shown(), label)+1, label); said != want {
				t.Errorf("after moving %q the page says %q, not %q", label, said, want)
			}
		}
	}
	if slices.Equal(shown(), []string{"The moon", "The sun", "The wind"}) && b.text("#said") == "" {
		b.click(".ordering .row:first-child [data-move='1']") // it came in order: there and back
		b.click(".ordering .row:nth-child(2) [data-move='-1']")
	}
	b.follow("form .actions .button")
	b.checkReview(asked{kind: "ordering"}, "right")
	b.clean()
}

// pictured is a set whose question, options and reading show more than words.
const pictured = `title: "Marks"
reading: reading.md
questions:
  - id: marks
    stem: |
      Which mark does the table call *round*?

      ![A square and a disc side by side](both.png)

      | mark | form | corners in the drawing, counted from the upper left |
      |------|:----:|---:|
      | A | square | 4 |
      | B | round | 0 |

      ` + "```" + `
      draw(A); draw(B)
      ` + "```" + `
    options:
      - text: "Mark A: ![a square](both.png)"
        because: "It has corners: ` + "`corners(A) == 4`" + `."
      - text: "Mark B"
        correct: true
    explanation: |
      The table says so.

      - A is a square.
      - B is round.
    quote: "Mark B is the round one."
`

// Images, tables and code stand where a set has them, load under the policy of
// the pages, and fit a small screen.
func TestQuestionsShowImagesTablesAndCode(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sets", "marks")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	drawing := image.NewGray(image.Rect(0, 0, 900, 120))
	var picture bytes.Buffer
	if err := png.Encode(&picture, drawing); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"set.yaml":   pictured,
		"reading.md": "# Marks\n\nMark B is the round one.\n\n![Both marks](both.png)\n",
		"both.png":   picture.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	axe, p := axe(t), start(t, t.TempDir(), "--sets", filepath.Dir(dir))
	for _, s := range []setting{{Width: 360}, {Width: 1280}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			look := func(name string, images int) {
				for _, what := range eval[[]string](b, misfits) {
					t.Errorf("%s: %s", name, what)
				}
				loaded := eval[int](b, `Promise.all([...document.querySelectorAll("main img")].map(i => { i.loading = "eager"; return i.decode().then(() => i.naturalWidth === 900 && i.alt !== "") }))
					.then(all => all.filter(Boolean).length)`)
				if loaded != images {
					t.Errorf("%s shows %d images of %d", name, loaded, images)
				}
				b.accessible(axe, "marks-"+name, s)
			}
			b.goTo("/sets/marks/reading")
			look("reading", 1)
			b.goTo("/sets/marks")
			b.follow("form.begin button")
			if h1 := b.text("h1"); h1 != "Which mark does the table call round?" {
				t.Errorf("the question is headed %q", h1)
			}
			if cells := b.text(".exhibit table"); !strings.Contains(cells, "B round 0") && !strings.Contains(cells, "Bround0") {
				t.Errorf("the table says %q", cells)
			}
			look("question", 3)
			b.choose("Mark B")
			b.follow("form .button")
			if n := eval[int](b, `document.querySelectorAll(".why li").length`); n != 2 {
				t.Errorf("the explanation lists %d points of 2", n)
			}
			look("feedback", 3)
			b.follow(".actions a.button")
			look("results", 1)
			b.clean()
		})
	}
}

// WCAG 1.4.10 and 1.4.12, for every kind: asked, with a problem and answered, at
// 400 % and with a reader's own spacing.
func TestEveryKindFits(t *testing.T) {
	p := servedTides(t)
	for _, s := range []setting{{Width: 320, Height: 225, Zoom: 4}, {Width: 320, ForcedColors: true}} {
		t.Run(s.String(), func(t *testing.T) {
			b := open(t, p, s)
			b.goTo(tides)
			b.follow("form.begin button")
			look := func(name string) {
				if s.ForcedColors {
					b.picture("forced-"+name, s)
					eval[bool](b, spacing)
				}
				for _, what := range eval[[]string](b, misfits) {
					t.Errorf("%s: %s", name, what)
				}
			}
			for _, q := range kindsAsked {
				look(q.kind)
				b.meetsProblem(q)
				look(q.kind + "-error")
				b.answerAs(q, "wrong")
				look(q.kind + "-wrong")
				b.follow(".actions a.button")
			}
			look("results")
		})
	}
}
