package web

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
)

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

// A balancer is told first that the server is about to stop.
func TestReadiness(t *testing.T) {
	w := newWorld(t, Config{})
	b := w.browser()
	if res := b.get("/readyz"); res.StatusCode != http.StatusOK {
		t.Errorf("at first: %s", res.Status)
	}
	w.server.Leave()
	if res := b.get("/readyz"); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("when it is about to stop: %s", res.Status)
	}
	for _, path := range []string{"/healthz", "/"} {
		if res := b.get(path); res.StatusCode != http.StatusOK {
			t.Errorf("%s when it is about to stop: %s", path, res.Status)
		}
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
