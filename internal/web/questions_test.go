package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// Every field of every kind, and whatever can be chosen in one, has words.
func TestFieldsHaveWords(t *testing.T) {
	w := testRenderer(t).words[DefaultLanguage]
	seen := 0
	var walk func(kind string, fields []page.FormField)
	walk = func(kind string, fields []page.FormField) {
		for _, f := range fields {
			section, name := "field", f.Key
			if f.Key == "" {
				section, name = "item", f.Of
			} else if f.Is("group") {
				section = "group"
			}
			if seen++; !f.Is("quote") && !w.keys[section+"."+name] {
				t.Errorf("%s: there are no words for %s", kind, f.Name)
			}
			if f.Is("list") && !w.keys["item."+f.Key] {
				t.Errorf("%s: there are no words for an item of %s", kind, f.Name)
			}
			for _, word := range f.Words {
				if word.Text == "" && !w.keys[f.Section()+"."+word.Value] {
					t.Errorf("%s: there are no words for %q in %s", kind, word.Value, f.Name)
				}
			}
			walk(kind, f.Fields)
		}
	}
	for _, kind := range quiz.Kinds() {
		fields, _ := page.FormFields(blankForm(t, kind), nil, true, nil)
		walk(kind, fields)
	}
	if seen < 150 {
		t.Errorf("only %d fields were looked at", seen)
	}
}

// blankForm gives the fields of a question of a kind that is still to be written.
func blankForm(t *testing.T, kind string) []play.Field {
	t.Helper()
	doc, err := play.OpenDraft(play.Draft{Files: []quiz.File{{Name: "set.yaml", Data: []byte(pondSet)}}})
	if err != nil {
		t.Fatal(err)
	}
	return doc.Filled(-1, quiz.Form{"shown": {kind}})
}

// pondsOf is the text of a set with so many questions.
func pondsOf(n int) string {
	head, question, _ := strings.Cut(pondSet, "  - id: ducks")
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		fmt.Fprintf(&b, "  # about ducks %d\n  - id: ducks-%d%s\n", i+1, i+1, strings.Replace(question, "How do", fmt.Sprintf("How %d do", i+1), 1))
	}
	return b.String()
}

// A set of 500 questions is listed page by page, and can be sifted.
func TestQuestionsOfALargeDraft(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	text := strings.Replace(pondsOf(500), "background", "rumour", 1)
	files := []quiz.File{{Name: "set.yaml", Data: []byte(text)}, {Name: "reading.md", Data: []byte(pondReading)}}
	d, err := w.play.Staff().NewDraft(t.Context(), play.Who{Account: b.account}, "many-ponds", files)
	if err != nil {
		t.Fatal(err)
	}
	list := draftQuestionsPath(d.ID)
	rows := func(query string) int {
		t.Helper()
		return b.page(list + query).Find("tr[id]").Length()
	}
	for query, want := range map[string]int{
		"": 50, "?page=10": 50, "?page=11": 50, "?words=How+499+do": 1, "?words=ducks-12": 11, "?kind=cloze": 0,
		"?topic=animals&page=2": 50, "?topic=none": 0, "?found=1&words=How+1+do": 1, "?found=1&words=nobody": 0,
	} {
		if n := rows(query); n != want {
			t.Errorf("%q lists %d questions, not %d", query, n, want)
		}
	}
	if last := b.page(list + "?page=10"); last.Find("tr[id='question-500'] code").Text() != "ducks-500" || last.Find("nav.pages").Length() != 1 {
		t.Errorf("the last page is\n%s", last.Text())
	}
	at, err := w.play.Staff().Draft(t.Context(), play.Who{Account: b.account}, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := play.OpenDraft(at)
	if err != nil {
		t.Fatal(err)
	}
	res := b.post(draftQuestionPath(d.ID, 51)+"/move", url.Values{"seen": {play.State(doc.Outline(50).Text)}, "do": {"up"}})
	if to := res.Header.Get("Location"); to != list+"#question-50" {
		t.Errorf("a question moved to the page before leads to %s", to)
	}
	stale := b.parsed(b.post(draftQuestionPath(d.ID, 51)+"/move", url.Values{"seen": {"0"}, "do": {"up"}}), http.StatusConflict)
	if said := stale.Find(".problem-summary").Text(); !strings.Contains(said, "meanwhile") {
		t.Errorf("a question that nobody has seen so is moved: %s", said)
	}
}

// Whoever comes second to a question that others have changed, moved or removed
// is told where that matters, loses nothing, and overwrites no other question.
func TestQuestionsOfTwoWriters(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.staff(play.Instructor)
	who := play.Who{Account: b.account}
	files := []quiz.File{{Name: "set.yaml", Data: []byte(pondsOf(3))}, {Name: "reading.md", Data: []byte(pondReading)}}
	d, err := w.play.Staff().NewDraft(t.Context(), who, "three-ponds", files)
	if err != nil {
		t.Fatal(err)
	}
	text := func() string {
		now, err := w.play.Staff().Draft(t.Context(), who, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := play.FileOf(now, "set.yaml")
		return string(data)
	}
	seenOf := func(n int) string {
		seen, _ := b.page(draftQuestionPath(d.ID, n)).Find(".question-form [name=seen]").Attr("value")
		return seen
	}
	mine := func(n int, seen, id string, more ...string) *reply {
		form := url.Values{"seen": {seen}, "was": {id}, "shown": {quiz.DefaultKind}, "q.id": {id}, "q.explanation": {"Mine of " + id}}
		for i := 0; i < len(more); i += 2 {
			form[more[i]] = []string{more[i+1]}
		}
		return b.post(draftQuestionPath(d.ID, n), form)
	}

	first, second := seenOf(1), seenOf(2)
	b.post(draftQuestionPath(d.ID, 2)+"/move", url.Values{"seen": {second}, "do": {"up"}})
	if to := mine(2, second, "ducks-2").Header.Get("Location"); !strings.HasPrefix(to, draftQuestionPath(d.ID, 1)+"?") {
		t.Errorf("a question that was moved is saved at %q", to)
	}
	if !strings.Contains(text(), "Mine of ducks-2") || strings.Count(text(), "# about ducks") != 3 {
		t.Errorf("the text is\n%s", text())
	}

	b.post(draftQuestionPath(d.ID, 2)+"/delete", url.Values{"seen": {first}})
	before := text()
	for _, more := range [][]string{nil, {"do", "add q.options"}} {
		gone := b.parsed(mine(2, first, "ducks-1", more...), http.StatusConflict)
		if said := gone.Find(".problem-summary").Text(); !strings.Contains(said, "removed") {
			t.Errorf("of a question that is gone it says %s", said)
		}
		if action, _ := gone.Find(".question-form").Attr("action"); action != newDraftQuestionPath(d.ID) || gone.Find("[id='q.explanation']").Text() != "Mine of ducks-1" {
			t.Errorf("what was typed goes to %s: %s", action, gone.Find("[id='q.explanation']").Text())
		}
	}
	kept := b.parsed(b.post(draftQuestionPath(d.ID, 2)+"/text", url.Values{"seen": {first}, "was": {"ducks-1"}, "text": {"  - id: ducks-1 # mine"}}), http.StatusConflict)
	if !strings.Contains(kept.Find(".kept").Text(), "# mine") {
		t.Errorf("the text of a question that is gone is lost: %s", kept.Text())
	}
	if text() != before {
		t.Errorf("another question was changed:\n%s", text())
	}

	for form, want := range map[*url.Values]string{
		{"q.id": {""}}:        "Give the question an id",
		{"q.id": {"ducks-3"}}: "Another question has this id",
	} {
		form.Set("seen", seenOf(1))
		form.Set("q.stem", "Kept?")
		refused := b.parsed(b.post(draftQuestionPath(d.ID, 1), *form), http.StatusUnprocessableEntity)
		if said := refused.Find("[id='q.id-found']").Text(); !strings.Contains(said, want) || refused.Find("[id='q.stem']").Text() != "Kept?" {
			t.Errorf("%v: it says %q", form, said)
		}
	}
	for _, form := range []url.Values{{"seen": {"x"}, "shown": {"no-kind"}}, {"seen": {seenOf(1)}, "do": {"fly q.options"}}, {"seen": {seenOf(1)}, "do": {"use q.cite 99999"}}} {
		if res := b.post(draftQuestionPath(d.ID, 1), form); res.StatusCode != http.StatusBadRequest {
			t.Errorf("%v: %s", form, res.Status)
		}
	}
}

// A finding stands at the field that it is about, also where that is not written.
func TestFindingsStandAtTheirFields(t *testing.T) {
	for change, want := range map[[2]string]string{
		{"    evidence: background\n", "    evidence: rumour\n"}:                                        "q.evidence bad-value",
		{"    topic: animals\n", ""}:                                                                    "q.topic missing-topic",
		{"    stem: \"How do ducks sleep?\"\n", ""}:                                                     "q.stem missing-key",
		{"        because: \"That is said of herons.\"\n", ""}:                                          "q.options.1.because missing-because",
		{"    quote: \"Ducks sleep with one eye open.\"\n", ""}:                                         "q.quote missing-quote",
		{"    quote: \"Ducks sleep with one eye open.\"\n", "    quote: \"Ducks swim\"\n"}:              "q.quote quote-too-short",
		{"        because: \"That", "        quote: \"Frogs sing at night.\"\n        because: \"That"}: "q.options.1.quote quote-not-found",
		{"      - text: \"Standing on one leg\"\n", "      - text: 5\n        colour: red\n"}:           "q.options.1.colour unknown-key",
		{"    explanation: ", "    weight: heavy\n    explanation: "}:                                   "q.weight wrong-type",
		{"        correct: true\n", ""}:                                                                 "q.options.0.because missing-because",
	} {
		text := strings.Replace(pondSet, change[0], change[1], 1)
		d := play.Draft{Set: "ponds", Files: []quiz.File{{Name: "set.yaml", Data: []byte(text)}, {Name: "reading.md", Data: []byte(pondReading)}}}
		doc, err := play.OpenDraft(d)
		if err != nil {
			t.Fatal(err)
		}
		_, found := page.FormFields(doc.Form(0), page.Within(play.Look(d).List, doc.Outline(0)), true, nil)
		var all []string
		for _, f := range found {
			all = append(all, f.Control+" "+f.Code)
		}
		if !slices.Contains(all, want) {
			t.Errorf("%q for %q gives %q, not %q", change[1], change[0], all, want)
		}
	}
}
