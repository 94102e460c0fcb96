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

	mu    sync.Mutex
	err   error         // why it has ended
	done  chan struct{} // nil until somebody waits
	timer *time.Timer   // nil until then
}

// begin sets the time at which it ends.
func (c *untilContext) begin(until time.Time) *untilContext {
	c.Context, c.until = context.Background(), until
	return c
}

func (c *untilContext) Deadline() (time.Time, bool) { return c.until, true }

func (c *untilContext) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done == nil {
		c.done = make(chan struct{})
		if c.err != nil {
			close(c.done)
		} else {
			c.timer = time.AfterFunc(time.Until(c.until), c.expire)
		}
	}
	return c.done
}

func (c *untilContext) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil && c.done == nil && !time.Now().Before(c.until) {
		c.err = context.DeadlineExceeded
	}
	return c.err
}

func (c *untilContext) expire() { c.end(context.DeadlineExceeded) }

// stop ends the context. Only the first end counts.
func (c *untilContext) stop() { c.end(context.Canceled) }

func (c *untilContext) end(why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return
	}
	c.err = why
	if c.done != nil {
		c.timer.Stop()
		close(c.done)
	}
}
