package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
)

// secret is what no client may see.
const secret = "INTERNAL-DETAIL"

// failing are routes that go wrong in each way.
func failing() []route {
	fails := func(path string, h func(*fiber.Ctx, *request) error) route {
		return route{Method: fiber.MethodGet, Path: path, Access: forAll, Handler: h, Deadline: 50 * time.Millisecond}
	}
	return []route{
		fails("/test/error", func(*fiber.Ctx, *request) error { return errors.New(secret) }),
		fails("/test/panic", func(*fiber.Ctx, *request) error { panic(secret) }),
		fails("/test/late-panic", func(c *fiber.Ctx, _ *request) error {
			c.Set(fiber.HeaderLocation, "/"+secret)
			_ = c.Status(fiber.StatusSeeOther).SendString(secret)
			var nothing map[string]int
			nothing[secret] = 1
			return nil
		}),
		fails("/test/deadline", func(_ *fiber.Ctx, r *request) error { <-r.Ctx.Done(); return r.Ctx.Err() }),
		fails("/test/unavailable", func(*fiber.Ctx, *request) error { return errors.Join(errors.New(secret), play.ErrUnavailable) }),
	}
}

func TestTrust41FailuresTellNothing(t *testing.T) {
	w := newWorld(t, Config{}, failing()...)
	b := w.browser()
	for path, want := range map[string]int{
		"/test/error":       http.StatusInternalServerError,
		"/test/panic":       http.StatusInternalServerError,
		"/test/late-panic":  http.StatusInternalServerError,
		"/test/deadline":    http.StatusServiceUnavailable,
		"/test/unavailable": http.StatusServiceUnavailable,
	} {
		res := b.get(path)
		if res.StatusCode != want {
			t.Errorf("%s: %s, want %d", path, res.Status, want)
		}
		if strings.Contains(res.body, secret) || strings.Contains(res.Header.Get("Location"), secret) ||
			strings.Contains(res.body, ".go:") || strings.Contains(res.body, "goroutine") {
			t.Errorf("%s tells what is internal:\n%s", path, res.body)
		}
		id := res.Header.Get("X-Request-Id")
		if id == "" || !strings.Contains(w.log.String(), "request="+id) {
			t.Errorf("%s: the log does not name the request %q", path, id)
		}
		if want == http.StatusInternalServerError && !strings.Contains(res.body, id) {
			t.Errorf("%s: the page does not show the id of the request:\n%s", path, res.body)
		}
		if (want == http.StatusServiceUnavailable) != (res.Header.Get("Retry-After") != "") {
			t.Errorf("%s: Retry-After %q", path, res.Header.Get("Retry-After"))
		}
	}
	if !strings.Contains(w.log.String(), secret) {
		t.Error("the log does not say what went wrong")
	}
}

func TestTrust42PanicsAreSurvived(t *testing.T) {
	w := newWorld(t, Config{}, failing()...)
	b := w.browser()
	for range 3 {
		b.get("/test/panic")
		b.get("/test/late-panic")
	}
	if res := b.get("/"); res.StatusCode != http.StatusOK {
		t.Errorf("after panics: %s", res.Status)
	}
	if !strings.Contains(w.log.String(), "server_test.go") {
		t.Error("the log does not hold the stack")
	}
}

// When the page of an error fails too, the status and the id are left.
func TestLastResort(t *testing.T) {
	w := newWorld(t, Config{})
	pages := w.server.pages
	w.server.pages = nil
	res := w.browser().get("/no-such-page")
	w.server.pages = pages
	if res.StatusCode != http.StatusNotFound || !strings.Contains(res.body, "<h1>404 Not Found</h1>") ||
		!strings.Contains(res.body, res.Header.Get("X-Request-Id")) {
		t.Errorf("%s\n%s", res.Status, res.body)
	}
}

func TestUnknownAddressesAndMethods(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.browser()
	for path, want := range map[string]int{
		"/no-such-page":         http.StatusNotFound,
		"/SETS/tea":             http.StatusNotFound,
		"/sets/tea/":            http.StatusNotFound,
		"/sets":                 http.StatusNotFound,
		"/assets/":              http.StatusNotFound,
		"/assets/app.css":       http.StatusNotFound,
		"/assets/..%2fembed.go": http.StatusNotFound,
		"/assets/../healthz":    http.StatusNotFound,
		"/%68ealthz":            http.StatusNotFound,
		"/sessions/%00":         http.StatusNotFound,
		"/metrics":              http.StatusNotFound, // trust 15
		"/debug/pprof/":         http.StatusNotFound,
	} {
		if res := b.get(path); res.StatusCode != want {
			t.Errorf("GET %s: %s, want %d", path, res.Status, want)
		}
	}
	res := b.do(http.MethodDelete, "/sets/tea", nil)
	if res.StatusCode != http.StatusMethodNotAllowed || !strings.Contains(res.Header.Get("Allow"), "POST") {
		t.Errorf("DELETE: %s, Allow %q", res.Status, res.Header.Get("Allow"))
	}
}

func TestBodyLimitOfARoute(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	large := url.Values{"answer": {strings.Repeat("a", 2*tinyBody)}}
	if res := b.post("/sessions/"+session+"/delete?x=1", large); res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a route with a limit of its own: %s", res.Status)
	}
	if res := b.post("/sessions/"+session+"/questions/1", large); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a route without: %s", res.Status)
	}
}

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

func TestAssets(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.browser()
	address := w.server.asset("app.css")
	plainCSS := b.get(address)
	for _, coding := range []string{"", "gzip", "br"} {
		res := b.get(address, header("Accept-Encoding", coding))
		if res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != coding ||
			res.Header.Get("Content-Type") != "text/css; charset=utf-8" ||
			res.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" ||
			res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: %s %v", coding, res.Status, res.Header)
		}
		if coding != "" && len(res.body) >= len(plainCSS.body) {
			t.Errorf("%s is no smaller: %d bytes of %d", coding, len(res.body), len(plainCSS.body))
		}
	}
	if res := b.do(http.MethodHead, address, nil); res.body != "" || res.ContentLength != int64(len(plainCSS.body)) {
		t.Errorf("HEAD: %d bytes, length %d", len(res.body), res.ContentLength)
	}
}

func TestTrust43LogsHoldNoSecrets(t *testing.T) {
	w := newWorld(t, Config{}, failing()...)
	b, session := w.learner()
	b.post("/sessions/"+session+"/questions/1", url.Values{"answer": {"CANARY-ANSWER"}})
	b.post("/sessions/"+session+"/questions/1", url.Values{"answer": {"dont-know"}})
	b.get("/sessions/" + session + "/results?q=CANARY-QUERY")
	b.get("/no-such-page?q=CANARY-QUERY", header("Authorization", "CANARY-AUTH"))
	b.post("/no-such-page", url.Values{"answer": {"CANARY-ANSWER"}})
	b.get("/test/error")
	b.get("/test/panic")
	b.post("/sets/tea", url.Values{"CANARY-FIELD": {"1"}})
	w.raw(t, "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: sid=CANARY-COOKIE\r\nX A: CANARY-HEADER\r\n\r\n")
	log := w.log.String()
	if !strings.Contains(log, "/sessions/"+session+"/results") {
		t.Fatal("the log does not hold the requests, so this test shows nothing")
	}
	for _, private := range []string{"CANARY", b.cookies["sid"][37:], b.token, "KEY-"} {
		if i := strings.Index(log, private); i >= 0 {
			t.Errorf("the log holds %q: %s", private, log[max(0, i-200):min(len(log), i+100)])
		}
	}
}

func TestSlowRequestsAreLogged(t *testing.T) {
	w := newWorld(t, Config{}, route{Method: fiber.MethodGet, Path: "/test/slow", Access: forAll, Handler: func(c *fiber.Ctx, _ *request) error {
		time.Sleep(slow + 50*time.Millisecond)
		return c.SendString("done")
	}})
	w.browser().get("/test/slow")
	for line := range strings.Lines(w.log.String()) {
		if strings.Contains(line, "path=/test/slow") && strings.Contains(line, "level=WARN") {
			return
		}
	}
	t.Errorf("no warning in the log:\n%s", w.log)
}

func TestHealth(t *testing.T) {
	w := newWorld(t, Config{PublicURL: "https://quiz.example.org"})
	b := w.browser() // asks for 127.0.0.1, as a probe does
	if res := b.get("/healthz"); res.StatusCode != http.StatusOK || res.body != "ok\n" {
		t.Errorf("%s %q", res.Status, res.body)
	}
	w.store.fail.Store(&play.ErrUnavailable)
	if res := b.get("/healthz"); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("with a database that does not answer: %s", res.Status)
	}
	w.store.fail.Store(nil)
	if res := b.get("/healthz"); res.StatusCode != http.StatusOK {
		t.Errorf("after that: %s", res.Status)
	}
}

func TestFailingStore(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	w.store.fail.Store(&play.ErrUnavailable)
	for _, res := range []*reply{
		b.get("/sessions/" + session + "/questions/1"),
		b.post("/sessions/"+session+"/questions/1", url.Values{"answer": {"dont-know"}}),
	} {
		if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
			t.Errorf("%s, Retry-After %q", res.Status, res.Header.Get("Retry-After"))
		}
	}
	visitor := w.browser()
	visitor.get("/sets/tea")
	if res := visitor.post("/sets/tea", nil); res.StatusCode != http.StatusServiceUnavailable || len(res.Cookies()) != 0 {
		t.Errorf("start: %s, cookies %v", res.Status, res.Cookies())
	}
	w.store.fail.Store(nil)
	if res := visitor.post("/sets/tea", nil); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the same form a moment later: %s", res.Status)
	}
}

func TestAnswersAreLimited(t *testing.T) {
	w := newWorld(t, Config{AnswersPerSecond: 3})
	b, session := w.learner()
	var refused *reply
	for range 20 {
		if res := b.post("/sessions/"+session+"/questions/1", url.Values{"answer": {"dont-know"}}); res.StatusCode == http.StatusTooManyRequests {
			refused = res
			break
		}
	}
	if refused == nil || refused.Header.Get("Retry-After") == "" {
		t.Fatalf("20 answers in a moment passed, or without Retry-After: %v", refused)
	}
	if res := b.get("/sessions/" + session + "/results"); res.StatusCode != http.StatusOK {
		t.Errorf("a page of the limited session: %s", res.Status)
	}
}

func TestTrust24StartLimitKnowsTheClient(t *testing.T) {
	w := newWorld(t, Config{TrustedProxies: []string{"127.0.0.1"}, StartsPerSecond: 1})
	b := w.browser()
	b.get("/sets/tea")
	from := func(forwarded string) int {
		return b.do(http.MethodPost, "/sets/tea", url.Values{}, header("X-Forwarded-For", forwarded)).StatusCode
	}
	for i := range startsBurst {
		// The left part is made up anew each time, and must not matter.
		if got := from(time.Duration(i).String() + ", 198.51.100.9"); got == http.StatusTooManyRequests {
			t.Fatalf("start %d was refused", i)
		}
	}
	refused := 0
	for range 10 {
		if from("10.0.0.1, 198.51.100.9") == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("the limit never fires")
	}
	if got := from("203.0.113.4"); got == http.StatusTooManyRequests {
		t.Error("another client is limited too")
	}
}

// A request under way ends well although the server has been told to stop.
func TestShutdownFinishesRequests(t *testing.T) {
	entered, leave := make(chan struct{}), make(chan struct{})
	w := newWorld(t, Config{}, route{Method: fiber.MethodGet, Path: "/test/wait", Access: forAll, Handler: func(c *fiber.Ctx, r *request) error {
		close(entered)
		<-leave
		if err := r.Ctx.Err(); err != nil {
			return err
		}
		return c.SendString("finished")
	}})
	got := make(chan *reply, 1)
	go func() { got <- w.browser().get("/test/wait") }()
	<-entered
	down := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		down <- w.server.Shutdown(ctx)
	}()
	for !w.server.stopping.Load() {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(50 * time.Millisecond)
	if conn, err := net.Dial("tcp", w.addr); err == nil {
		conn.Close()
		t.Error("a new connection was taken after the shutdown began")
	}
	close(leave)
	if res := <-got; res.StatusCode != http.StatusOK || res.body != "finished" {
		t.Errorf("%s %q", res.Status, res.body)
	}
	if err := <-down; err != nil {
		t.Errorf("shutdown: %v", err)
	}
}

func TestShutdownBeforeServe(t *testing.T) {
	w := newWorld(t, Config{})
	s, err := New(Config{Play: w.play})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Serve(ln); err != nil {
		t.Errorf("serve after shutdown: %v", err)
	}
}
