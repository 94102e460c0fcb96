package web

import (
	"net/http"
	"regexp"
	"sync"
	"testing"

	"github.com/google/uuid"
)

func TestTrust16CookieFlags(t *testing.T) {
	for _, tt := range []struct {
		public, host, name string
		secure             bool
	}{
		{"", "", "sid", false},
		{"http://quiz.lan", "quiz.lan", "sid", false},
		{"https://quiz.example.org", "quiz.example.org", "__Host-sid", true},
	} {
		w := newWorld(t, Config{PublicURL: tt.public})
		b := w.browser()
		host := func(req *http.Request) { req.Host = tt.host }
		if res := b.get("/sets/tea", host); len(res.Cookies()) != 0 {
			t.Errorf("public URL %q: a cookie is set before anything is begun", tt.public)
		}
		res := b.post("/sets/tea", nil, host)
		if len(res.Cookies()) != 1 {
			t.Fatalf("public URL %q: %s, cookies %v", tt.public, res.Status, res.Cookies())
		}
		c := res.Cookies()[0]
		if c.Name != tt.name || c.Secure != tt.secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("public URL %q: %s", tt.public, c.Raw)
		}
		if c.MaxAge != int(cookieAge.Seconds()) {
			t.Errorf("public URL %q: it is kept %d seconds", tt.public, c.MaxAge)
		}
		if !regexp.MustCompile(`^[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$`).MatchString(c.Value) {
			t.Errorf("public URL %q: value %q", tt.public, c.Value)
		}
		b.get("/sets/tea", host)
		if res := b.post("/sets/tea", nil, host); len(res.Cookies()) != 0 || res.StatusCode != http.StatusSeeOther {
			t.Errorf("public URL %q: a second start gives %s and cookies %v", tt.public, res.Status, res.Cookies())
		}
	}
}

func TestTrust18PlantedCookieIsNotAdopted(t *testing.T) {
	w := newWorld(t, Config{})
	victim, session := w.learner()
	genuine := victim.cookies["sid"]
	id, secret := genuine[:36], genuine[37:]
	for name, planted := range map[string]string{
		"made up":           uuid.NewString() + "." + secret,
		"another secret":    id + "." + flip(secret),
		"no secret":         id + ".",
		"id alone":          id,
		"other form":        "{" + id + "}." + secret,
		"something else":    "1",
		"with padding":      genuine + "=",
		"secret in capital": id + "." + secret[:42] + "!",
	} {
		b := w.browser()
		b.cookies["sid"] = planted
		if res := b.get("/sessions/" + session + "/results"); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: the session is shown: %s", name, res.Status)
		}
		b.get("/sets/tea")
		res := b.post("/sets/tea", nil)
		if res.StatusCode != http.StatusSeeOther || len(res.Cookies()) != 1 {
			t.Fatalf("%s: start: %s, cookies %v", name, res.Status, res.Cookies())
		}
		if got := res.Cookies()[0].Value; got == planted || got[:36] == id {
			t.Errorf("%s: the planted cookie was adopted", name)
		}
	}
}

// A double click on the first start is one learner with one session, and the
// cookie that the browser ends up with opens the page that it is led to.
func TestFirstStartTwice(t *testing.T) {
	w := newWorld(t, Config{})
	page := w.browser()
	page.get("/sets/tea")
	var (
		wg      sync.WaitGroup
		replies [8]*reply
	)
	for i := range replies {
		b := w.browser()
		b.token = page.token
		wg.Go(func() { replies[i] = b.post("/sets/tea", nil) })
	}
	wg.Wait()
	for _, r := range replies {
		if r.StatusCode != http.StatusSeeOther || len(r.Cookies()) != 1 {
			t.Fatalf("%s, cookies %v", r.Status, r.Cookies())
		}
		if r.Cookies()[0].Value != replies[0].Cookies()[0].Value {
			t.Error("two learners were made")
		}
		if r.Header.Get("Location") != replies[0].Header.Get("Location") {
			t.Error("two sessions were begun")
		}
	}
	another := w.browser()
	another.get("/sets/tea")
	if r := another.post("/sets/tea", nil); r.Cookies()[0].Value == replies[0].Cookies()[0].Value {
		t.Error("another browser got the same login")
	}
}
