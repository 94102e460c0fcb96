package web

import (
	"errors"
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
			var nothing *request
			return errors.New(nothing.ID)
		}),
		fails("/test/deadline", func(_ *fiber.Ctx, r *request) error { <-r.Ctx.Done(); return r.Ctx.Err() }),
		fails("/test/unavailable", func(*fiber.Ctx, *request) error { return errors.Join(errors.New(secret), play.ErrUnavailable) }),
		fails("/test/overtaken", func(*fiber.Ctx, *request) error { return errors.Join(errors.New(secret), play.ErrChanged) }),
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
		"/test/overtaken":   http.StatusConflict,
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
	if !strings.Contains(w.log.String(), "errors_test.go") {
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
