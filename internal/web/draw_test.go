package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// drawingWorld serves a set that draws one of its two questions on leaves.
func drawingWorld(t *testing.T) *world {
	set := teaSet(t)
	set.Topics.Put("drying", "Drying")
	set.Questions[2].Topic = "drying"
	set.Draw = quiz.Draws{"leaves": 1}
	return newWorldOf(t, play.NewRevision(set, teaFiles), Config{})
}

// expectContains sees that the one element of the selector says some words.
func expectContains(t *testing.T, doc *goquery.Document, selector, want string) {
	t.Helper()
	if found := doc.Find(selector); found.Length() != 1 || !strings.Contains(said(found), want) {
		t.Errorf("%d %s say %q, not %q", found.Length(), selector, said(found), want)
	}
}

// What is drawn is said where a session starts; the form as it comes asks all
// that the draw gives, and the results are of that alone.
func TestDrawnQuestions(t *testing.T) {
	w := drawingWorld(t)
	expectContains(t, w.browser().page("/"), ".card .facts", "2 of 3 questions, drawn for you")
	b := w.browser()
	doc := b.page("/sets/tea")
	expectContains(t, doc, "main > .facts", "2 of 3 questions, drawn for you")
	expect(t, doc, "label[for=topic-0] .count", "1 of 2 questions")
	expect(t, doc, "label[for=topic-1] .count", "1 question")
	asItComes := url.Values{"mode": {"practice"}, "topic": {"leaves", "drying"}}
	session := b.post("/sets/tea", asItComes).Header.Get("Location")[len("/sessions/"):][:36]
	expectContains(t, b.page("/sessions/"+session+"/questions/1"), "main", "Question 1 of 2")
	for n := 1; n <= 2; n++ {
		b.answer(session, n, "this one")
	}
	expectContains(t, b.page("/sessions/"+session+"/results"), "main", "2 of 2")
	res := b.post("/sets/tea", url.Values{"mode": {"practice"}, "topic": {"leaves"}})
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("a start with one topic: %s", res.Status)
	}
	expectContains(t, b.page(res.Header.Get("Location")), "main", "Question 1 of 1")
}

// An assignment draws as its set does unless its terms say otherwise.
func TestDrawOfAnAssignment(t *testing.T) {
	w := drawingWorld(t)
	b := w.staff(play.Instructor)
	doc := b.page("/teach/assignments/new")
	if got := doc.Find("#draw-leaves").AttrOr("value", ""); got != "1" {
		t.Errorf("the form begins with %q questions on leaves", got)
	}
	form := maps.Clone(termsForm)
	form["topic"] = []string{"leaves", "drying"}
	form["identity"], form["roster"] = []string{"none"}, nil
	assigned := func(leaves string) string {
		form["draw-topic"], form["draw"] = []string{"leaves", "drying"}, []string{leaves, ""}
		res := b.post("/teach/assignments/new", form)
		if res.StatusCode != http.StatusSeeOther {
			t.Fatalf("%q of leaves: %s\n%s", leaves, res.Status, res.body)
		}
		return res.Header.Get("Location")
	}
	at := assigned("1")
	expectContains(t, b.page(at), ".terms", "2 of 3 questions")
	expectContains(t, w.browser().page(strings.TrimPrefix(b.page(at).Find(".address a").AttrOr("href", ""), w.url)), ".terms", "2 of 3 questions, drawn for you")
	if doc = b.page(at + "/terms"); doc.Find("details.draws[open]").Length() != 1 {
		t.Error("the draw does not show among the terms")
	}
	expectContains(t, b.page(assigned("")), ".terms", "3 questions")

	form["draw"] = []string{"3", ""}
	bad := b.parsed(b.post("/teach/assignments/new", form), http.StatusUnprocessableEntity)
	expectContains(t, bad, `.problem-summary a[href="#draw-leaves"]`, "no more than the topic has")
	if got := bad.Find("#draw-leaves[aria-invalid]").AttrOr("value", ""); got != "3" {
		t.Errorf("what was typed comes back as %q", got)
	}
}
