package web

import (
	"fmt"
	"log/slog"
	"net/url"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
	"github.com/valyala/fasthttp"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// A step costs the same in a set of a thousand questions as in one of ten, and
// beside a thousand sets as alone. It is held to what it allocates, which no
// other load of the machine changes; the bench measures its time.
func TestStepsCostTheSameInLargeSets(t *testing.T) {
	if raced {
		t.Skip("pools forget at random under the race detector")
	}
	const few, many = 10, 1000
	small := stepCosts(t, manyQuestions("many", few), 0)
	t.Logf("small set: %+v", small)
	for name, large := range map[string]map[string]stepCost{
		"a thousand questions": stepCosts(t, manyQuestions("many", many), 0),
		"a thousand sets":      stepCosts(t, manyQuestions("many", few), many-1),
	} {
		t.Logf("%s: %+v", name, large)
		for step, cost := range large {
			if was := small[step]; cost.bytes > was.bytes*6/5 || cost.allocations > was.allocations*6/5 {
				t.Errorf("%s, %s: %+v, in a small set %+v", name, step, cost, was)
			}
		}
	}
}

// stepCost is what one request takes.
type stepCost struct{ bytes, allocations uint64 }

// stepCosts walks to the last questions of a set and measures each step there;
// so many other sets are served beside it.
func stepCosts(t *testing.T, revision *play.Revision, others int) map[string]stepCost {
	w := newWorldOf(t, revision, Config{Log: slog.New(slog.DiscardHandler), AnswersPerSecond: 1 << 20})
	w.server.pages.verify = nil
	sets := []*play.Revision{revision}
	for i := range others {
		sets = append(sets, manyQuestions(fmt.Sprint("other-", i), 1))
	}
	if err := w.play.Publish(t.Context(), sets); err != nil {
		t.Fatal(err)
	}
	b, session := w.learner()
	learner, login, err := w.play.Authenticate(t.Context(), b.cookies["sid"])
	if err != nil {
		t.Fatal(err)
	}
	id, err := uuid.Parse(session)
	if err != nil {
		t.Fatal(err)
	}
	const measured = 5 // the last questions
	last := len(revision.Set.Questions)
	var before sync.WaitGroup // many at a time, so that they share commits
	for n := 1; n <= last-measured; n++ {
		before.Go(func() {
			if _, err := w.play.Answer(t.Context(), learner, id, n, quiz.Form{"answer": {"1"}}); err != nil {
				t.Error(err)
			}
		})
	}
	before.Wait()

	handler := w.server.app.Server().Handler
	form := url.Values{"answer": {"1"}, "token": {w.server.newToken(login)}}.Encode()
	costs := map[string][]stepCost{}
	var ctx fasthttp.RequestCtx
	measure := func(step, method, path string, status int) {
		ctx.Request.Reset()
		ctx.Response.Reset()
		ctx.Request.Header.SetMethod(method)
		ctx.Request.SetRequestURI(path)
		ctx.Request.Header.SetHost("localhost")
		ctx.Request.Header.SetCookie("sid", b.cookies["sid"])
		if method == fiber.MethodPost {
			ctx.Request.Header.SetContentType(fiber.MIMEApplicationForm)
			ctx.Request.Header.Set("Sec-Fetch-Site", "same-origin")
			ctx.Request.SetBodyString(form)
		}
		var was, is runtime.MemStats
		runtime.ReadMemStats(&was)
		handler(&ctx)
		runtime.ReadMemStats(&is)
		if got := ctx.Response.StatusCode(); got != status {
			t.Fatalf("%s %s: status %d", method, path, got)
		}
		costs[step] = append(costs[step], stepCost{is.TotalAlloc - was.TotalAlloc, is.Mallocs - was.Mallocs})
	}
	for n := last - measured + 1; n <= last; n++ {
		path := questionPath(id, n)
		for range measured { // all but the first come from moulds
			measure("question", fiber.MethodGet, path, fiber.StatusOK)
		}
		measure("answer", fiber.MethodPost, path, fiber.StatusSeeOther)
		for range measured {
			measure("feedback", fiber.MethodGet, path+"/feedback", fiber.StatusOK)
		}
	}
	medians := map[string]stepCost{}
	for step, list := range costs {
		slices.SortFunc(list, func(a, b stepCost) int { return int(a.bytes) - int(b.bytes) })
		medians[step] = list[len(list)/2]
	}
	return medians
}
