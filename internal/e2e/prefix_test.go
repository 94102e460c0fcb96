package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Under a path of a host that others share, every link, form, picture, redirect
// and cookie of every page that can be reached stays under that path.
func TestPathPrefix(t *testing.T) {
	const prefix = "/quiz"
	addr := freeAddr(t)
	p := start(t, t.TempDir(), "--addr", addr, "--public-url", "http://"+addr+prefix+"/")
	if p.URL != "http://"+addr+prefix {
		t.Errorf("the program says that it serves at %s", p.URL)
	}
	l := newLearner(t, p)
	l.base = "http://" + addr
	var set []*http.Cookie
	l.http.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		set = append(set, req.Response.Cookies()...)
		if !strings.HasPrefix(req.URL.Path, prefix+"/") {
			t.Errorf("%s leads to %s", via[len(via)-1].URL.Path, req.URL.Path)
		}
		return nil
	}

	seen := map[string]bool{}
	var todo []string
	look := func(page *page) {
		page.Find("*").Each(func(_ int, s *goquery.Selection) {
			for _, a := range s.Nodes[0].Attr {
				if !strings.HasPrefix(a.Val, "/") || a.Key == "value" { // what a form brings back is ours to read
					continue
				}
				if !strings.HasPrefix(a.Val, prefix+"/") {
					t.Errorf("%s: <%s %s=%q> leaves the path", page.URL.Path, s.Nodes[0].Data, a.Key, a.Val)
				}
				path, _, _ := strings.Cut(a.Val, "#")
				if !seen[path] && (a.Key == "href" || a.Key == "src") {
					seen[path] = true
					todo = append(todo, path)
				}
			}
		})
	}
	crawl := func() {
		for len(todo) > 0 {
			next := todo[0]
			todo = todo[1:]
			look(l.get(next))
		}
	}
	todo = append(todo, prefix, prefix+"/")
	crawl()
	at := l.begin(prefix + kratom)
	look(at)
	f := at.form(t)
	if !strings.HasPrefix(f.Action, prefix+"/sessions/") {
		t.Errorf("the question is sent to %s", f.Action)
	}
	look(l.send(f.pick(0)))
	walk, _, _ := strings.Cut(f.Action, "/questions/")
	todo = append(todo, walk+"/results", walk+"/reading", walk+"/delete", prefix+"/mine/delete")
	crawl()
	if len(seen) < 14 {
		t.Errorf("only %d pages were reached: %v", len(seen), seen)
	}
	if len(set) == 0 {
		t.Error("no cookie was set")
	}
	for _, c := range set {
		if c.Path != prefix+"/" {
			t.Errorf("the cookie %s is for %s", c.Name, c.Path)
		}
	}
	missing := l.ask(prefix + "/no-such-page")
	if missing.Status != http.StatusNotFound {
		t.Errorf("a page that is not there: %d", missing.Status)
	}
	look(missing)
	// A proxy that has taken the path off is understood too.
	look(l.get("/readyz"))
	look(l.get(kratom))
	if other := l.ask("/quizzes/"); other.Status != http.StatusNotFound {
		t.Errorf("a path that begins alike: %d", other.Status)
	}
}
