package sqlite

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

// writer owns the one connection that writes. What is asked of it while a
// transaction is being committed is gathered into the next one.
type writer struct {
	conn *conn

	mu     sync.Mutex
	next   *batch // gathers; never nil
	closed bool

	wake    chan struct{} // holds one token where next is not empty, or the writer is to end
	stopped chan struct{}

	batches store.Batches

	scrub <-chan time.Time // fires when what was deleted is to leave the log too; else nil
}

// batch is what one transaction carries.
type batch struct {
	changes []*change
	done    chan struct{} // closed once each change's err is final
}

// change is one caller's share of a transaction.
type change struct {
	ctx context.Context
	// apply carries it out. It may be called again, after a rollback; what it
	// finds out it leaves where only apply and kept look until done is closed.
	// An error undoes the change; "not found" and the like are no errors.
	apply func(*conn) error
	kept  func() // called once it is durable, before the caller is told; may be nil
	err   error
}

func newWriter(conn *conn) *writer {
	w := &writer{conn: conn, next: newBatch(), wake: make(chan struct{}, 1), stopped: make(chan struct{})}
	w.deleted() // a process that was killed may have left something
	go w.run()
	return w
}

func newBatch() *batch { return &batch{done: make(chan struct{})} }

// do has a change made and returns once it is durable or has failed. Where the
// context ends first, the change may be made all the same.
func (w *writer) do(c *change) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return errClosed
	}
	b := w.next
	b.changes = append(b.changes, c)
	w.mu.Unlock()
	w.nudge()
	select {
	case <-b.done:
		return c.err
	case <-c.ctx.Done():
		return c.ctx.Err()
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
	for {
		select {
		case <-w.wake:
			// Callers that are ready to run join this transaction. Without it,
			// on one processor each transaction would carry a single change.
			runtime.Gosched()
			b, closed := w.cut()
			w.commit(b)
			close(b.done)
			if closed {
				return
			}
		case <-w.scrub:
			w.emptyLog()
		}
	}
}

// cut takes what has been gathered and lets the next batch begin.
func (w *writer) cut() (b *batch, closed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	b, w.next = w.next, newBatch()
	return b, w.closed
}

// commit makes all changes of the batch in one transaction. Where one of them
// fails, each is made alone, so that nobody pays for another's failure.
func (w *writer) commit(b *batch) {
	if len(b.changes) == 0 {
		return
	}
	if failed := w.transact(b.changes...); failed && len(b.changes) > 1 {
		for _, c := range b.changes {
			if c.ctx.Err() == nil {
				w.transact(c)
			}
		}
	}
	for _, c := range b.changes {
		if c.err == nil && c.kept != nil {
			c.kept()
		}
	}
}

// transact makes the changes whole or not at all and sets the err of each. It
// reports whether one of them failed, rather than the transaction itself.
func (w *writer) transact(changes ...*change) (failed bool) {
	w.batches.Note(len(changes))
	err := w.conn.exec("BEGIN IMMEDIATE", nil)
	for _, c := range changes {
		if err != nil {
			break
		}
		if c.err = c.ctx.Err(); c.err != nil {
			continue // its caller has left
		}
		err = c.apply(w.conn)
		failed = err != nil
	}
	if err == nil {
		err = w.conn.exec("COMMIT", nil)
	}
	if err == nil {
		return false
	}
	if !w.conn.AutocommitEnabled() {
		err = errors.Join(err, w.conn.exec("ROLLBACK", nil))
	}
	for _, c := range changes {
		c.err = err
	}
	return failed
}

// close commits what has been asked for and ends the writer.
func (w *writer) close() error {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.nudge()
	<-w.stopped
	return w.conn.Close()
}

// scrubDelay is how long deletions are gathered before the log is emptied.
const scrubDelay = time.Second

// deleted is called within kept: the log still holds pages as they were.
func (w *writer) deleted() {
	if w.scrub == nil {
		w.scrub = time.After(scrubDelay)
	}
}

// emptyLog moves the log into the database, where deleted rows are
// overwritten, and cuts it to nothing. Where a reader stands in the way it is
// tried again later rather than waited for.
func (w *writer) emptyLog() {
	w.scrub = nil
	w.conn.SetBusyTimeout(0)
	defer w.conn.SetBusyTimeout(busyTimeout)
	busy := true
	err := w.conn.exec("PRAGMA wal_checkpoint(TRUNCATE)", func(row *sqlite.Stmt) { busy = row.ColumnBool(0) })
	if err != nil || busy {
		w.deleted()
	}
}

// change has a change made durably.
func (s *Store) change(ctx context.Context, doing string, apply func(*conn) error, kept func()) error {
	if err := s.write.do(&change{ctx: ctx, apply: apply, kept: kept}); err != nil {
		return unavailable(doing, err)
	}
	return nil
}
