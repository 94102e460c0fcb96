package web

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
)

func TestLimitPerSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(Config{})
		login, session := uuid.New(), uuid.New()
		began := time.Now()
		for range 3 * defaultAnswers {
			if !l.session(t.Context(), login, session) {
				t.Fatal("a client that waits for each answer was refused")
			}
		}
		if took := time.Since(began); took < 1900*time.Millisecond || took > 2100*time.Millisecond {
			t.Errorf("three seconds' worth of answers, one of them at once, took %v", took)
		}
		began = time.Now()
		if !l.session(t.Context(), uuid.New(), session) || !l.session(t.Context(), login, uuid.New()) {
			t.Error("another login or another session is refused")
		}
		if time.Since(began) != 0 {
			t.Error("another login or another session had to wait")
		}

		time.Sleep(time.Second)
		var allowed, refused atomic.Int64
		var wg sync.WaitGroup
		for range 4 * defaultAnswers {
			wg.Go(func() {
				if l.session(t.Context(), login, session) {
					allowed.Add(1)
				} else {
					refused.Add(1)
				}
			})
		}
		wg.Wait()
		if allowed.Load() != 2*defaultAnswers || refused.Load() != 2*defaultAnswers {
			t.Errorf("of 200 at once %d were allowed and %d refused", allowed.Load(), refused.Load())
		}
	})
}

func TestLimitPerAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(Config{StartsPerSecond: 7})
		count := func(addr string) (n int) {
			for l.address(netip.MustParseAddr(addr)) && n < 5000 {
				n++
			}
			return n
		}
		if got := count("198.51.100.9"); got != startsBurst {
			t.Errorf("a classroom: %d starts at once, want %d", got, startsBurst)
		}
		time.Sleep(time.Second)
		if got := count("198.51.100.9"); got != 7 {
			t.Errorf("a second later: %d starts, want 7", got)
		}
		if got := count("127.0.0.1"); got != 5000 {
			t.Errorf("the own machine was stopped after %d starts", got)
		}
		count("2001:db8:1:2::1")
		if got := count("2001:db8:1:2:ffff::2"); got != 0 {
			t.Errorf("another address of the same IPv6 subscriber has %d starts of its own", got)
		}
		if got := count("2001:db8:1:3::1"); got != startsBurst {
			t.Errorf("another IPv6 subscriber has %d starts, want %d", got, startsBurst)
		}
	})
}

func TestLimiterIsBounded(t *testing.T) {
	l := newLimiter[int](1, 1)
	for key := range 5 * generation {
		l.bucket(key).Allow()
	}
	if held := len(l.young) + len(l.old); held > 2*generation {
		t.Errorf("%d keys are held, at most %d should be", held, 2*generation)
	}
	if last := 5*generation - 1; l.bucket(last).Allow() {
		t.Error("a key that was just seen has been forgotten")
	}
}

func TestAnswersAreLimited(t *testing.T) {
	w := newWorld(t, Config{AnswersPerSecond: 3})
	b, session := w.learner()
	var refused atomic.Int64
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			res := b.post("/sessions/"+session+"/questions/1", url.Values{"answer": {"dont-know"}})
			if res.StatusCode == http.StatusTooManyRequests && res.Header.Get("Retry-After") != "" {
				refused.Add(1)
			}
		})
	}
	wg.Wait()
	if refused.Load() == 0 {
		t.Fatal("20 answers in a moment passed where 3 a second are allowed")
	}
	if res := b.get("/sessions/" + session + "/results"); res.StatusCode != http.StatusOK {
		t.Errorf("a page of the limited session: %s", res.Status)
	}
}

func TestTrust24StartLimitKnowsTheClient(t *testing.T) {
	w := newWorld(t, Config{TrustedProxies: []string{"127.0.0.1"}, StartsPerSecond: 1})
	b := w.browser()
	b.get("/sets/tea")
	from := func(forwarded string) int {
		return b.do(http.MethodPost, "/sets/tea", url.Values{}, header("X-Forwarded-For", forwarded)).StatusCode
	}
	for i := range startsBurst {
		// The left part is made up anew each time, and must not matter.
		if got := from(time.Duration(i).String() + ", 198.51.100.9"); got == http.StatusTooManyRequests {
			t.Fatalf("start %d was refused", i)
		}
	}
	refused := 0
	for range 10 {
		if from("10.0.0.1, 198.51.100.9") == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("the limit never fires")
	}
	if got := from("203.0.113.4"); got == http.StatusTooManyRequests {
		t.Error("another client is limited too")
	}
}

// A program with a wrong token is refused without end, and the class behind the
// same address still begins.
func TestTrust24WrongTokensKeepNobodyFromStarting(t *testing.T) {
	w := newWorld(t, Config{TrustedProxies: []string{"127.0.0.1"}})
	b, program, from := w.browser(), w.browser(), header("X-Forwarded-For", "198.51.100.9")
	b.get("/sets/tea")
	wrong := header("Authorization", "Bearer vbt_wrong")
	for range wrongBurst + 100 {
		res := program.get("/api/v1/sets", from, wrong)
		if res.StatusCode == http.StatusTooManyRequests {
			if got := b.post("/sets/tea", nil, from).StatusCode; got != http.StatusSeeOther {
				t.Errorf("a learner who starts: %d", got)
			}
			return
		}
	}
	t.Error("wrong tokens are never held back")
}

func TestBodyLimitOfARoute(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	large := url.Values{"answer": {strings.Repeat("a", 2*tinyBody)}}
	if res := b.post("/sessions/"+session+"/delete?x=1", large); res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a route with a limit of its own: %s", res.Status)
	}
	if res := b.post("/sessions/"+session+"/questions/1", large); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a route without: %s", res.Status)
	}
}

// What a learner had in memory leaves it, and is read again when they come back.
func TestRestForgetsLearnersAndNothingElse(t *testing.T) {
	w := newWorld(t, Config{})
	b, session := w.learner()
	path := "/sessions/" + session + "/questions/1"
	b.post(path, url.Values{"answer": {"1"}})
	before := b.get(path + "/feedback").body
	for range 3 {
		w.server.Rest()
	}
	if n := len(w.server.limits.answers.young) + len(w.server.limits.answers.old); n != 0 {
		t.Errorf("the limits of %d sessions are still held", n)
	}
	if n := w.server.Rest(); n != 0 {
		t.Errorf("%d sessions were still held", n)
	}
	if after := b.get(path + "/feedback"); after.body != before {
		t.Errorf("%s: the page is another one:\n%s\n---\n%s", after.Status, after.body, before)
	}
	if n := w.server.Rest() + w.server.Rest(); n != 1 {
		t.Errorf("%d sessions were read again, not the one that was asked for", n)
	}
}
