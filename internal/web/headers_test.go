package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestTrust29And30Headers(t *testing.T) {
	for _, public := range []string{"", "https://quiz.example.org"} {
		w := newWorld(t, Config{PublicURL: public}, failing()...)
		own := func(req *http.Request) {
			if public != "" {
				req.Host = "quiz.example.org"
			}
		}
		b := w.browser()
		b.get("/sets/tea", own)
		host := "localhost"
		if public != "" {
			host = "quiz.example.org"
		}
		replies := map[string]*reply{
			"page":           b.get("/", own),
			"start":          b.post("/sets/tea", nil, own),
			"own list":       b.get("/sessions", own),
			"not found":      b.get("/no-such-page", own),
			"wrong host":     b.get("/", func(req *http.Request) { req.Host = "evil.example" }),
			"forbidden":      b.post("/sets/tea", url.Values{"token": {"x"}}, own),
			"wrong type":     b.post("/sets/tea", nil, own, header("Content-Type", "text/plain")),
			"wrong method":   b.do(http.MethodPut, "/", url.Values{}, own),
			"failure":        b.get("/test/panic", own),
			"unavailable":    b.get("/test/unavailable", own),
			"health":         b.get("/healthz", own),
			"asset":          b.get(w.server.asset("app.css"), own),
			"too large":      b.post("/sets/tea", url.Values{"topic": {strings.Repeat("a", bodyLimit)}}, own),
			"unknown method": w.raw(t, "BREW / HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")[0],
			"no request":     w.raw(t, "nonsense\r\n\r\n")[0],
			"header too large": w.raw(t, "GET / HTTP/1.1\r\nHost: "+host+"\r\nX: "+
				strings.Repeat("a", headerLimit)+"\r\n\r\n")[0],
		}
		for name, want := range map[string]int{
			"page": 200, "start": 303, "own list": 200, "not found": 404, "wrong host": 421, "forbidden": 403, "wrong type": 415,
			"wrong method": 405, "failure": 500, "unavailable": 503, "health": 200, "asset": 200, "too large": 413,
			"unknown method": 400, "no request": 400, "header too large": 431,
		} {
			res := replies[name]
			if res.StatusCode != want {
				t.Errorf("%s: %s, want %d", name, res.Status, want)
			}
			for header, value := range map[string]string{
				"Content-Security-Policy":      contentSecurityPolicy,
				"X-Content-Type-Options":       "nosniff",
				"Referrer-Policy":              "same-origin",
				"Cross-Origin-Opener-Policy":   "same-origin",
				"Cross-Origin-Resource-Policy": "same-origin",
				"Permissions-Policy":           permissionsPolicy,
			} {
				if got := res.Header.Values(header); len(got) != 1 || got[0] != value {
					t.Errorf("%s: %s is %q", name, header, got)
				}
			}
			hsts := res.Header.Get("Strict-Transport-Security")
			if (public != "") != (hsts == strictTransport) || public == "" && hsts != "" {
				t.Errorf("%s, public URL %q: Strict-Transport-Security is %q", name, public, hsts)
			}
			if got := res.Header.Get("Server"); got != "" {
				t.Errorf("%s: Server is %q", name, got)
			}
			cache := res.Header.Get("Cache-Control")
			if name != "asset" && cache != "no-store" {
				t.Errorf("%s: Cache-Control is %q", name, cache)
			}
		}
	}
}

func TestTrust28PolicyHasNothingUnsafe(t *testing.T) {
	if !strings.HasPrefix(contentSecurityPolicy, "default-src 'none';") {
		t.Errorf("policy %q does not begin with nothing", contentSecurityPolicy)
	}
	for _, word := range []string{"unsafe", "*", "http:", "https:", "data:", "blob:"} {
		if strings.Contains(contentSecurityPolicy, word) {
			t.Errorf("policy %q has %s", contentSecurityPolicy, word)
		}
	}
}
