package web

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// A dry run shows whose score changes and changes nothing; of fewer learners
// than five it shows how many answers there are.
func TestRegradePages(t *testing.T) {
	w := newWorld(t, Config{})
	id := w.revision.Set.Questions[0].ID
	const path = "/teach/sets/tea/regrade"
	b := w.staff(play.Instructor)
	w.attend(4)
	dry := path + "?" + url.Values{"question": {id}, "rule": {string(quiz.Withdraw)}}.Encode()
	doc := b.page(dry)
	expect(t, doc, "#would ~ .sentence", "4 answers in finished sessions.")
	if doc.Find(".few").Length() != 1 || doc.Find("section tbody tr").Length() != 0 || strings.Contains(doc.Find("main").Text(), "Score goes") {
		t.Errorf("of four learners, it says %s", said(doc.Find("section")))
	}
	w.attend(4)
	before := w.store.writes.Load()
	doc = b.page(dry + "&sort=change&order=descending")
	if n := doc.Find("#changes ~ .table tbody tr").Length(); n != 8 {
		t.Errorf("%d learners are listed", n)
	}
	if after := w.store.writes.Load(); after != before {
		t.Errorf("the dry run made %d changes", after-before)
	}
	doc = b.parsed(b.get(path+"?"+url.Values{"question": {id}, "rule": {string(quiz.ByKey)}, "key": {"none"}}.Encode()), http.StatusUnprocessableEntity)
	expect(t, doc, ".problem-summary a", "This revision does not ask the question: select another")

	form := url.Values{"question": {id}, "rule": {string(quiz.Withdraw)}, "why": {strings.Repeat("ä", 501)}}
	doc = b.parsed(b.post(path, form), http.StatusUnprocessableEntity)
	if got := doc.Find("#why").Text(); got != strings.Repeat("ä", 501) {
		t.Error("what was written is lost")
	}
	form.Set("why", "It was ambiguous.")
	for range 2 { // sent twice, it is one
		if r := b.post(path, form); r.Header.Get("Location") != path+"#done" {
			t.Fatalf("applied: %s\n%s", r.Status, r.body)
		}
	}
	doc = b.page(path)
	if n := doc.Find(".entry").Length(); n != 1 || !strings.Contains(said(doc.Find(".entry")), "8 answers") {
		t.Errorf("%d regrades: %s", n, said(doc.Find(".entry")))
	}
	if got := said(b.page("/teach/sets/tea/results").Find(".left-out")); !strings.Contains(got, "8 answers to a question that was withdrawn") && !strings.Contains(got, "8 answers to questions that were withdrawn") {
		t.Errorf("the results leave out %q", got)
	}

	body, _ := strings.CutPrefix(b.post("/teach/sets/tea/results/export", url.Values{"form": {"answers"}}).body, "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cell := func(row []string, name string) string { return row[slices.Index(rows[0], name)] }
	withdrawn := 0
	for _, row := range rows[1:] {
		switch before := cell(row, "weight_before"); {
		case cell(row, "question") != id && before != "":
			t.Errorf("an answer that was not regraded had the weight %s", before)
		case cell(row, "question") == id:
			withdrawn++
			if before != "1" || cell(row, "weight") != "0" || cell(row, "verdict") != "withdrawn" || cell(row, "standing") != "withdrawn" {
				t.Errorf("a withdrawn answer is exported as %v", row)
			}
		}
	}
	if withdrawn != 8 {
		t.Errorf("%d withdrawn answers are exported", withdrawn)
	}
}
