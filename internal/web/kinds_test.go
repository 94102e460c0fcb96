package web

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"verbatim/internal/format/yaml"
	"verbatim/internal/play"
)

// tidesRevision is the set that has a question of every kind, with canaries in
// all that only feedback may show.
func tidesRevision(t testing.TB) *play.Revision {
	t.Helper()
	const dir = "../quiz/kinds/testdata/tides"
	explained := regexp.MustCompile(`(?m)^    quote: "`)
	set, list, err := yaml.Load(func(name string) ([]byte, error) {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if name != yaml.File {
			return data, err
		}
		text := strings.NewReplacer(`because: "`, `because: "KEY-BECAUSE `, `text: "spring*"`, `text: "KEY-ACCEPTED"`,
			`      true: "`, `      true: "KEY-BECAUSE `, `      false: "`, `      false: "KEY-BECAUSE `).Replace(string(data))
		return []byte(explained.ReplaceAllString(text, `    explanation: "KEY-EXPLANATION"`+"\n$0")), err
	}, "tides", dir)
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	return play.NewRevision(set, set.Files)
}

// filled is the form of a question with the first choice of each control, and
// with these words on each line.
func filled(doc *goquery.Document, line string) url.Values {
	form := url.Values{}
	controls := doc.Find("form fieldset").Find("input, select")
	controls.Each(func(place int, in *goquery.Selection) {
		name := in.AttrOr("name", "")
		switch kind := in.AttrOr("type", "select"); {
		case kind == "select": // each another one, so that an order has no place twice
			options := in.Find("option").Not("[value='']")
			form.Set(name, options.Eq(place%options.Length()).AttrOr("value", ""))
		case kind == "text":
			form.Set(name, line)
		case !form.Has(name):
			form.Set(name, in.AttrOr("value", ""))
		}
	})
	return form
}

// Every blockquote holds words of the reading as its page has them, and no bar
// between the cells of a table.
func TestBlockquotesHoldWordsOfTheReading(t *testing.T) {
	w := newWorldOf(t, tidesRevision(t), Config{})
	b, session := w.learner()
	cells := b.page(setPath(w.revision.Set.ID) + "/reading").Find(".reading")
	cells.Find("td, th").AfterHtml(" ")
	whole := said(cells)
	for i, q := range w.revision.Set.Questions {
		path := fmt.Sprintf("/sessions/%s/questions/%d", session, i+1)
		b.post(path, filled(b.page(path), "16.3"))
		quotes := b.page(path + "/feedback").Find("blockquote")
		if quotes.Length() == 0 {
			t.Errorf("%s: nothing is quoted", q.ID)
		}
		for _, quote := range quotes.EachIter() {
			if !strings.Contains(whole, said(quote)) {
				t.Errorf("%s: %q does not stand in the reading", q.ID, said(quote))
			}
		}
	}
}

// Trust 1, for every kind: the page that asks holds nothing of the key, nor
// does a form that comes back. The feedback holds all of it.
func TestTrust01NothingOfTheKeyOfAnyKind(t *testing.T) {
	w := newWorldOf(t, tidesRevision(t), Config{})
	b, session := w.learner()
	told := map[string]int{}
	for i, q := range w.revision.Set.Questions {
		path := fmt.Sprintf("/sessions/%s/questions/%d", session, i+1)
		pages := []*reply{b.get(path)}
		doc := b.parsed(pages[0], http.StatusOK)
		full := filled(doc, "16.3")
		sent := []url.Values{{}, {"answer": {strings.Repeat("x", 300)}}}
		for name := range full {
			without := url.Values{}
			for other, values := range full {
				if other != name {
					without[other] = values
				}
			}
			sent = append(sent, without)
		}
		for _, form := range sent {
			r := b.post(path, form)
			if r.StatusCode != http.StatusUnprocessableEntity {
				t.Fatalf("%s: %v gives %s", q.ID, form, r.Status)
			}
			pages = append(pages, r)
			back := b.parsed(r, http.StatusUnprocessableEntity)
			control := back.Find(".problem-summary a").AttrOr("href", "#?")
			if back.Find("fieldset "+control).Length() != 1 || back.Find("#problem").Length() != 1 {
				t.Errorf("%s: after %v the page leads to %s and says %q there", q.ID, form, control, said(back.Find("#problem")))
			}
		}
		for _, page := range pages {
			if found := canaries.FindAllString(dump(page), -1); len(found) > 0 {
				t.Errorf("%s: before the answer the page holds %q", q.ID, found)
			}
		}
		if r := b.post(path, full); r.StatusCode != http.StatusSeeOther || canaries.MatchString(dump(r)) {
			t.Fatalf("%s: %v gives %s %q", q.ID, full, r.Status, canaries.FindAllString(dump(r), -1))
		}
		feedback := canaries.FindAllString(b.get(path+"/feedback").body, -1)
		if !slices.Contains(feedback, "KEY-EXPLANATION") {
			t.Errorf("%s: the feedback explains nothing, so the test does not look where the key is", q.ID)
		}
		for _, key := range feedback {
			told[key]++
		}
	}
	if told["KEY-BECAUSE"] < 15 || told["KEY-ACCEPTED"] == 0 {
		t.Errorf("the feedback on all questions holds %v", told)
	}
}

// Every control has a name that is read out, and the buttons under a question
// are "Check answer" and, unless it stands among the options, "I don't know".
func TestEveryKindCanBeAskedAndLeft(t *testing.T) {
	w := newWorldOf(t, tidesRevision(t), Config{})
	b, session := w.learner()
	for i, q := range w.revision.Set.Questions {
		path := fmt.Sprintf("/sessions/%s/questions/%d", session, i+1)
		doc := b.page(path)
		form := doc.Find("form").First()
		if form.AttrOr("method", "") != "post" || form.AttrOr("action", "") != path {
			t.Errorf("%s: the first form is not the one that asks", q.ID)
		}
		form.Find("fieldset").Find("input, select, button").Each(func(_ int, c *goquery.Selection) {
			id := c.AttrOr("id", "?")
			named := c.AttrOr("aria-label", "") != "" || said(form.Find("label[for="+id+"]")) != ""
			for other := range strings.FieldsSeq(c.AttrOr("aria-labelledby", "")) {
				named = doc.Find("#"+other).Length() == 1
			}
			if !named {
				t.Errorf("%s: the control %s has no name", q.ID, id)
			}
		})
		buttons, dontKnow := said(form.Find(".actions button")), url.Values{"dont-know": {"1"}}
		if doc.Find("#answer-dont-know").Length() > 0 {
			dontKnow = url.Values{"answer": {"dont-know"}}
			buttons += " I don’t know"
		}
		if strings.ReplaceAll(buttons, " ", "") != "CheckanswerIdon’tknow" {
			t.Errorf("%s: the ways to go on are %q", q.ID, buttons)
		}
		if r := b.post(path, dontKnow); r.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: I don't know gives %s", q.ID, r.Status)
		}
		expect(t, b.page(path+"/feedback"), "#verdict", "You did not know this one")
	}
	results := b.page("/sessions/" + session + "/results")
	if n := results.Find(".outcome .answers").Length(); n != len(w.revision.Set.Questions) {
		t.Errorf("the results sum up %d questions of %d", n, len(w.revision.Set.Questions))
	}
}
