package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// test is a browser that has begun a test of the set.
func (w *world) test(minutes string) (*browser, string) {
	w.t.Helper()
	b := w.browser()
	b.get("/sets/tea")
	started := b.post("/sets/tea", url.Values{"mode": {"test"}, "minutes": {minutes}})
	session := strings.TrimSuffix(started.Header.Get("Location"), "/questions/1")
	if started.StatusCode != http.StatusSeeOther || session == "" {
		w.t.Fatalf("start: %s\n%s", started.Status, started.body)
	}
	b.get(session + "/questions/1")
	return b, session
}

// Nothing that can be asked for tells a right answer of an open test from a
// wrong one: neither a page nor a header nor a length.
func TestAnOpenTestTellsNoGrade(t *testing.T) {
	w := newWorld(t, Config{})
	crawl := func(b *browser, session string, form url.Values) string {
		id := strings.TrimPrefix(session, "/sessions/")
		said := strings.ReplaceAll(dump(b.post(session+"/questions/1", form)), id, "…")
		for _, rt := range w.server.routes {
			if rt.Method != http.MethodGet || rt.Access == forAssets || rt.Access == forProbes {
				continue
			}
			for _, n := range []string{"1", "2", "3"} {
				path := strings.NewReplacer(":set", "tea", ":id", id, ":n", n).Replace(rt.Path)
				said += strings.ReplaceAll(dump(b.get(path)), id, "…")
			}
		}
		return said
	}
	b, session := w.test("0")
	form := url.Values{"answer": {"1"}}
	first := crawl(b, session, form)
	if found := canaries.FindAllString(first, -1); len(found) > 0 {
		t.Errorf("an open test shows %q", found)
	}
	if strings.Contains(first, "verdict-right") || strings.Contains(first, "verdict-wrong") {
		t.Error("an open test shows a verdict")
	}
	said := map[string]bool{}
	for _, value := range []string{"1", "2", "3", "dont-know"} {
		r := b.post(session+"/questions/1", url.Values{"answer": {value}})
		r.Header.Del("Date")
		r.Header.Del("X-Request-Id")
		said[dump(r)] = true
	}
	if len(said) != 1 {
		t.Errorf("saving says which answer is right: %v", said)
	}
	for _, path := range []string{"/results", "/reading"} {
		if r := b.get(session + path); r.Header.Get("Location") != session+"/check" {
			t.Errorf("%s of an open test: %s to %q", path, r.Status, r.Header.Get("Location"))
		}
	}
	for _, path := range []string{"/answers.csv", "/answers.json"} {
		if r := b.get(session + path); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s of an open test: %s", path, r.Status)
		}
	}
}

func TestATestIsAnsweredChangedAndHandedIn(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.test("")
	save := func(n, label string) *reply {
		t.Helper()
		path := session + "/questions/" + n
		value := b.page(path).Find("label").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.TrimSpace(s.Text()) == label }).AttrOr("for", "")
		return b.post(path, url.Values{"answer": {strings.TrimPrefix(value, "answer-")}})
	}
	if r := save("1", "that one"); r.Header.Get("Location") != session+"/questions/2" {
		t.Fatalf("a saved answer leads to %q", r.Header.Get("Location"))
	}
	doc := b.page(session + "/questions/1")
	if doc.Find("input[checked]").Length() != 1 || !strings.Contains(doc.Find(".saved").Text(), "Saved") {
		t.Error("what is saved is not filled in")
	}
	if r := save("1", "this one"); r.Header.Get("Location") != session+"/questions/2" {
		t.Fatalf("a changed answer leads to %q", r.Header.Get("Location"))
	}
	b.post(session+"/questions/3", url.Values{"answer": {"dont-know"}})
	check := b.page(session + "/check")
	expect(t, check, ".lead", "2 of 3 questions are answered.")
	var given []string
	for _, s := range check.Find(".given").EachIter() {
		given = append(given, strings.TrimSpace(s.Text()))
	}
	if got := strings.Join(given, " / "); got != "this one / Not answered / I don’t know" {
		t.Errorf("the list says %q", got)
	}
	if r := b.get(session); r.Header.Get("Location") != session+"/questions/2" {
		t.Errorf("one goes on at %q", r.Header.Get("Location"))
	}
	if r := b.post(session+"/questions/2", url.Values{"then": {"check"}}); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, `name="then"`) {
		t.Errorf("an answer without a pick: %s", r.Status)
	}
	expect(t, b.page("/"), ".done p:not(.go)", "You have answered 2 of 3 questions.")
	if r := b.post(session+"/check", nil); r.Header.Get("Location") != session+"/results" {
		t.Fatalf("handing in: %s", r.Status)
	}
	results := b.page(session + "/results")
	expect(t, results, ".sentence", "You got 1 of 3 right. To one you said “I don’t know”. One was left out. That earns 33% of the marks.")
	expect(t, b.page(session+"/questions/2/feedback"), "h2.verdict", "You left this one out")
	late := b.post(session+"/questions/2", url.Values{"answer": {"1"}})
	if late.StatusCode != http.StatusConflict || !strings.Contains(late.body, session+"/results") {
		t.Errorf("an answer after that: %s", late.Status)
	}
	if r := b.get(session + "/check"); r.Header.Get("Location") != session+"/results" {
		t.Errorf("the list after that: %s", r.Status)
	}
}

// Without a script the page says how long one has, and until when.
func TestATestWithALimitSaysSo(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.test("20")
	for _, path := range []string{"/questions/1", "/check"} {
		timer := b.page(session + path).Find("[role=timer]")
		if text := strings.Join(strings.Fields(timer.Text()), " "); !strings.HasPrefix(text, "Time left: 20 minutes (until ") {
			t.Errorf("%s says %q", path, text)
		}
	}
	if r := b.post("/sets/tea", url.Values{"mode": {"test"}, "minutes": {"x"}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a limit that is no number: %s", r.Status)
	}
}

// A form from a tab that stayed behind changes nothing, and leads to what stands
// now: 409 and the results where a test is over, the feedback of the first
// answer in practice.
func TestTrust09StaleFormsLeadToWhatStands(t *testing.T) {
	w := newWorld(t, Config{})
	b, test := w.test("")
	b.post(test+"/check", nil)
	late := b.post(test+"/questions/1", url.Values{"answer": {"1"}})
	if late.StatusCode != http.StatusConflict {
		t.Errorf("an answer to a test that is over: %s", late.Status)
	}
	doc := b.parsed(late, http.StatusConflict)
	if doc.Find(`main a[href="`+test+`/results"]`).Length() == 0 || len(said(doc.Find("h1"))) == 0 {
		t.Errorf("it does not say what stands:\n%s", late.body)
	}
	expect(t, b.page(test+"/questions/1/feedback"), "h2.verdict", "You left this one out")

	b, id := w.learner()
	path := "/sessions/" + id + "/questions/1"
	b.post(path, url.Values{"answer": {"dont-know"}})
	first := b.get(path + "/feedback").body
	again := b.post(path, url.Values{"answer": {"1"}})
	if again.Header.Get("Location") != path+"/feedback" {
		t.Errorf("another answer to the same question: %s to %q", again.Status, again.Header.Get("Location"))
	}
	if b.get(path+"/feedback").body != first {
		t.Error("the second answer has changed the feedback of the first")
	}
}
