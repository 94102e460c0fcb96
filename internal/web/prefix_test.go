package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"verbatim/internal/play"
)

// Under a path of a host that others share, every address that a page names, in
// whatever attribute, is under that path, and what it names is there: all pages
// of learners and of those who teach, those that their forms lead to, and what
// those link to.
func TestEverythingIsUnderThePath(t *testing.T) {
	const prefix = "/quiz"
	w := newWorld(t, Config{PublicURL: "http://quiz.example.org" + prefix})
	w.server.site.host = w.addr
	admin, looked := w.staff(play.Admin), map[string]bool{}

	follow := func(b *browser, from, address string) {
		if path, _, _ := strings.Cut(address, "#"); !looked[path] {
			looked[path] = true
			if res := b.get(path); res.StatusCode >= 400 {
				t.Errorf("%s leads to %s: %s", from, path, res.Status)
			}
		}
	}
	look := func(b *browser, from string, res *reply) {
		if to := res.Header.Get("Location"); to != "" {
			if !strings.HasPrefix(to, prefix+"/") {
				t.Errorf("%s leads to %s", from, to)
			}
			follow(b, from, to)
		}
		for _, cookie := range res.Cookies() {
			if cookie.Path != prefix+"/" {
				t.Errorf("%s sets the cookie %s for %s", from, cookie.Name, cookie.Path)
			}
		}
		if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			return
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(res.body))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("*").Each(func(_ int, s *goquery.Selection) {
			for _, a := range s.Nodes[0].Attr {
				if !strings.HasPrefix(a.Val, "/") || a.Key == "value" { // what a form brings back is ours to read
					continue
				}
				if !strings.HasPrefix(a.Val, prefix+"/") {
					t.Errorf("%s: <%s %s=%q> leaves the path", from, s.Nodes[0].Data, a.Key, a.Val)
				}
				if strings.HasPrefix(a.Key, "data-") || a.Key == "href" || a.Key == "src" {
					follow(b, from, a.Val)
				}
			}
		})
	}

	learner, session := w.learner()
	learner.ask(http.MethodPost, "/sessions/:id/questions/:n", session)
	for _, key := range registered(w, false) {
		if method, path, _ := strings.Cut(key, " "); method == http.MethodGet {
			look(learner, key, learner.get(prefix+w.address(path, session)))
		}
	}
	for _, key := range registered(w, true) {
		to := w.aim(key, admin.account)
		var res *reply
		switch method, path, _ := strings.Cut(key, " "); {
		case method == http.MethodGet:
			res = admin.get(prefix + to.path)
		case staffMatrix[key] == "", path == "/teach/sign-out":
			continue // these change who asks
		default:
			admin.get(prefix + "/teach/account") // for its token
			res = admin.post(prefix+to.path, to.form)
			look(admin, key+" with too little", admin.post(prefix+to.path, url.Values{}))
		}
		look(admin, key, res)
	}
	if len(looked) < 100 {
		t.Errorf("only %d addresses were followed", len(looked))
	}

	// Programs find the API by its description, as the standard reads it: an
	// address that is relative is relative to the document's own.
	var described struct{ Servers []struct{ URL string } }
	at, err := url.Parse(w.url + prefix + "/api/openapi.json")
	if err == nil {
		err = json.Unmarshal([]byte(learner.get(at.Path).body), &described)
	}
	if err != nil || len(described.Servers) != 1 {
		t.Fatalf("the description of the API: %+v, %v", described, err)
	}
	server, err := at.Parse(described.Servers[0].URL)
	if err != nil || server.Path != prefix+apiPath {
		t.Errorf("the API is said to be at %s, %v", server, err)
	}
	if docs := learner.get(prefix + "/api/docs"); !strings.Contains(docs.body, " "+prefix+apiPath+"/sets<") {
		t.Errorf("the page on the API does not say where it is:\n%s", docs.body)
	}
}
