package web

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// defaultSlow stands where the configuration does not say what is slow.
const defaultSlow = time.Second

// The log names a request by its method and path: never its query, its form or
// its cookies.
func (s *Server) logRequest(c *fiber.Ctx, r *request, took time.Duration) {
	level := slog.LevelDebug
	if took > s.slow {
		level = slog.LevelWarn
	}
	if !s.log.Enabled(context.Background(), level) {
		return
	}
	s.logOf(r).Log(context.Background(), level, "request",
		"method", c.Method(),
		"path", shortPath(c),
		"status", c.Response().StatusCode(),
		"bytes", bodySize(c.Response()),
		"took", took.Round(time.Microsecond),
	)
}

// logOf is the log with the id of a request.
func (s *Server) logOf(r *request) *slog.Logger { return s.log.With("request", r.ID) }

// secretPaths begin the addresses that end with a secret.
var secretPaths = []string{"/findings/", WelcomePath(""), joinPath("")}

// shortPath is enough of the path to find the page by.
func shortPath(c *fiber.Ctx) string {
	const most = 200
	path := c.Path()
	for _, secret := range secretPaths {
		if strings.HasPrefix(path, secret) {
			return secret + "…"
		}
	}
	return path[:min(len(path), most)]
}

// bodySize is the length of a response's body; 0 where it is not known before
// it has been sent. To ask a stream for its body would read it to its end.
func bodySize(res *fasthttp.Response) int {
	if res.IsBodyStream() {
		return max(0, res.Header.ContentLength())
	}
	return len(res.Body())
}
