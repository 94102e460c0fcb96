package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// who is a set of roles.
type who struct{ nobody, other, owner bool }

var (
	everybody = who{true, true, true}
	learners  = who{other: true, owner: true} // each sees their own
	ownerOnly = who{owner: true}
)

// accessMatrix says who may ask for what. A route that does not stand here
// fails the test.
var accessMatrix = map[string]who{
	"GET /":                                   everybody,
	"GET /privacy":                            everybody,
	"GET /sets/:set":                          everybody,
	"POST /sets/:set":                         everybody,
	"GET /sets/:set/reading":                  everybody,
	"GET /sets/:set/media/:revision/*":        everybody,
	"GET /join":                               everybody,
	"POST /join":                              everybody,
	"GET /join/:code":                         everybody,
	"POST /join/:code":                        everybody,
	"GET /sessions":                           everybody, // one's own list, empty for nobody
	"GET /sessions/:id":                       ownerOnly,
	"GET /sessions/:id/questions/:n":          ownerOnly,
	"POST /sessions/:id/questions/:n":         ownerOnly,
	"GET /sessions/:id/questions/:n/feedback": ownerOnly,
	"GET /sessions/:id/questions/:n/report":   ownerOnly,
	"POST /sessions/:id/questions/:n/report":  ownerOnly,
	"POST /sessions/:id/questions/:n/undo":    ownerOnly,
	"GET /sessions/:id/parts/:n":              ownerOnly,
	"GET /sessions/:id/summary.txt":           ownerOnly,
	"GET /sessions/:id/check":                 ownerOnly,
	"POST /sessions/:id/check":                ownerOnly,
	"GET /sessions/:id/results":               ownerOnly,
	"GET /sessions/:id/reading":               ownerOnly,
	"GET /sessions/:id/answers.csv":           ownerOnly,
	"GET /sessions/:id/answers.json":          ownerOnly,
	"GET /sessions/:id/delete":                ownerOnly,
	"POST /sessions/:id/delete":               ownerOnly,
	"POST /sessions/:id/retry":                ownerOnly,
	"GET /mine.json":                          learners,
	"GET /mine/delete":                        learners,
	"POST /mine/delete":                       learners,
	"GET /assets/:name":                       everybody,
	"GET /api/docs":                           everybody,
	"GET /api/openapi.json":                   everybody,
	"GET /healthz":                            everybody,
	"GET /readyz":                             everybody,
}

// registered lists what the app answers, as "METHOD path": what is for those
// who teach, or the rest.
func registered(w *world, teaching bool) []string {
	var list []string
	for _, r := range w.server.app.GetRoutes(true) {
		if strings.HasPrefix(r.Path, "/teach") != teaching || strings.HasPrefix(r.Path, apiPath) { // see TestTrust10APIAsksForATokenThatMay
			continue
		}
		method := r.Method
		if method == fiber.MethodHead {
			method = fiber.MethodGet
		}
		list = append(list, method+" "+r.Path)
	}
	return list
}

// address fills in a route's path.
func (w *world) address(path, session string) string {
	name := strings.TrimPrefix(w.server.asset("app.css"), "/assets/")
	return strings.NewReplacer(":set", "tea", ":id", session, ":name", name, ":n", "1",
		":revision", w.revision.Hash, "*", teaImage, ":code", w.assigned.Code).Replace(path)
}

// ask sends a request for a route as its page would.
func (b *browser) ask(method, path, session string, edit ...func(*http.Request)) *reply {
	b.t.Helper()
	if method == http.MethodPost {
		form := url.Values{}
		switch {
		case strings.HasSuffix(path, "/:n"):
			form.Set("answer", "dont-know")
		case strings.HasSuffix(path, "/report"):
			form.Set("reason", "answer")
		case path == "/join":
			form.Set("code", b.assigned.Code)
		}
		return b.post(b.address(path, session), form, edit...)
	}
	return b.do(method, b.address(path, session), nil, edit...)
}

func TestTrust10AccessMatrix(t *testing.T) {
	w := newWorld(t, Config{})
	seen := map[string]bool{}
	for _, key := range registered(w, false) {
		seen[key] = true
		may, listed := accessMatrix[key]
		if !listed {
			t.Errorf("the route %s does not stand in the access matrix", key)
			continue
		}
		method, path, _ := strings.Cut(key, " ")
		owner, session := w.learner()
		owner.ask(http.MethodPost, "/sessions/:id/questions/:n", session) // wrong, so that there is something to retry
		other, _ := w.learner()
		nobody := w.browser()
		nobody.get("/sets/tea") // for its token
		for _, role := range []struct {
			name string
			*browser
			may bool
		}{{"nobody", nobody, may.nobody}, {"another learner", other, may.other}, {"the owner", owner, may.owner}} {
			res := role.ask(method, path, session)
			if role.may && res.StatusCode >= 400 || !role.may && res.StatusCode != http.StatusNotFound {
				t.Errorf("%s by %s: %s, allowed %v", key, role.name, res.Status, role.may)
			}
		}
	}
	for key := range accessMatrix {
		if !seen[key] {
			t.Errorf("the access matrix lists %s, which is not served", key)
		}
	}
}

func TestTrust11OthersSessionsLookMissing(t *testing.T) {
	w := newWorld(t, Config{})
	_, session := w.learner()
	other, _ := w.learner()
	for key, may := range accessMatrix {
		method, path, _ := strings.Cut(key, " ")
		if may != ownerOnly {
			continue
		}
		theirs, missing := other.ask(method, path, session), other.ask(method, path, uuid.NewString())
		if theirs.StatusCode != http.StatusNotFound || theirs.body != missing.body {
			t.Errorf("%s: another's session gives %s and %d bytes, a missing one %s and %d bytes",
				key, theirs.Status, len(theirs.body), missing.Status, len(missing.body))
		}
		for name := range theirs.Header {
			if name != "X-Request-Id" && name != "Date" && theirs.Header.Get(name) != missing.Header.Get(name) {
				t.Errorf("%s: the header %s tells another's session from a missing one", key, name)
			}
		}
	}
}

// A form whose fields go beyond its page changes nothing.
func TestTrust14NoExtraFields(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	before := w.store.writes.Load()
	for _, path := range []string{"/sets/tea", "/sessions/" + session + "/retry", "/sessions/" + session + "/delete"} {
		for _, field := range []string{"learner", "Session", "_method", "seed"} {
			if res := b.post(path, url.Values{field: {"1"}}); res.StatusCode != http.StatusBadRequest {
				t.Errorf("POST %s with %s: %s", path, field, res.Status)
			}
		}
	}
	if after := w.store.writes.Load(); after != before {
		t.Errorf("%d changes were made", after-before)
	}
	// An answer's fields are named by its kind; others must not reach the grade.
	res := b.post("/sessions/"+session+"/questions/1", url.Values{
		"answer": {"dont-know"}, "fraction": {"1"}, "worth": {"100"}, "learner": {uuid.NewString()},
	})
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("answer: %s", res.Status)
	}
	_, answers, err := w.store.Walk(t.Context(), uuid.MustParse(session))
	if err != nil || len(answers) != 1 || !answers[0].DontKnow || answers[0].Fraction != 0 || answers[0].Worth != 1 {
		t.Errorf("kept: %+v, %v", answers, err)
	}
}

func TestTrust26UnsafeRoutes(t *testing.T) {
	w := newWorld(t, Config{})
	const site = "Sec-Fetch-Site"
	noSite := header(site, "")
	refused := map[string][]func(*http.Request){
		"cross-site":               {header(site, "cross-site")},
		"same-site":                {header(site, "same-site")},
		"cross-site, our origin":   {header(site, "cross-site"), header("Origin", w.url)},
		"unknown value":            {header(site, "same-origin, cross-site")},
		"no header":                {noSite},
		"another origin":           {noSite, header("Origin", "https://evil.example")},
		"an opaque origin":         {noSite, header("Origin", "null")},
		"another port":             {noSite, header("Origin", "http://127.0.0.1:1")},
		"another scheme":           {noSite, header("Origin", "https://"+w.addr)},
		"another name for us":      {noSite, header("Origin", "http://localhost"+w.addr[strings.LastIndex(w.addr, ":"):])},
		"an origin that begins so": {noSite, header("Origin", w.url+".evil.example")},
	}
	for _, key := range registered(w, false) {
		method, path, _ := strings.Cut(key, " ")
		if method == http.MethodGet {
			continue
		}
		b, session := w.learner()
		b.ask(http.MethodPost, "/sessions/:id/questions/:n", session) // so that there is something to retry
		good := b.token
		stranger, _ := w.learner()
		visitor := w.browser()
		visitor.get("/sets/tea")
		before := w.store.writes.Load()
		for name, edits := range refused {
			if res := b.ask(method, path, session, edits...); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s, %s: %s", key, name, res.Status)
			}
		}
		for name, token := range map[string]string{
			"no token": "", "nonsense": "x", "cut": good[:len(good)-1], "changed": flip(good),
			"another learner's token": stranger.token, "a visitor's token": visitor.token,
		} {
			b.token = token
			if res := b.ask(method, path, session); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s, %s: %s", key, name, res.Status)
			}
		}
		if after := w.store.writes.Load(); after != before {
			t.Errorf("%s: refused requests made %d changes", key, after-before)
		}
		b.token = good
		if res := b.ask(method, path, session, noSite, header("Origin", w.url)); res.StatusCode >= 400 {
			t.Errorf("%s, our own origin: %s", key, res.Status)
		}
	}
}

// flip changes a token in the middle.
func flip(token string) string {
	b := []byte(token)
	if i := len(b) / 2; b[i] == 'A' {
		b[i] = 'B'
	} else {
		b[i] = 'A'
	}
	return string(b)
}

func TestTrust26BehindHTTPS(t *testing.T) {
	w := newWorld(t, Config{PublicURL: "https://quiz.example.org"})
	host := func(req *http.Request) { req.Host = "quiz.example.org" }
	for origin, want := range map[string]int{
		"https://quiz.example.org":      http.StatusSeeOther,
		"http://quiz.example.org":       http.StatusForbidden,
		"https://quiz.example.org:8443": http.StatusForbidden,
		"https://evil.example":          http.StatusForbidden,
	} {
		b := w.browser()
		b.get("/sets/tea", host)
		res := b.post("/sets/tea", nil, host, header("Sec-Fetch-Site", ""), header("Origin", origin))
		if res.StatusCode != want {
			t.Errorf("from %s: %s, want %d", origin, res.Status, want)
		}
	}
}

func TestTrust27GetChangesNothing(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	b.ask(http.MethodPost, "/sessions/:id/questions/:n", session)
	before := w.store.writes.Load()
	for _, key := range registered(w, false) {
		method, path, _ := strings.Cut(key, " ")
		if method != http.MethodGet {
			continue
		}
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			for _, asker := range []*browser{b, w.browser()} {
				res := asker.do(method, w.address(path, session)+"?token="+b.token+"&answer=dont-know", nil)
				if method == http.MethodHead && res.body != "" {
					t.Errorf("HEAD %s has a body", path)
				}
			}
		}
	}
	if after := w.store.writes.Load(); after != before {
		t.Errorf("GET and HEAD made %d changes", after-before)
	}
}

func TestTrust34ForgedHost(t *testing.T) {
	for _, public := range []string{"", "https://quiz.example.org"} {
		w := newWorld(t, Config{PublicURL: public})
		b := w.browser()
		forged := func(req *http.Request) { req.Host = "evil.example" }
		for _, path := range []string{"/", "/sets/tea", "/sessions", "/privacy", "/no-such-page", w.server.asset("app.css")} {
			res := b.get(path, forged)
			if path != "/no-such-page" && res.StatusCode != http.StatusMisdirectedRequest {
				t.Errorf("public URL %q, GET %s: %s", public, path, res.Status)
			}
			if strings.Contains(res.body+fmt.Sprint(res.Header), "evil.example") {
				t.Errorf("public URL %q, GET %s: the forged host comes back", public, path)
			}
		}
		own := func(req *http.Request) {
			if public != "" {
				req.Host = "quiz.example.org"
			}
		}
		for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Original-Host"} {
			res := b.get("/", own, header(name, "host=evil.example"))
			if res.StatusCode != http.StatusOK || strings.Contains(res.body+fmt.Sprint(res.Header), "evil.example") {
				t.Errorf("public URL %q, %s: %s, or the forged host comes back", public, name, res.Status)
			}
		}
	}
}
