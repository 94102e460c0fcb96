package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"verbatim/internal/quiz"
)

// Whoever answers from a second tab or an old page sees the answer that stands,
// and that it does.
func TestTrust09OldFormIsToldWhatStands(t *testing.T) {
	const said = "That answer stands"
	w := newWorld(t, Config{})
	b, session := w.learner()
	question := "/sessions/" + session + "/questions/1"
	told := func(b *browser, question string) {
		t.Helper()
		b.get(question)
		first := url.Values{"answer": {"1"}}
		if res := b.post(question, first); res.Header.Get("Location") != question+"/feedback" {
			t.Fatalf("an answer: %s", res.Status)
		}
		before := b.get(question + "/feedback").body
		for name, form := range map[string]url.Values{"another": {"answer": {"2"}}, "no knowledge": {"answer": {"dont-know"}}, "nothing": nil} {
			res := b.post(question, form)
			if res.StatusCode != http.StatusConflict || strings.Count(res.body, said) != 1 {
				t.Errorf("%s: %s\n%s", name, res.Status, res.body)
			}
		}
		if res := b.post(question, first); res.Header.Get("Location") != question+"/feedback" {
			t.Errorf("the same answer again: %s", res.Status)
		}
		after := b.get(question + "/feedback").body
		if tokenForm.ReplaceAllString(after, "") != tokenForm.ReplaceAllString(before, "") || strings.Contains(after, said) {
			t.Errorf("the feedback was\n%s\nand is\n%s", before, after)
		}
	}
	told(b, question)

	later := w.assign(quiz.Terms{Title: "Week", Closes: time.Now().Add(time.Hour), Reveal: quiz.Reveal{Closed: quiz.Details()}})
	b, path := w.attempt(later)
	told(b, path+"/questions/1")
}
