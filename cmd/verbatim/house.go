package main

import (
	"context"
	"log/slog"
	"runtime"
	"runtime/debug"
	"time"

	"verbatim/internal/play"
	"verbatim/internal/web"
)

// How often is looked for what becomes due without anybody asking.
const (
	shelfEvery = 5 * time.Second // sets that another server published
	houseEvery = time.Minute     // tests and names whose time is over
	sweepEvery = time.Hour       // sessions and logins that are old
)

// shortestIdle is how soon learners may be forgotten: their limits last a minute.
const shortestIdle = time.Minute

// manyForgotten is how many sessions are worth a collection, about 2 MB.
const manyForgotten = 1000

// beside runs f beside what serves, until the context ends or stop is called,
// which waits for it.
func beside(ctx context.Context, f func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// every calls f beside what serves, at once and then whenever pause is over,
// until the context ends or stop is called, which waits for it.
func every(ctx context.Context, pause time.Duration, f func(context.Context)) (stop func()) {
	return beside(ctx, func(ctx context.Context) {
		tick := time.NewTicker(pause)
		defer tick.Stop()
		for {
			f(ctx)
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	})
}

// house is what is looked after while a server serves, by clocks of its own.
type house struct {
	play   *play.Play
	server *web.Server
	log    *slog.Logger

	released bool
	pending  int // sessions that have left the memory since it was given back
}

// finish finishes the tests that nobody has come back to and forgets who is to
// be forgotten.
func (h *house) finish(ctx context.Context) {
	if _, err := h.play.FinishOverdue(ctx); err != nil && ctx.Err() == nil {
		h.log.Warn("tests whose time is over could not be finished; tried again in a minute", "error", err)
	}
	if n, err := h.play.ForgetPeople(ctx); err != nil && ctx.Err() == nil {
		h.log.Warn("names whose time is over could not be deleted; tried again in a minute", "error", err)
	} else if n > 0 {
		h.log.Info("names whose time is over are deleted", "rows", n)
	}
}

// sweep removes what is no longer to be kept: sessions that are older than keep,
// unless it is 0, and logins that have expired.
func (h *house) sweep(keep time.Duration) func(context.Context) {
	return func(ctx context.Context) {
		swept, err := h.play.Sweep(ctx, keep)
		switch {
		case err != nil && ctx.Err() == nil:
			h.log.Warn("what is no longer to be kept could not all be removed; tried again in an hour", "error", err)
		case swept != play.Swept{}:
			h.log.Info("what is no longer to be kept is removed", "sessions", swept.Sessions, "logins", swept.Logins, "learners", swept.Learners)
		}
	}
}

// forget drops what is in memory of learners who have not been here since it
// was called last, and gives the memory back to the system.
func (h *house) forget(context.Context) {
	if !h.released {
		release() // what reading the sets and the migrations took
		h.released = true
	}
	if h.pending += h.server.Rest(); h.pending < manyForgotten {
		return
	}
	h.log.Debug("sessions that nobody asks for have left the memory", "sessions", h.pending)
	release()
	h.pending = 0
}

// reload serves what other servers on the same database have published.
func (h *house) reload(ctx context.Context) {
	if err := h.play.Reload(ctx); err != nil && ctx.Err() == nil {
		h.log.Warn("what is published could not be looked at; tried again in a moment", "error", err)
	}
}

// release gives memory back to the system. What lies in pools outlives one
// collection.
func release() {
	runtime.GC()
	debug.FreeOSMemory()
}
