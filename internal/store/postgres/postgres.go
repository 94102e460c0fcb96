// Package postgres keeps a store in a PostgreSQL database, which several nodes
// may share: each may serve any request, and may die at any time.
//
// A node has one connection for answers: what waits while a transaction is
// committed goes into the next one, so that many learners share the price of a
// durable commit. Another reads sessions, many at a time too. Everything else
// goes through a pool. What a node remembers of a session it checks each time,
// because another may have changed it.
//
// The SQL keeps to what CockroachDB and Citus run as well: no sequences,
// advisory locks, LISTEN or triggers of our own.
package postgres

import (
	"context"
	"fmt"
	"sync"

	"verbatim/internal/store"
)

// Options adjusts a store; the zero value is right for most.
type Options struct {
	// Connections bounds the connections of this node, beside the two for
	// answers and sessions, where the address does not say pool_max_conns. 0 means 16.
	Connections int
}

const defaultConnections = 16

// Store is a store.Store in a PostgreSQL database.
type Store struct {
	database
	answers  database // one connection, for the writer
	sessions database // one connection, for the readings
	write    *writer
	readings *readings
	recent   *recent

	close sync.Once
}

var _ store.Store = (*Store)(nil)

// Ping says whether the database can be read.
func (s *Store) Ping(ctx context.Context) error {
	return s.query(ctx, "read the database", "SELECT 1 FROM session LIMIT 1", nil)
}

// Close commits what waits and ends the connections. Later calls do nothing.
func (s *Store) Close() error {
	s.close.Do(func() {
		s.write.Close()
		s.readings.Close()
		s.answers.pool.Close()
		s.sessions.pool.Close()
		s.pool.Close()
	})
	return nil
}

// unavailable says what could not be done, and why.
func unavailable(ctx context.Context, doing string, err error) error {
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("%w: cannot %s: %w: %w", store.ErrUnavailable, doing, ended, err)
	}
	return fmt.Errorf("%w: cannot %s: %w", store.ErrUnavailable, doing, err)
}
