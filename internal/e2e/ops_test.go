package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

var opsAddr = regexp.MustCompile(`figures and profiles are shown" addr=(127\.0\.0\.1:\d+)`)

// Trust 15: figures and profiles are on the listener for operations alone, and
// that one is off where nobody asked for it.
func TestTrust15FiguresAreNotPublic(t *testing.T) {
	p := start(t, t.TempDir(), "--ops-addr", "127.0.0.1:0")
	l := newLearner(t, p)
	l.send(l.begin(kratom).form(t).pick(0))
	m := opsAddr.FindStringSubmatch(p.log.String())
	if m == nil {
		t.Fatalf("the program does not say where its figures are: %s", p.log)
	}
	ops := "http://" + m[1]
	figures := l.get(ops + "/metrics").Body
	for _, want := range []string{
		`verbatim_http_requests_total{method="POST",route="/sets/:set",status="303"} 1`,
		`verbatim_http_requests_total{method="POST",route="/sessions/:id/questions/:n",status="303"} 1`,
		"verbatim_sessions_started_total 1",
		"verbatim_answers_total 1",
		`verbatim_commit_changes_bucket{le="1"} `,
		"verbatim_session_cache_hits_total ",
		"verbatim_changes_waiting 0",
	} {
		if !strings.Contains(figures, want) {
			t.Errorf("the figures lack %s", want)
		}
	}
	if strings.Contains(figures, "/sessions/0") || strings.Contains(figures, "kratom") {
		t.Error("the figures name what learners do")
	}
	l.get(ops + "/debug/pprof/goroutine?debug=1")
	for _, base := range []string{p.URL, start(t, t.TempDir()).URL} {
		for _, path := range []string{"/metrics", "/debug/pprof/", "/debug/pprof/goroutine", "/debug/vars"} {
			if page := l.ask(base + path); page.Status != http.StatusNotFound {
				t.Errorf("%s is answered with %d on the public listener", path, page.Status)
			}
		}
	}
}

// After the signal to stop, a balancer is told first; until it has had time to
// hear of it, everything is still answered.
func TestReadinessEndsFirst(t *testing.T) {
	p := start(t, t.TempDir(), "--shutdown-delay", "1s", "--log-format", "json")
	l := newLearner(t, p)
	l.get("/readyz")
	if err := p.terminate(); err != nil {
		t.Fatal(err)
	}
	for l.ask("/readyz").Status == http.StatusOK {
		time.Sleep(time.Millisecond)
	}
	l.get("/healthz")
	l.begin(kratom)
	if code := p.wait(t); code != 0 {
		t.Errorf("exit code %d: %s", code, p.log)
	}
	if !strings.HasPrefix(p.log.String(), `{"time":`) {
		t.Errorf("the log is not JSON: %s", p.log)
	}
}
