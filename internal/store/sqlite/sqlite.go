// Package sqlite keeps a store in one SQLite file.
//
// One goroutine writes, and gathers what waits into one transaction, so that
// many learners share the price of a durable commit. Readers have connections
// of their own and never wait for the writer. Because one process owns the
// file, the sessions in use are also held in memory, within a bound.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/gofrs/flock"

	"verbatim/internal/store"
)

// Options adjusts a store; the zero value is right for most.
type Options struct {
	// HotSessions is how many sessions of common length (15 to 20 answers) are
	// held in memory; longer ones count for more. Each takes up to 2 KiB.
	// 0 means 6,144, below 0 none.
	HotSessions int
	// Readers is the number of connections that read. 0 means 4.
	Readers int
}

const (
	defaultHotSessions = 6_144
	defaultReaders     = 4
)

// Store is a store.Store in one SQLite file.
type Store struct {
	lock  *flock.Flock
	write *writer
	read  *readers
	hot   *cache

	close    sync.Once
	closeErr error
}

var (
	_ store.Store  = (*Store)(nil)
	_ store.Rested = (*Store)(nil)
)

// Ping says whether the database can be read.
func (s *Store) Ping(ctx context.Context) error {
	return s.query(ctx, "read the database", "SELECT 1 FROM session LIMIT 1", nil)
}

// Rest forgets the sessions that nobody has asked for since it was last called,
// and with them the pages of the file that SQLite holds in memory.
func (s *Store) Rest() int {
	forgotten := s.hot.rest()
	if forgotten > 0 {
		s.write.Between(s.write.conn.shrink)
		s.read.shrink()
	}
	return forgotten
}

// Close commits what waits and releases the file. Later calls do nothing.
func (s *Store) Close() error {
	s.close.Do(func() {
		err := errors.Join(s.read.close(), s.write.close(), s.lock.Unlock())
		if err != nil {
			s.closeErr = fmt.Errorf("the database was not closed cleanly: %w", err)
		}
	})
	return s.closeErr
}

// unavailable says what could not be done, and why.
func unavailable(doing string, err error) error {
	return fmt.Errorf("%w: cannot %s: %w", store.ErrUnavailable, doing, err)
}
