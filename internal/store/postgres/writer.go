package postgres

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"sync"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// writer commits answers, many at a time: those that come while a transaction
// is under way go into the next.
type writer struct {
	commit func(ctx context.Context, answers []*pending) error

	mu     sync.Mutex
	next   *batch // gathers; never nil
	closed bool

	wake    chan struct{} // holds one token where next is not empty, or the writer is to end
	stopped chan struct{}

	batches store.Batches
}

// batch is what one transaction carries.
type batch struct {
	answers []*pending
	done    chan struct{} // closed once each answer's kept and err are final
}

// pending is an answer that waits to be committed.
type pending struct {
	ctx   context.Context
	sent  quiz.Answer
	kept  quiz.Answer // what stands for the question now
	found bool        // whether anything does: the session may be gone
	err   error
}

var errClosed = errors.New("it has been closed")

func newWriter(commit func(context.Context, []*pending) error) *writer {
	w := &writer{commit: commit, next: newBatch(), wake: make(chan struct{}, 1), stopped: make(chan struct{})}
	go w.run()
	return w
}

func newBatch() *batch { return &batch{done: make(chan struct{})} }

// do returns once the answer is durable or has failed. Where the context ends
// first, it may be kept all the same.
func (w *writer) do(p *pending) error {
	if err := p.ctx.Err(); err != nil {
		return err
	}
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return errClosed
	}
	b := w.next
	b.answers = append(b.answers, p)
	w.mu.Unlock()
	w.nudge()
	select {
	case <-b.done:
		return p.err
	case <-p.ctx.Done():
		return p.ctx.Err()
	}
}

func (w *writer) nudge() {
	select {
	case w.wake <- struct{}{}:
	default: // it is awake already
	}
}

func (w *writer) run() {
	defer close(w.stopped)
	for range w.wake {
		runtime.Gosched() // callers that are ready to run join this transaction
		w.mu.Lock()
		b, closed := w.next, w.closed
		w.next = newBatch()
		w.mu.Unlock()
		w.settle(b.answers)
		close(b.done)
		if closed {
			return
		}
	}
}

// settle commits the answers whose callers still wait. Where that fails by one
// of them, each is committed alone, so that nobody pays for another's failure.
func (w *writer) settle(answers []*pending) {
	waiting := make([]*pending, 0, len(answers))
	for _, p := range answers {
		if p.err = p.ctx.Err(); p.err == nil {
			waiting = append(waiting, p)
		}
	}
	if len(waiting) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	w.batches.Note(len(waiting))
	err := w.commit(ctx, waiting)
	if again, _ := passing(err); err == nil || again || ctx.Err() != nil || len(waiting) == 1 {
		for _, p := range waiting {
			p.err = cmp.Or(err, p.err)
		}
		return
	}
	for _, p := range waiting {
		w.settle([]*pending{p})
	}
}

// close commits what has been asked for and ends the writer.
func (w *writer) close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.nudge()
	<-w.stopped
}
