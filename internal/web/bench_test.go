package web

import (
	"log/slog"
	"net/url"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// BenchmarkPages is what each page costs without the network, as gzip. What it
// is put together of is known already.
func BenchmarkPages(b *testing.B) {
	w := newWorldOf(b, tidesRevision(b), Config{Log: slog.New(slog.DiscardHandler)})
	w.server.pages.verify = nil
	learner, session := w.learner()
	for _, n := range []string{"1", "2", "3", "4", "5"} {
		learner.post("/sessions/"+session+"/questions/"+n, url.Values{"answer": {"dont-know"}, "dont-know": {"1"}})
	}
	handler := w.server.App().Server().Handler
	for name, path := range map[string]string{
		"question": "/sessions/" + session + "/questions/7", "feedback": "/sessions/" + session + "/questions/2/feedback",
		"results": "/sessions/" + session + "/results", "marked": "/sessions/" + session + "/reading", "library": "/",
		"start": setPath(w.revision.Set.ID),
	} {
		b.Run(name, func(b *testing.B) {
			var ctx fasthttp.RequestCtx
			ctx.Request.Header.SetMethod(fiber.MethodGet)
			ctx.Request.SetRequestURI(path)
			ctx.Request.Header.SetHost("localhost")
			ctx.Request.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
			ctx.Request.Header.SetCookie("sid", learner.cookies["sid"])
			b.ReportAllocs()
			for b.Loop() {
				ctx.Response.Reset()
				handler(&ctx)
			}
			if got := ctx.Response.StatusCode(); got != fiber.StatusOK {
				b.Fatalf("status %d", got)
			}
		})
	}
}

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
