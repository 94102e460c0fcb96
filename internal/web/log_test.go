package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
)

func TestTrust43LogsHoldNoSecrets(t *testing.T) {
	w := newWorld(t, Config{}, failing()...)
	b, session := w.learner()
	b.post("/sessions/"+session+"/questions/1", url.Values{"answer": {"CANARY-ANSWER"}})
	b.post("/sessions/"+session+"/questions/1", url.Values{"answer": {"dont-know"}})
	b.get("/sessions/" + session + "/results?q=CANARY-QUERY")
	b.get("/no-such-page?q=CANARY-QUERY", header("Authorization", "CANARY-AUTH"))
	b.post("/no-such-page", url.Values{"answer": {"CANARY-ANSWER"}})
	for _, path := range []string{WelcomePath("CANARY-TICKET"), "/findings/CANARY-FINDINGS", joinPath("CANARY-CODE")} {
		b.get(path)
		b.post(path, nil)
	}
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
	const slow = 20 * time.Millisecond
	w := newWorld(t, Config{SlowRequest: slow}, route{Method: fiber.MethodGet, Path: "/test/slow", Access: forAll, Handler: func(c *fiber.Ctx, _ *request) error {
		time.Sleep(2 * slow)
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
