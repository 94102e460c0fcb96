// Package batch has many callers share a transaction: what is asked for while
// one is under way goes into the next. A durable commit costs as much as a
// hundred rows do, and a round trip to a server as much as ten, so they are one
// caller's alone only where there are no others.
package batch

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"verbatim/internal/store"
)

// ErrClosed is the reason after Close.
var ErrClosed = errors.New("it has been closed")

// Commit makes changes in one transaction, all of them or none. alone says of
// an error that one of the changes may be the cause, so that each is to be tried
// by itself: nobody pays for another's failure.
type Commit[C any] func(changes []C) (alone bool, err error)

// Queue gathers changes and commits them, one transaction at a time, in a
// goroutine of its own.
type Queue[C any] struct {
	commit Commit[C]

	mu      sync.Mutex
	next    *batch[C] // gathers; never nil
	between []func()  // to be done after it
	closed  bool

	wake    chan struct{} // holds one token where there is something to do
	stopped chan struct{}

	changes []C // of the transaction under way
	sizes   store.Batches
}

// batch is what one transaction carries.
type batch[C any] struct {
	entries []entry[C]
	done    chan struct{} // closed once the err of each is final
}

// entry is one caller's share.
type entry[C any] struct {
	ctx    context.Context
	change C
	err    error
}

// New begins a queue, which Close ends. Its goroutine alone calls commit.
func New[C any](commit Commit[C]) *Queue[C] {
	q := &Queue[C]{commit: commit, wake: make(chan struct{}, 1), stopped: make(chan struct{})}
	q.cut()
	go q.run()
	return q
}

// Do has a change made and returns once it is durable or has failed. Where the
// context ends first, the change may be made all the same. ErrClosed.
func (q *Queue[C]) Do(ctx context.Context, change C) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	q.mu.Lock()
	if q.closed {
		q.mu.Unlock()
		return ErrClosed
	}
	b, own := q.next, len(q.next.entries)
	b.entries = append(b.entries, entry[C]{ctx: ctx, change: change})
	q.mu.Unlock()
	q.nudge()
	select {
	case <-b.done:
		return b.entries[own].err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Between has f called by the queue's goroutine once no transaction is under
// way, unless the queue is closed before.
func (q *Queue[C]) Between(f func()) {
	q.mu.Lock()
	q.between = append(q.between, f)
	q.mu.Unlock()
	q.nudge()
}

func (q *Queue[C]) nudge() {
	select {
	case q.wake <- struct{}{}:
	default: // it is awake already
	}
}

func (q *Queue[C]) run() {
	defer close(q.stopped)
	for range q.wake {
		// Callers that are ready to run join this transaction. Without it, on one
		// processor each transaction would carry a single change.
		runtime.Gosched()
		b, between, closed := q.cut()
		q.settle(b.entries)
		close(b.done)
		if closed {
			return
		}
		for _, f := range between {
			f()
		}
	}
}

// cut takes what has been gathered and lets the next batch begin.
func (q *Queue[C]) cut() (b *batch[C], between []func(), closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	b, between = q.next, q.between
	q.next, q.between = &batch[C]{done: make(chan struct{})}, nil
	return b, between, q.closed
}

// settle makes the changes whose callers still wait, and leaves each its error.
func (q *Queue[C]) settle(entries []entry[C]) {
	q.changes = q.changes[:0]
	for i := range entries {
		e := &entries[i]
		if e.err = e.ctx.Err(); e.err == nil {
			q.changes = append(q.changes, e.change)
		}
	}
	if len(q.changes) == 0 {
		return
	}
	q.sizes.Note(len(q.changes))
	alone, err := q.commit(q.changes)
	several := len(q.changes) > 1
	clear(q.changes)
	for i := range entries {
		switch {
		case entries[i].err != nil: // its caller has left
		case alone && several:
			q.settle(entries[i : i+1])
		default:
			entries[i].err = err
		}
	}
}

// AddTo enters what has been done, and how much waits.
func (q *Queue[C]) AddTo(s *store.Stats) {
	q.sizes.AddTo(s)
	q.mu.Lock()
	s.Waiting += len(q.next.entries)
	q.mu.Unlock()
}

// Close commits what has been asked for and ends the queue.
func (q *Queue[C]) Close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.nudge()
	<-q.stopped
}
