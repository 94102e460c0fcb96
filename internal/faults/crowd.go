package faults

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Crowd is many learners who answer at once, whatever becomes of the program.
type Crowd struct {
	Ledger *Ledger

	t       testing.TB
	url     atomic.Pointer[string]
	pause   time.Duration
	stop    context.CancelFunc
	done    sync.WaitGroup
	mu      sync.Mutex
	refused []*Unexpected
	allow   func(*Unexpected) bool
}

// NewCrowd lets n learners begin on a program, with a pause after each answer:
// that of the thought which the machine can spare. allow names the responses
// beside acknowledgements that the experiment brings about; nil: there are none.
func NewCrowd(t testing.TB, p *Program, n int, pause time.Duration, allow func(*Unexpected) bool) *Crowd {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	c := &Crowd{Ledger: NewLedger(), t: t, pause: pause, stop: stop, allow: allow}
	c.Move(p)
	for range n {
		c.done.Go(func() { c.learn(ctx) })
	}
	t.Cleanup(c.Leave)
	return c
}

// Move tells the learners where the program is now.
func (c *Crowd) Move(p *Program) { c.url.Store(&p.URL) }

func (c *Crowd) learn(ctx context.Context) {
	l := NewLearner(func() string { return *c.url.Load() }, c.Ledger)
	for ctx.Err() == nil {
		wait := c.pause
		var refused *Unexpected
		switch err := l.Step(context.WithoutCancel(ctx)); {
		case errors.As(err, &refused):
			c.note(refused)
			wait = 20 * time.Millisecond
		case err != nil: // nobody is there
			wait = 5 * time.Millisecond
		}
		time.Sleep(wait)
	}
}

func (c *Crowd) note(u *Unexpected) {
	if c.allow != nil && c.allow(u) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refused = append(c.refused, u)
}

// Await waits until n more answers have been acknowledged.
func (c *Crowd) Await(n int) {
	c.t.Helper()
	want := c.Ledger.Acknowledged() + n
	for end := time.Now().Add(60 * time.Second); c.Ledger.Acknowledged() < want; time.Sleep(time.Millisecond) {
		if err := c.firstRefusal(); err != nil || time.Now().After(end) {
			c.t.Fatalf("only %d of %d answers were acknowledged: %v", c.Ledger.Acknowledged(), want, err)
		}
	}
}

func (c *Crowd) firstRefusal() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.refused) == 0 {
		return nil // and no *Unexpected of that value
	}
	return c.refused[0]
}

// Leave lets everybody finish the answer under way and go; the test fails where
// one of them was answered as nobody should be.
func (c *Crowd) Leave() {
	c.stop()
	c.done.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.refused) > 0 {
		c.t.Errorf("%d requests were answered as they must not be, the first so: %v", len(c.refused), c.refused[0])
		c.refused = nil
	}
}
