package sqlite

import (
	"context"
	"errors"
	"time"

	"zombiezen.com/go/sqlite"

	"verbatim/internal/store/batch"
)

// writer owns the one connection that writes.
type writer struct {
	*batch.Queue[change]
	conn *conn

	scrubbing bool // what was deleted is to leave the log too
}

// change is one caller's share of a transaction.
type change struct {
	// apply carries it out. It may be called again, after a rollback; what it
	// finds out it leaves where only apply and kept look until the change is made.
	// An error undoes the change; "not found" and the like are no errors.
	apply func(*conn) error
	kept  func() // called once it is durable, before the caller is told; may be nil
}

func newWriter(conn *conn) *writer {
	w := &writer{conn: conn}
	w.Queue = batch.New(w.commit)
	w.Between(w.deleted) // a process that was killed may have left something
	return w
}

// change has a change made durably.
func (s *Store) change(ctx context.Context, doing string, apply func(*conn) error, kept func()) error {
	if err := s.write.Do(ctx, change{apply, kept}); err != nil {
		return unavailable(doing, err)
	}
	return nil
}

// outcome is what a caller is told of a change: what went wrong, or why it was
// refused. Of a caller who has left, the writer may still be at the change, and
// what it finds out is not to be looked at.
func outcome(err error, refused *error) error {
	if err != nil {
		return err
	}
	return *refused
}

// commit is a batch.Commit.
func (w *writer) commit(changes []change) (alone bool, err error) {
	err = w.conn.exec("BEGIN IMMEDIATE", nil)
	for _, c := range changes {
		if err != nil {
			break
		}
		err = c.apply(w.conn)
		alone = err != nil
	}
	if err == nil {
		err = w.conn.exec("COMMIT", nil)
	}
	if err != nil {
		if !w.conn.AutocommitEnabled() {
			err = errors.Join(err, w.conn.exec("ROLLBACK", nil))
		}
		return alone, err
	}
	for _, c := range changes {
		if c.kept != nil {
			c.kept()
		}
	}
	return false, nil
}

// close commits what has been asked for and ends the writer.
func (w *writer) close() error {
	w.Close()
	return w.conn.Close()
}

// scrubDelay is how long deletions are gathered before the log is emptied.
const scrubDelay = time.Second

// deleted is called within kept: the log still holds pages as they were.
func (w *writer) deleted() {
	if !w.scrubbing {
		w.scrubbing = true
		time.AfterFunc(scrubDelay, func() { w.Between(w.emptyLog) })
	}
}

// emptyLog moves the log into the database, where deleted rows are
// overwritten, and cuts it to nothing. Where a reader stands in the way it is
// tried again later rather than waited for.
func (w *writer) emptyLog() {
	w.scrubbing = false
	w.conn.SetBusyTimeout(0)
	defer w.conn.SetBusyTimeout(busyTimeout)
	busy := true
	err := w.conn.exec("PRAGMA wal_checkpoint(TRUNCATE)", func(row *sqlite.Stmt) { busy = row.ColumnBool(0) })
	if err != nil || busy {
		w.deleted()
	}
}
