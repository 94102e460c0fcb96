package web

import (
	"fmt"
	"net/http"
	"net/url"
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
		fields, _ := page.FormFields(play.BlankForm(kind), nil, true, nil)
		walk(kind, fields)
	}
	if seen < 150 {
		t.Errorf("only %d fields were looked at", seen)
	}
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
