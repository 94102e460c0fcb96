package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// pageKind is what a kind's template is given on a page in the set's language.
func pageKind(view any) page.Kind[any] { return page.Kind[any]{View: view} }

// parsed reads a page of this status.
func (b *browser) parsed(r *reply, status int) *goquery.Document {
	b.t.Helper()
	if r.StatusCode != status {
		b.t.Fatalf("%s, not %d\n%s", r.Status, status, r.body)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(r.body))
	if err != nil {
		b.t.Fatal(err)
	}
	return doc
}

func (b *browser) page(path string) *goquery.Document {
	b.t.Helper()
	return b.parsed(b.get(path), http.StatusOK)
}

func said(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// expect compares what an element says; the selector must find one alone.
func expect(t *testing.T, doc *goquery.Document, selector, want string) {
	t.Helper()
	found := doc.Find(selector)
	if found.Length() != 1 {
		t.Errorf("there are %d %s, not one", found.Length(), selector)
	} else if got := said(found); got != want {
		t.Errorf("%s says %q, not %q", selector, got, want)
	}
}

// answer sends the option with these words (or "I don't know") and gives the feedback.
func (b *browser) answer(session string, n int, words ...string) *goquery.Document {
	b.t.Helper()
	path := fmt.Sprintf("/sessions/%s/questions/%d", session, n)
	form := url.Values{}
	b.page(path).Find("fieldset input").Each(func(_ int, in *goquery.Selection) {
		for _, w := range words {
			if said(in.Parent().Find("label")) == w {
				form.Add("answer", in.AttrOr("value", ""))
			}
		}
	})
	if len(form["answer"]) != len(words) {
		b.t.Fatalf("question %d does not offer %q", n, words)
	}
	if len(words) == 0 {
		form.Set("dont-know", "1")
	}
	r := b.post(path, form)
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != path+"/feedback" {
		b.t.Fatalf("the answer leads to %s %s\n%s", r.Status, r.Header.Get("Location"), r.body)
	}
	return b.page(path + "/feedback")
}

func TestQuestionPage(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	path := "/sessions/" + session + "/questions/1"
	doc := b.page(path)
	expect(t, doc, "title", "Question 1 of 3 – Tea – Verbatim")
	expect(t, doc, "form fieldset > legend > h1", "What of green?")
	expect(t, doc, "#place", "Question 1 of 3")
	expect(t, doc, "#hint", "Select one.")
	expect(t, doc, ".actions", "Check answer")
	expect(t, doc, "label[for=answer-dont-know]", "I don’t know")
	form := doc.Find("form").First()
	if form.AttrOr("method", "") != "post" || form.AttrOr("action", "") != path {
		t.Errorf("the first form of the page is not the one that asks: %s %s", form.AttrOr("method", ""), form.AttrOr("action", ""))
	}
	if n := doc.Find("input:checked").Length(); n != 0 {
		t.Errorf("%d options are chosen beforehand", n)
	}
	doc.Find("fieldset input").Each(func(_ int, in *goquery.Selection) {
		if label := doc.Find("label[for=" + in.AttrOr("id", "?") + "]"); label.Length() != 1 {
			t.Errorf("an option has %d labels", label.Length())
		}
	})
	if _, open := doc.Find("details.panel").Attr("open"); open {
		t.Error("the reading is open before the answer")
	}

	many := b.page("/sessions/" + session + "/questions/2")
	expect(t, many, "#hint", "Select all that apply.")
	buttons := many.Find(".actions button")
	if said(buttons.First()) != "Check answer" || buttons.Last().AttrOr("name", "") != "dont-know" || buttons.Last().AttrOr("value", "") != "1" {
		t.Errorf("the buttons are %s", said(buttons))
	}
}

// A form that comes back says what to do, twice, and keeps what was chosen.
func TestIncompleteAnswerComesBack(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	for n, c := range map[int]struct {
		form url.Values
		want string
	}{
		1: {url.Values{}, "Select one answer, or “I don’t know”"},
		2: {url.Values{}, "Select at least one answer"},
		3: {url.Values{"answer": {"1", "2"}}, "Select one answer, or “I don’t know”"},
	} {
		doc := b.parsed(b.post(fmt.Sprintf("/sessions/%s/questions/%d", session, n), c.form), http.StatusUnprocessableEntity)
		expect(t, doc, ".problem-summary h2", "There is a problem")
		expect(t, doc, ".problem-summary a", c.want)
		expect(t, doc, "#problem", "Error: "+c.want)
		if title := said(doc.Find("title")); !strings.HasPrefix(title, "Error: Question ") {
			t.Errorf("the title is %q", title)
		}
		if target := doc.Find(".problem-summary a").AttrOr("href", "#?"); doc.Find("fieldset input"+target).Length() != 1 {
			t.Errorf("question %d: the summary leads to %s, which is no option", n, target)
		}
		if got, want := doc.Find("fieldset input[checked]").Length(), len(c.form["answer"]); got != want {
			t.Errorf("question %d: %d options are kept of %d", n, got, want)
		}
		if !strings.Contains(doc.Find("fieldset").AttrOr("aria-describedby", ""), "problem") {
			t.Error("the message is not tied to the question")
		}
	}
}

// Where a set says where its reading was taken from, each quote leads to its
// words there, from outside the quote.
func TestWaysToTheSource(t *testing.T) {
	set := teaSet(t)
	set.Source = &quiz.Source{Title: "Of tea", Author: "A. Green", Address: "https://example.org/tea?a=1", Licence: "CC BY 4.0"}
	w := newWorldOf(t, play.NewRevision(set, teaFiles), Config{})
	b, session := w.learner()
	doc := b.answer(session, 1, "that one")
	const words = "https://example.org/tea?a=1#:~:text=steamed%20soon%20after%20it%20is%20picked"
	link := doc.Find(".settles figcaption a").Last()
	if got := link.AttrOr("href", ""); got != words || link.Text() != "Show at the source: Of tea" {
		t.Errorf("%q leads to %s", link.Text(), got)
	}
	if doc.Find("blockquote a").Length() > 0 {
		t.Error("a link stands in a quote")
	}
	b.answer(session, 2, "this one", "that one")
	for _, path := range []string{"/sets/tea/reading", "/sessions/" + session + "/reading"} {
		doc := b.page(path)
		expect(t, doc, ".origin", "Source: Of tea, A. Green · CC BY 4.0")
		if got := doc.Find(".origin a").AttrOr("href", ""); got != set.Source.Address {
			t.Errorf("%s leads to %s", path, got)
		}
	}
	if got := b.page("/sessions/" + session + "/results").Find(".outcome figcaption a[href^='https://example.org/']").Length(); got == 0 {
		t.Error("the results do not lead to the source")
	}
}

func TestFeedbackPage(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	doc := b.answer(session, 1, "that one")
	expect(t, doc, "title", "Not right: Question 1 of 3 – Tea – Verbatim")
	expect(t, doc, "h1", "What of green?")
	expect(t, doc, "#verdict", "That is not right")
	expect(t, doc, ".option.picked .marks", "Your answer Not correct")
	expect(t, doc, ".option.correct .marks", "Correct answer")
	expect(t, doc, ".option:not(.picked):not(.correct) .marks", "Not correct")
	expect(t, doc, ".option.picked .because", "KEY-BECAUSE-wrong")
	expect(t, doc, ".settles blockquote", "Green tea is steamed soon after it is picked.")
	expect(t, doc, ".settles blockquote mark", "steamed soon after it is picked")
	expect(t, doc, ".evidence .key", "Kind of evidence:")
	expect(t, doc, ".actions .score", "0 right of 1 so far")
	expect(t, doc, ".actions a", "Continue")
	expect(t, doc, ".panel[open] .current .mark-label", "Passage for question 1")
	expect(t, doc, ".panel .quoted", "steamed soon after it is picked")
	if target := doc.Find(".settles a").AttrOr("href", ""); doc.Find(target+"[tabindex='-1']").Length() != 1 {
		t.Errorf("“Show in the reading” leads to %q, which takes no focus", target)
	}
	if target := doc.Find(".current .mark-back a").AttrOr("href", ""); doc.Find(target).Length() != 1 {
		t.Errorf("the way back leads to %q", target)
	}

	doc = b.answer(session, 2, "this one", "that one")
	expect(t, doc, "#verdict", "That is not right")
	doc = b.answer(session, 3)
	expect(t, doc, "#verdict", "You did not know this one")
	expect(t, doc, ".actions .score", "0 right of 3 so far")
	expect(t, doc, ".actions a", "See your results")
	if n := doc.Find(".option.picked").Length(); n != 0 {
		t.Errorf("%d options are called your answer after “I don’t know”", n)
	}
}

// Question and feedback send on to each other, and the session to where one left off.
func TestAddressesOfAWalk(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	at := "/sessions/" + session
	leads := func(path, want string) {
		t.Helper()
		if r := b.get(path); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != want {
			t.Errorf("%s leads to %s %s, not to %s", path, r.Status, r.Header.Get("Location"), want)
		}
	}
	leads(at, at+"/questions/1")
	leads(at+"/questions/1/feedback", at+"/questions/1")
	b.answer(session, 1, "this one")
	leads(at, at+"/questions/2")
	leads(at+"/questions/1", at+"/questions/1/feedback")
	b.answer(session, 3, "this one")
	if next := b.page(at+"/questions/3/feedback").Find(".actions a").AttrOr("href", ""); next != at+"/questions/2" {
		t.Errorf("after the last question, the open one is not next but %s", next)
	}
	b.answer(session, 2, "this one")
	leads(at, at+"/results")
	for _, path := range []string{"/questions/0", "/questions/4", "/questions/01", "/questions/x"} {
		if r := b.get(at + path); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, r.Status)
		}
	}
}

func TestResultsAndMarkedReading(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	at := "/sessions/" + session
	expect(t, b.page(at+"/results"), ".sentence", "You have not answered a question yet.")

	b.answer(session, 1, "this one")
	doc := b.page(at + "/results")
	expect(t, doc, "h1", "Your results so far")
	expect(t, doc, ".sentence", "You got 1 of 1 right. That earns 100% of the marks.")
	expect(t, doc, ".next .button", "Continue at question 2")

	b.answer(session, 2, "that one")
	b.answer(session, 3)
	doc = b.page(at + "/results")
	expect(t, doc, "h1", "Your results")
	expect(t, doc, ".sentence", "You got 1 of 3 right. To one you said “I don’t know”. That earns 33% of the marks.")
	expect(t, doc, ".again button", "Take the 2 missed questions again")
	expect(t, doc, "section[aria-labelledby=topics] tbody th", "Leaves")
	expect(t, doc, "section[aria-labelledby=evidence] tbody td:nth-child(2)", "1 of 3")
	var order []string
	doc.Find(".outcome h4").Each(func(_ int, h *goquery.Selection) { order = append(order, said(h)) })
	if fmt.Sprint(order) != "[What of black? What of white? What of green?]" {
		t.Errorf("the questions come as %v: the missed ones are not first", order)
	}

	marked := b.page(at + "/reading")
	for selector, want := range map[string]string{
		".painted-right .mark-back":     "Question 1: Right",
		".painted-wrong .mark-back":     "Question 2: Not right",
		".painted-dont-know .mark-back": "Question 3: I don’t know",
	} {
		expect(t, marked, ".reading "+selector, want)
	}
	if href := marked.Find(".reading .painted-wrong a").AttrOr("href", ""); href != at+"/questions/2/feedback" {
		t.Errorf("the mark of question 2 leads to %s", href)
	}

	again := b.post(at+"/retry", nil)
	retry := strings.TrimSuffix(again.Header.Get("Location"), "/questions/1")
	expect(t, b.page(retry+"/questions/1"), "#place", "Question 1 of 2 · not scored")
	doc = b.page(retry + "/results")
	expect(t, doc, "h1", "Missed questions, taken again")
	if href := doc.Find("main .note a").AttrOr("href", ""); href != at+"/results" {
		t.Errorf("the retry leads back to %s", href)
	}
}

func TestSessionsAreListedAndDeleted(t *testing.T) {
	w := newWorld(t, Config{})
	expect(t, w.browser().page("/sessions"), ".empty", "You have not started a session in this browser yet.")
	b, session := w.learner()
	b.answer(session, 1, "this one")
	doc := b.page("/sessions")
	expect(t, doc, ".entry h2", "Tea")
	expect(t, doc, ".entry p:nth-of-type(2)", "You have answered 1 of 3 questions. Marks so far: 100%.")
	if _, dated := doc.Find(".entry time").Attr("datetime"); !dated {
		t.Error("the session has no date")
	}
	path := doc.Find(".entry a[href$='/delete']").AttrOr("href", "")
	expect(t, b.page(path), "main .button", "Delete the session")
	if r := b.post(path, nil); r.Header.Get("Location") != "/sessions" {
		t.Fatalf("deleting gives %s", r.Status)
	}
	expect(t, b.page("/sessions"), ".empty", "You have not started a session in this browser yet.")
	if r := b.get("/sessions?before=nothing"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a list from nowhere: %s", r.Status)
	}
	if r := b.get("/sessions?before=" + session); r.StatusCode != http.StatusOK {
		t.Errorf("the list from a session that is gone: %s", r.Status)
	}
}

func TestLibraryAndStart(t *testing.T) {
	w := newWorld(t, Config{})
	stranger := w.browser()
	doc := stranger.page("/")
	expect(t, doc, ".card h2 a", "Tea")
	expect(t, doc, ".card .go", "Begin: Tea")
	if len(stranger.cookies) != 0 {
		t.Errorf("looking at the library sets cookies: %v", stranger.cookies)
	}
	start := stranger.page("/sets/tea")
	if start.Find("form").Length() != 1 {
		t.Errorf("the start page has %d forms", start.Find("form").Length())
	}
	if start.Find("[name=questions], input[type=checkbox]").Length() != 0 {
		t.Error("there is a control with nothing to choose")
	}

	b, session := w.learner()
	b.answer(session, 1, "this one")
	expect(t, b.page("/"), ".card .button", "Continue at question 2")
	doc = b.page("/sets/tea")
	expect(t, doc, "#before", "Where you left off")
	b.answer(session, 2, "this one")
	b.answer(session, 3, "this one")
	expect(t, b.page("/"), ".card .done", "You have answered all 3 questions. Marks: 100%. See your results")
	bad := b.parsed(b.post("/sets/tea", url.Values{"questions": {"many"}}), http.StatusUnprocessableEntity)
	expect(t, bad, ".problem-summary a", "Select a number of questions from the list")
}

// A learner takes the session away: what was answered, and nothing of what is open.
func TestRecordOfASession(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	at := "/sessions/" + session
	if n := b.page(at + "/results").Find(".keep").Length(); n != 0 {
		t.Error("there is something to keep before the first answer")
	}
	b.answer(session, 1, "this one")
	doc := b.page(at + "/results")
	var files []string
	doc.Find(".keep a[download]").Each(func(_ int, a *goquery.Selection) { files = append(files, a.AttrOr("href", "")) })
	if fmt.Sprint(files) != fmt.Sprint([]string{at + "/answers.csv", at + "/answers.json"}) {
		t.Fatalf("the files are %v", files)
	}
	for i, mediaType := range []string{"text/csv; charset=utf-8", "application/json"} {
		r := b.get(files[i])
		if got := r.Header.Get("Content-Type"); got != mediaType {
			t.Errorf("%s comes as %s", files[i], got)
		}
		if got := r.Header.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="verbatim-`) {
			t.Errorf("%s comes with %q", files[i], got)
		}
		if !strings.Contains(r.body, "What of black?") && !strings.Contains(r.body, "What of green?") && !strings.Contains(r.body, "What of white?") {
			t.Errorf("%s does not name the question: %s", files[i], r.body)
		}
		if n := strings.Count(r.body, "What of "); n != 1 {
			t.Errorf("%s tells of %d questions", files[i], n)
		}
	}
}
