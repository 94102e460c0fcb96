package web

import (
	"context"
	"sync"
	"time"
)

// untilContext ends at a time or when it is stopped, like that of
// context.WithDeadline. It sets no timer before somebody waits for it, which
// most pages never do.
type untilContext struct {
	context.Context // the background
	until           time.Time

	mu      sync.Mutex
	waiting context.Context // nil until somebody waits
	cancel  context.CancelFunc
	stopped bool
}

func newUntilContext(until time.Time) *untilContext {
	return &untilContext{Context: context.Background(), until: until}
}

func (c *untilContext) Deadline() (time.Time, bool) { return c.until, true }

func (c *untilContext) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting == nil {
		c.waiting, c.cancel = context.WithDeadline(c.Context, c.until)
		if c.stopped {
			c.cancel()
		}
	}
	return c.waiting.Done()
}

func (c *untilContext) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.waiting != nil:
		return c.waiting.Err()
	case c.stopped:
		return context.Canceled
	case !time.Now().Before(c.until):
		return context.DeadlineExceeded
	}
	return nil
}

// stop ends the context. Only the first end counts.
func (c *untilContext) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = true
	if c.cancel != nil {
		c.cancel()
	}
}
