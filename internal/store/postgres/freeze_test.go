//go:build unix

package postgres

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/store"
)

// TestFreeze has many ask while the server does not answer: each is told within
// its own time, nothing is left waiting, and the connections stay within their
// bound. Afterwards what was acknowledged is there.
func TestFreeze(t *testing.T) {
	server := pgtest.Start(t, pgtest.Quick...)
	h := newHouse(t, server.Create())
	s := h.session()
	h.must(h.answer(s.ID, 1, "x"))
	const callers, patient = 200, 300 * time.Millisecond
	before := runtime.NumGoroutine()
	server.Freeze(func() {
		var wg sync.WaitGroup
		for i := range callers {
			wg.Go(func() {
				for n := range 3 {
					ctx, cancel := context.WithTimeout(t.Context(), patient)
					began := time.Now()
					var err error
					if i%2 == 0 {
						_, _, err = h.Walk(ctx, s.ID)
					} else {
						_, err = h.CommitAnswer(ctx, answer(s.ID, 2+3*i+n, "y"))
					}
					cancel()
					if took := time.Since(began); took > patient+2*time.Second || !errors.Is(err, store.ErrUnavailable) || !errors.Is(err, context.DeadlineExceeded) {
						t.Errorf("after %v a caller with %v is told %v", took, patient, err)
					}
				}
			})
		}
		wg.Wait()
		if n := h.pool.Stat().TotalConns(); n > defaultConnections {
			t.Errorf("%d connections are open", n)
		}
	})
	for end := time.Now().Add(2 * deadline); ; time.Sleep(20 * time.Millisecond) {
		if _, _, err := h.Walk(t.Context(), s.ID); err == nil {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the store does not serve again")
		}
	}
	h.must(h.answer(s.ID, 1000, "z"))
	_, answers, err := h.Walk(t.Context(), s.ID)
	h.must(err)
	if len(answers) < 2 || answers[0].N != 1 || answers[len(answers)-1].N != 1000 {
		t.Errorf("the answers are %v", answers)
	}
	for end := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before+2*defaultConnections; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines are left, before there were %d", runtime.NumGoroutine(), before)
		}
	}
}
