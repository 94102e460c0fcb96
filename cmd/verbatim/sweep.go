package main

import (
	"context"
	"log/slog"
	"time"

	"verbatim/internal/play"
)

// sweepEvery is how often what is no longer to be kept is removed.
const sweepEvery = time.Hour

// sweep removes what is no longer to be kept, now and again, until the context ends.
func sweep(ctx context.Context, p *play.Play, keep time.Duration, log *slog.Logger) {
	again := time.NewTicker(sweepEvery)
	defer again.Stop()
	for {
		swept, err := p.Sweep(ctx, keep)
		switch {
		case err != nil && ctx.Err() == nil:
			log.Warn("what is no longer to be kept could not all be removed", "why", err)
		case swept != play.Swept{}:
			log.Info("what is no longer to be kept is removed", "sessions", swept.Sessions, "logins", swept.Logins, "learners", swept.Learners)
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return
		}
	}
}
