package main

import (
	"context"
	"log/slog"
	"runtime"
	"runtime/debug"
	"time"

	"verbatim/internal/web"
)

// shortestIdle is how soon learners may be forgotten: their limits last a minute.
const shortestIdle = time.Minute

// manyForgotten is how many sessions are worth a collection, about 2 MB.
const manyForgotten = 1000

// forget drops what is in memory of learners who have not been here for idle to
// twice that, until the context ends, and gives the memory back to the system.
func forget(ctx context.Context, s *web.Server, idle time.Duration, log *slog.Logger) {
	release() // what reading the sets and the migrations took
	tick := time.NewTicker(idle)
	defer tick.Stop()
	pending := 0
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		if pending += s.Rest(); pending < manyForgotten {
			continue
		}
		log.Debug("sessions that nobody asks for have left the memory", "sessions", pending)
		release()
		pending = 0
	}
}

// release gives memory back to the system. What lies in pools outlives one
// collection.
func release() {
	runtime.GC()
	debug.FreeOSMemory()
}
