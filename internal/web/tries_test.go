package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// triesRevision is the set of every kind, with three tries and two hints for
// each question.
func triesRevision(t testing.TB) *play.Revision {
	r := tidesRevision(t)
	r.Set.Tries = 3
	cost := 0.1
	r.Set.HintPenalty = &cost
	for i := range r.Set.Questions {
		r.Set.Questions[i].Hints = []string{"HINT-ONE of *these*", "HINT-TWO"}
	}
	return r
}

// Trust 1, for tries: a page that asks again holds nothing of the key, no more
// hints than were asked for, and what was answered before.
func TestTrust01NothingOfTheKeyBetweenTries(t *testing.T) {
	w := newWorldOf(t, triesRevision(t), Config{})
	b, session := w.learner()
	asked := 0
	for i, q := range w.revision.Set.Questions {
		path := fmt.Sprintf("/sessions/%s/questions/%d", session, i+1)
		doc := b.page(path)
		form := filled(doc, "16.3")
		for number := 1; ; number++ {
			r := b.post(path, with(form, doc))
			if canaries.MatchString(dump(r)) || r.StatusCode != http.StatusSeeOther {
				t.Fatalf("%s: try %d gives %s", q.ID, number, dump(r))
			}
			if r.Header.Get("Location") == path+"/feedback" {
				break
			}
			asked++
			page := b.get(path)
			doc = b.parsed(page, http.StatusOK)
			expect(t, doc, ".not-yet h2", "Not right yet")
			if found := canaries.FindAllString(page.body, -1); len(found) > 0 || strings.Contains(page.body, "HINT-") {
				t.Errorf("%s: after try %d the page holds %q", q.ID, number, found)
			}
			if again := filledIn(doc); again.Encode() != form.Encode() {
				t.Errorf("%s: %v was sent, and %v is filled in", q.ID, form, again)
			}
			if gone := b.get(path + "/feedback"); gone.Header.Get("Location") != path {
				t.Errorf("%s: between tries the feedback is %s", q.ID, gone.Status)
			}
		}
		if !canaries.MatchString(b.get(path + "/feedback").body) {
			t.Errorf("%s: the feedback explains nothing", q.ID)
		}
	}
	if asked < 10 {
		t.Errorf("only %d tries were not right", asked)
	}
}

// with completes the form of a page with the try that the page is for.
func with(form url.Values, doc *goquery.Document) url.Values {
	out := url.Values{"try": {doc.Find("input[name=try]").AttrOr("value", "")}}
	maps.Copy(out, form)
	return out
}

// filledIn is what the controls of a question hold.
func filledIn(doc *goquery.Document) url.Values {
	form := url.Values{}
	doc.Find("form fieldset").Find("input, select").Each(func(_ int, in *goquery.Selection) {
		name := in.AttrOr("name", "")
		switch in.AttrOr("type", "select") {
		case "select":
			form.Set(name, in.Find("option[selected]").AttrOr("value", ""))
		case "text":
			form.Set(name, in.AttrOr("value", ""))
		default:
			if _, checked := in.Attr("checked"); checked {
				form.Add(name, in.AttrOr("value", ""))
			}
		}
	})
	return form
}

// A hint is a submit button of the question's own form: it comes with what was
// filled in, stays on reload, and asking for it twice gives no other.
func TestHints(t *testing.T) {
	w := newWorldOf(t, triesRevision(t), Config{})
	b, session := w.learner()
	for i, q := range w.revision.Set.Questions {
		path := fmt.Sprintf("/sessions/%s/questions/%d", session, i+1)
		doc := b.page(path)
		button := doc.Find("form").First().Find("button[name=hint]")
		if said(button) != "Show a hint" || said(doc.Find("#"+button.AttrOr("aria-describedby", "?"))) != "A hint costs 10% of the mark." || button.AttrOr("value", "") != "1" {
			t.Fatalf("%s: the button is %q", q.ID, said(button))
		}
		form := filled(doc, "16.3")
		ask := with(form, doc)
		ask.Set("hint", "1")
		for range 2 {
			r := b.post(path, ask)
			doc = b.parsed(r, http.StatusOK)
			if canaries.MatchString(dump(r)) || strings.Contains(r.body, "HINT-TWO") {
				t.Errorf("%s: the page with the hint tells too much", q.ID)
			}
			expect(t, doc, ".hints[autofocus] li", "HINT-ONE of these")
			if again := filledIn(doc); again.Encode() != form.Encode() {
				t.Errorf("%s: %v was filled in, and the hint comes with %v", q.ID, form, again)
			}
		}
		doc = b.page(path)
		expect(t, doc, ".hints:not([autofocus]) li", "HINT-ONE of these")
		expect(t, doc, "button[name=hint]", "Show another hint")
		ask.Set("hint", "2")
		doc = b.parsed(b.post(path, ask), http.StatusOK)
		if doc.Find(".hints li").Length() != 2 || doc.Find("button[name=hint]").Length() != 0 {
			t.Errorf("%s: the second hint is not the last", q.ID)
		}
		if r := b.post(path, url.Values{"hint": {"x"}}); r.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: a hint that is none gives %s", q.ID, r.Status)
		}
		b.post(path, url.Values{"dont-know": {"1"}, "answer": {"dont-know"}, "try": {"1"}})
		expect(t, b.page(path+"/feedback"), ".stated", "2 hints · earns 0% of the mark")
		if r := b.post(path, ask); r.Header.Get("Location") != path || r.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: a hint to what is answered gives %s", q.ID, r.Status)
		}
	}
	results := b.page("/sessions/" + session + "/results")
	if n := results.Find(".outcome .at:contains('2 hints')").Length(); n != len(w.revision.Set.Questions) {
		t.Errorf("the results tell of hints at %d questions", n)
	}
}

// A question that is right at a later try says so, and what it earns; a form
// that is sent again changes nothing.
func TestALaterTry(t *testing.T) {
	revision := play.NewRevision(teaSet(t), teaFiles)
	revision.Set.Tries = 2
	w := newWorldOf(t, revision, Config{})
	b, session := w.learner()
	if how := said(b.page("/sets/tea").Find(".how")); !strings.Contains(how, "up to 2 times") || !strings.Contains(how, "where you say how sure you are") {
		t.Errorf("the start says %q", how)
	}
	path := "/sessions/" + session + "/questions/1"
	doc := b.page(path)
	expect(t, doc, ".tries", "You have 2 tries. Each that is not right costs 33% of the mark.")
	value := func(label string) string {
		id := doc.Find("label:contains('"+label+"')").AttrOr("for", "")
		return doc.Find("#"+id).AttrOr("value", "")
	}
	wrong, right := url.Values{"answer": {value("that one")}, "try": {"1"}}, url.Values{"answer": {value("this one")}, "try": {"2"}}
	for range 2 { // the second is sent from a tab that stayed behind
		if r := b.post(path, wrong); r.Header.Get("Location") != path {
			t.Errorf("a wrong try leads to %q", r.Header.Get("Location"))
		}
		doc = b.page(path)
		expect(t, doc, ".not-yet p", "This is your last try. A right answer now earns 67% of the mark.")
	}
	b.post(path, right)
	doc = b.page(path + "/feedback")
	expect(t, doc, "#verdict", "That is right")
	expect(t, doc, ".stated", "2 tries · earns 67% of the mark")
	b.post(path, wrong)
	expect(t, b.page(path+"/feedback"), "#verdict", "That is right")
	expect(t, b.page("/sessions/"+session+"/results"), ".outcome .at", "Right · Question 1 · 2 tries")
}

// An assignment that tells verdicts at once and reasons later gives tries, and
// tells of them no more than the verdict.
func TestTrust06TriesWhereReasonsAreWithheld(t *testing.T) {
	w := newWorldOf(t, triesRevision(t), Config{})
	a := w.assign(quiz.Terms{Reveal: quiz.Reveal{Answered: []quiz.Detail{quiz.ShowVerdict}, Closed: quiz.Details()}})
	if terms := said(w.browser().page(joinPath(a.Code)).Find(".terms")); !strings.Contains(terms, "up to 3 times") {
		t.Errorf("the assignment's terms are %q", terms)
	}
	b, session := w.attempt(a)
	asked := 0
	for i, q := range w.revision.Set.Questions {
		path := fmt.Sprintf("%s/questions/%d", session, i+1)
		form, tries := filled(b.page(path), "16.3"), 0
		for location := path; location == path; tries++ {
			page := b.get(path)
			if tellsKey.MatchString(page.body) || tellsReasons.MatchString(page.body) {
				t.Fatalf("%s: try %d tells too much", q.ID, tries+1)
			}
			location = b.post(path, with(form, b.parsed(page, http.StatusOK))).Header.Get("Location")
		}
		feedback := b.get(path + "/feedback")
		if tellsKey.MatchString(feedback.body) || tellsReasons.MatchString(feedback.body) {
			t.Errorf("%s: the page after the last try tells %q %q", q.ID, tellsKey.FindString(feedback.body), tellsReasons.FindString(feedback.body))
		}
		if tries > 1 {
			asked++
			stated := said(b.parsed(feedback, http.StatusOK).Find(".stated"))
			if want := fmt.Sprintf("%d tries · earns ", tries); !strings.HasPrefix(stated, want) {
				t.Errorf("%s: after %d tries the page says %q", q.ID, tries, stated)
			}
		}
	}
	if asked < 5 {
		t.Errorf("only %d questions took several tries", asked)
	}
	if told := b.page(session + "/results").Find(".checked .at:contains(' tries')").Length(); told != asked {
		t.Errorf("the results tell of several tries at %d questions, not %d", told, asked)
	}
}

// An assignment that says later what was right asks once and gives no hint.
func TestTrust06NoTriesWhereVerdictsAreWithheld(t *testing.T) {
	w := newWorldOf(t, triesRevision(t), Config{})
	a := w.assign(quiz.Terms{Reveal: quiz.Reveal{Answered: []quiz.Detail{quiz.ShowScore}, Finished: quiz.Details()}})
	if terms := said(w.browser().page(joinPath(a.Code)).Find(".terms")); strings.Contains(terms, "times") {
		t.Errorf("the assignment's terms are %q", terms)
	}
	b, session := w.attempt(a)
	path := session + "/questions/1"
	page := b.get(path)
	doc := b.parsed(page, http.StatusOK)
	if strings.Contains(page.body, "HINT-") || doc.Find("[name=try], [name=hint], .tries").Length() > 0 {
		t.Error("an assignment that withholds verdicts offers tries or hints")
	}
	form := filled(doc, "16.3")
	hint := with(form, doc)
	hint.Set("hint", "1")
	if r := b.post(path, hint); strings.Contains(r.body, "HINT-") {
		t.Error("an assignment that withholds verdicts gives a hint")
	}
	if r := b.post(path, form); r.Header.Get("Location") != path+"/feedback" {
		t.Errorf("the first answer leads to %q", r.Header.Get("Location"))
	}
}
