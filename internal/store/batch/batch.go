// Package batch has many callers share a transaction: what is asked for while
// one is being committed goes into the next. A durable commit costs as much as
// a hundred rows do, so it is one caller's alone only where there are no others.
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

// Writer gathers changes and commits them, one transaction at a time, in a
// goroutine of its own.
type Writer[C any] struct {
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

// New begins a writer, which Close ends. Its goroutine alone calls commit.
func New[C any](commit Commit[C]) *Writer[C] {
	w := &Writer[C]{commit: commit, wake: make(chan struct{}, 1), stopped: make(chan struct{})}
	w.cut()
	go w.run()
	return w
}

// Do has a change made and returns once it is durable or has failed. Where the
// context ends first, the change may be made all the same. ErrClosed.
func (w *Writer[C]) Do(ctx context.Context, change C) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return ErrClosed
	}
	b, own := w.next, len(w.next.entries)
	b.entries = append(b.entries, entry[C]{ctx: ctx, change: change})
	w.mu.Unlock()
	w.nudge()
	select {
	case <-b.done:
		return b.entries[own].err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Between has f called by the writer's goroutine once no transaction is under
// way, unless the writer is closed before.
func (w *Writer[C]) Between(f func()) {
	w.mu.Lock()
	w.between = append(w.between, f)
	w.mu.Unlock()
	w.nudge()
}

func (w *Writer[C]) nudge() {
	select {
	case w.wake <- struct{}{}:
	default: // it is awake already
	}
}

func (w *Writer[C]) run() {
	defer close(w.stopped)
	for range w.wake {
		// Callers that are ready to run join this transaction. Without it, on one
		// processor each transaction would carry a single change.
		runtime.Gosched()
		b, between, closed := w.cut()
		w.settle(b.entries)
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
func (w *Writer[C]) cut() (b *batch[C], between []func(), closed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	b, between = w.next, w.between
	w.next, w.between = &batch[C]{done: make(chan struct{})}, nil
	return b, between, w.closed
}

// settle makes the changes whose callers still wait, and leaves each its error.
func (w *Writer[C]) settle(entries []entry[C]) {
	w.changes = w.changes[:0]
	for i := range entries {
		e := &entries[i]
		if e.err = e.ctx.Err(); e.err == nil {
			w.changes = append(w.changes, e.change)
		}
	}
	if len(w.changes) == 0 {
		return
	}
	w.sizes.Note(len(w.changes))
	alone, err := w.commit(w.changes)
	several := len(w.changes) > 1
	clear(w.changes)
	for i := range entries {
		switch {
		case entries[i].err != nil: // its caller has left
		case alone && several:
			w.settle(entries[i : i+1])
		default:
			entries[i].err = err
		}
	}
}

// AddTo enters what has been done, and how much waits.
func (w *Writer[C]) AddTo(s *store.Stats) {
	w.sizes.AddTo(s)
	w.mu.Lock()
	s.Waiting += len(w.next.entries)
	w.mu.Unlock()
}

// Close commits what has been asked for and ends the writer.
func (w *Writer[C]) Close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.nudge()
	<-w.stopped
}
