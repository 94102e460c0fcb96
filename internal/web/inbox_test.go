package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"verbatim/internal/play"
)

// A report stands in the inbox beside its question, is closed with a note and
// opened again.
func TestInbox(t *testing.T) {
	w := newWorld(t, Config{})
	id := w.report().String()
	b := w.staff(play.Instructor)
	expect(t, b.page("/teach/reports"), "h1", "Reports")
	doc := b.page("/teach/reports?set=tea&question=" + w.revision.Set.Questions[0].ID)
	expect(t, doc, ".entry .said-by-learner", "It says <b>both</b>.")
	if doc.Find(".entry .reported .given li").Length() == 0 {
		t.Error("the report shows no key")
	}
	expect(t, doc, "header .count", "1 open")
	for _, href := range []string{"/teach/sets/tea/results/questions/", "/teach/sets/tea/regrade?question="} {
		if doc.Find(`.entry a[href^="`+href+`"]`).Length() != 1 {
			t.Errorf("the report does not lead to %s", href)
		}
	}
	expect(t, b.page("/teach/sets/tea/results/questions/"+w.revision.Set.Questions[0].ID), ".ways a[href*=reports]", "1 report")

	long := b.post("/teach/reports/"+id, url.Values{"do": {"close"}, "note": {strings.Repeat("ä", 1001)}})
	doc = b.parsed(long, http.StatusUnprocessableEntity)
	if control := doc.Find(".problem-summary a").AttrOr("href", "#none"); doc.Find(control).Text() != strings.Repeat("ä", 1001) {
		t.Errorf("the problem leads to %s", control)
	}
	to := "/teach/reports?set=tea"
	if r := b.post("/teach/reports/"+id, url.Values{"do": {"close"}, "note": {"The key\n was\t wrong."}, "to": {to}}); r.Header.Get("Location") != to {
		t.Fatalf("closing leads to %q: %s", r.Header.Get("Location"), r.Status)
	}
	expect(t, b.page("/teach/reports"), ".empty", "No report is open.")
	if note := said(b.page("/teach/reports?state=closed").Find(".entry > .note")); !strings.HasSuffix(note, ": The key was wrong.") {
		t.Errorf("it was closed with %q", note)
	}
	if r := b.post("/teach/reports/"+id, url.Values{"do": {"reopen"}, "to": {"https://evil.example/?set=\r\nx"}}); !strings.HasPrefix(r.Header.Get("Location"), "/teach/reports") {
		t.Errorf("opening it again leads to %q", r.Header.Get("Location"))
	}
	if n := b.page("/teach/reports").Find(".entry").Length(); n != 1 {
		t.Errorf("%d reports are open again", n)
	}
	log, err := w.play.Staff().Log(t.Context(), uuid.Nil, 2)
	if err != nil || len(log) != 2 || log[0].Action != "report-reopened" || log[1].Action != "report-closed" || log[1].Detail != "The key was wrong." ||
		log[1].Object != "tea/"+w.revision.Set.Questions[0].ID {
		t.Errorf("the log tells %+v: %v", log, err)
	}
}
