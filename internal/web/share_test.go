package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The summary has the figures, and none of the words of questions and answers.
func TestShareTellsNoAnswer(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	for n, words := range []string{"this one", "this one", "that one"} {
		b.answer(session, n+1, words)
	}
	r := b.get("/sessions/" + session + "/summary.txt")
	if r.StatusCode != http.StatusOK || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/plain") {
		t.Fatalf("%s, %s", r.Status, r.Header.Get("Content-Type"))
	}
	for _, want := range []string{"Tea, ", "\nYou got 2 of 3 right.\n", "\nLeaves: 2 of 3\n"} {
		if !strings.Contains(r.body, want) {
			t.Errorf("%q does not say %q", r.body, want)
		}
	}
	for _, secret := range []string{"What of", "this one", "that one", "KEY", "steamed"} {
		if strings.Contains(r.body, secret) {
			t.Errorf("%q gives %q away", r.body, secret)
		}
	}
	if to := b.page("/sessions/"+session+"/results").Find(".keep a").Last().AttrOr("href", ""); to != "/sessions/"+session+"/summary.txt" {
		t.Errorf("the results lead to %q", to)
	}
	test, path := w.test("")
	test.post(path+"/questions/1", url.Values{"answer": {"1"}})
	if r := test.get(path + "/summary.txt"); r.StatusCode != http.StatusNotFound {
		t.Errorf("the summary of an open test: %s", r.Status)
	}
}
