package web

import (
	"log/slog"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// BenchmarkChecks is what a page costs before and after its handler: id,
// headers, host, login, token, log.
func BenchmarkChecks(b *testing.B) {
	w := newWorld(b, Config{Log: slog.New(slog.DiscardHandler)}, route{Method: fiber.MethodGet, Path: "/test/nothing", Access: forLearners,
		Handler: func(*fiber.Ctx, *request) error { return nil }})
	learner, _ := w.learner()
	handler := w.server.App().Server().Handler
	var ctx fasthttp.RequestCtx
	ctx.Request.Header.SetMethod(fiber.MethodGet)
	ctx.Request.SetRequestURI("/test/nothing")
	ctx.Request.Header.SetHost("localhost")
	ctx.Request.Header.SetCookie("sid", learner.cookies["sid"])
	b.ReportAllocs()
	for b.Loop() {
		ctx.Response.Reset()
		handler(&ctx)
	}
	if got := ctx.Response.StatusCode(); got != fiber.StatusOK {
		b.Fatalf("status %d", got)
	}
}
