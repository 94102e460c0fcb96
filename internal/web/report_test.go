package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"verbatim/internal/play"
)

func TestReportAQuestion(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	question := "/sessions/" + session + "/questions/1"
	if r := b.get(question + "/report"); r.Header.Get("Location") != question {
		t.Errorf("before it is answered: %s", r.Status)
	}
	if r := b.post(question+"/report", url.Values{"reason": {"answer"}}); r.StatusCode != http.StatusNotFound {
		t.Errorf("a report before it is answered: %s", r.Status)
	}
	b.post(question, url.Values{"answer": {"dont-know"}})
	if to := b.page(question+"/feedback").Find(".report a").AttrOr("href", ""); to != question+"/report" {
		t.Fatalf("the feedback leads to %q", to)
	}
	b.get(question + "/report")
	for _, c := range []struct{ reason, text, control string }{
		{"", "x", "reason-answer"}, {"nonsense", "x", "reason-answer"}, {"something-else", "  ", "text"}, {"answer", strings.Repeat("ä", 1001), "text"},
	} {
		r := b.post(question+"/report", url.Values{"reason": {c.reason}, "text": {c.text}})
		doc := b.parsed(r, http.StatusUnprocessableEntity)
		if got := doc.Find(".problem-summary a").AttrOr("href", ""); got != "#"+c.control || doc.Find("#"+c.control).Length() != 1 || doc.Find("#problem").Length() != 1 {
			t.Errorf("%q, %d characters: the problem leads to %q", c.reason, len(c.text), got)
		}
		if doc.Find("textarea").Text() != c.text {
			t.Errorf("%q: what was written is lost", c.reason)
		}
	}
	for _, text := range []string{"The passage\r\nsays <b>no</b>.", "Sorry, the second part."} {
		if r := b.post(question+"/report", url.Values{"reason": {"passage"}, "text": {text}}); r.Header.Get("Location") != question+"/report" {
			t.Fatalf("a report: %s\n%s", r.Status, r.body)
		}
		doc := b.page(question + "/report")
		expect(t, doc, "h1", "Your report is kept")
		if got := doc.Find("textarea").Text(); got != strings.ReplaceAll(text, "\r\n", "\n") || doc.Find("#reason-passage[checked]").Length() != 1 {
			t.Errorf("the page shows %q", got)
		}
	}
	staff := w.play.Staff()
	reports, err := staff.Reports(t.Context(), play.Terminal, play.ReportQuery{Set: "tea", Open: true, Limit: 10})
	if err != nil || len(reports) != 1 || reports[0].Question == "" || reports[0].Text != "Sorry, the second part." || reports[0].Reason != "passage" {
		t.Fatalf("kept: %+v, %v", reports, err)
	}
	if err := staff.CloseReport(t.Context(), play.Terminal, reports[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	if reports, err = staff.Reports(t.Context(), play.Terminal, play.ReportQuery{Open: true, Limit: 10}); err != nil || len(reports) != 0 {
		t.Errorf("left open: %+v, %v", reports, err)
	}
}
