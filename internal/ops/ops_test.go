package ops

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// serve gives the address of a listener for operations.
func serve(t *testing.T, m *Metrics) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, ln, m) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + ln.Addr().String()
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func TestFigures(t *testing.T) {
	m := NewMetrics("v1.2.3")
	question := m.Route("GET", "/sessions/:id/questions/:n")
	question(200, 300*time.Microsecond)
	question(200, 2*time.Millisecond)
	question(404, 2*time.Millisecond)
	question(9999, time.Millisecond)
	m.Counter("verbatim_answers_total", "Answers.", func() float64 { return 42 })
	m.Gauge("verbatim_waiting", "Changes.", func() float64 { return 3 })
	m.Histogram("verbatim_commit_size", "Sizes.", func() Classes { return Classes{[]uint64{5, 2, 0, 1}, 30} })
	status, body := get(t, serve(t, m)+"/metrics")
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	for _, want := range []string{
		`verbatim_http_requests_total{method="GET",route="/sessions/:id/questions/:n",status="200"} 2`,
		`verbatim_http_requests_total{method="GET",route="/sessions/:id/questions/:n",status="404"} 1`,
		`verbatim_http_requests_total{method="GET",route="/sessions/:id/questions/:n",status="0"} 1`,
		`verbatim_http_request_duration_seconds_bucket{method="GET",route="/sessions/:id/questions/:n",le="0.0005"} 1`,
		`verbatim_http_request_duration_seconds_count{method="GET",route="/sessions/:id/questions/:n"} 4`,
		`verbatim_build_info{version="v1.2.3"} 1`,
		"verbatim_answers_total 42",
		"verbatim_waiting 3",
		`verbatim_commit_size_bucket{le="1"} 5`,
		`verbatim_commit_size_bucket{le="4"} 7`,
		`verbatim_commit_size_bucket{le="+Inf"} 8`,
		"verbatim_commit_size_sum 30",
		"go_goroutines ",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the figures lack %s", want)
		}
	}
}

func TestProfiles(t *testing.T) {
	at := serve(t, NewMetrics(""))
	if status, body := get(t, at+"/debug/pprof/goroutine?debug=1"); status != http.StatusOK || !strings.Contains(body, "goroutine profile") {
		t.Errorf("%d %.200s", status, body)
	}
	if status, _ := get(t, at+"/"); status != http.StatusNotFound {
		t.Errorf("/ is answered with %d", status)
	}
}

// Counting a request is nothing beside answering it.
func BenchmarkRoute(b *testing.B) {
	count := NewMetrics("").Route("GET", "/")
	for b.Loop() {
		count(200, 300*time.Microsecond)
	}
}
