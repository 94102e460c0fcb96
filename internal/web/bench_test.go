package web

import (
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/quiz/choice"
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
	handler := w.server.app.Server().Handler
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
	handler := w.server.app.Server().Handler
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

// manyQuestions is a set of so many single choices, without a reading.
func manyQuestions(id string, n int) *play.Revision {
	set := &quiz.Set{ID: id, Title: "Many", Language: "en"}
	for i := range n {
		options := choice.Options{{Text: "this one", Correct: true}, {Text: "that one"}, {Text: "neither"}, {Text: "both"}}
		set.Questions = append(set.Questions, quiz.Question{
			ID: fmt.Sprint("q", i), Kind: choice.SingleKind, Stem: fmt.Sprintf("What of %d?", i), Body: &choice.Single{Options: options},
		})
	}
	return play.NewRevision(set, []quiz.File{{Name: "set.yaml", Data: []byte(id)}})
}

// BenchmarkAnswers is what an answer costs without the network, from many
// learners at a time, on the disk when it is acknowledged.
func BenchmarkAnswers(b *testing.B) {
	const questions = 1000
	w := newWorldOf(b, manyQuestions("many", questions), Config{Log: slog.New(slog.DiscardHandler), AnswersPerSecond: 1 << 20})
	handler := w.server.app.Server().Handler
	b.SetParallelism(64)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		learner, cookie, err := w.play.NewLearner(b.Context())
		if err != nil {
			b.Error(err)
			return
		}
		_, login, err := w.play.Authenticate(b.Context(), cookie)
		if err != nil {
			b.Error(err)
			return
		}
		form := []byte("answer=1&token=" + w.server.newToken(login))
		var ctx fasthttp.RequestCtx
		var session string
		for n := questions; pb.Next(); n++ {
			if n == questions {
				s, err := w.play.Start(b.Context(), learner, play.Start{Set: "many"})
				if err != nil {
					b.Error(err)
					return
				}
				session, n = s.ID.String(), 0
			}
			ctx.Request.Reset()
			ctx.Response.Reset()
			ctx.Request.Header.SetMethod(fiber.MethodPost)
			ctx.Request.SetRequestURI("/sessions/" + session + "/questions/" + strconv.Itoa(n+1))
			ctx.Request.Header.SetHost("localhost")
			ctx.Request.Header.SetContentType(fiber.MIMEApplicationForm)
			ctx.Request.Header.Set("Sec-Fetch-Site", "same-origin")
			ctx.Request.Header.SetCookie("sid", cookie)
			ctx.Request.SetBody(form)
			if handler(&ctx); ctx.Response.StatusCode() != fiber.StatusSeeOther {
				b.Errorf("status %d", ctx.Response.StatusCode())
				return
			}
		}
	})
}

// BenchmarkResults is the page of results of 83 answers, as gzip.
func BenchmarkResults(b *testing.B) {
	const questions = 83
	w := newWorldOf(b, manyQuestions("many", questions), Config{Log: slog.New(slog.DiscardHandler), AnswersPerSecond: 1 << 20})
	w.server.pages.verify = nil
	learner, session := w.learner()
	for n := range questions {
		learner.post(fmt.Sprintf("/sessions/%s/questions/%d", session, n+1), url.Values{"answer": {"1"}})
	}
	handler := w.server.app.Server().Handler
	var ctx fasthttp.RequestCtx
	ctx.Request.Header.SetMethod(fiber.MethodGet)
	ctx.Request.SetRequestURI("/sessions/" + session + "/results")
	ctx.Request.Header.SetHost("localhost")
	ctx.Request.Header.Set("Accept-Encoding", "gzip")
	ctx.Request.Header.SetCookie("sid", learner.cookies["sid"])
	b.ReportAllocs()
	for b.Loop() {
		ctx.Response.Reset()
		handler(&ctx)
	}
}

// BenchmarkMaking is what the pages cost that nobody has seen alike.
func BenchmarkMaking(b *testing.B) {
	w := newWorldOf(b, tidesRevision(b), Config{Log: slog.New(slog.DiscardHandler)})
	w.server.pages.verify = nil
	learner, session := w.learner()
	learner.post("/sessions/"+session+"/questions/1", url.Values{"answer": {"1"}})
	handler := w.server.app.Server().Handler
	var ctx fasthttp.RequestCtx
	ctx.Request.Header.SetMethod(fiber.MethodGet)
	ctx.Request.SetRequestURI("/sessions/" + session + "/questions/1/feedback")
	ctx.Request.Header.SetHost("localhost")
	ctx.Request.Header.SetCookie("sid", learner.cookies["sid"])
	handler(&ctx)
	ms := w.server.pages.moulds
	for _, name := range []string{"kinds/single-choice/review", "feedback", "partials/place"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ms.hand = slices.IndexFunc(ms.round, func(k *kept) bool { return k.template == name })
				ms.round[ms.hand].asked = false
				ms.turn()
				ctx.Response.Reset()
				handler(&ctx)
			}
		})
	}
}
