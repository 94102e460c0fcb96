package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store/batch"
)

// conn is a connection with the statements that it has prepared. sqlite.Conn
// keeps them too, but clears their parameters at each use, and SQLite then
// plans many of them anew, at ten times the price of running them.
type conn struct {
	*sqlite.Conn
	stmts map[string]*sqlite.Stmt
}

// exec runs one statement, with all its parameters, and hands its rows to row.
func (c *conn) exec(query string, row func(*sqlite.Stmt), args ...any) error {
	stmt := c.stmts[query]
	if stmt == nil {
		var err error
		if stmt, err = c.Prepare(query); err != nil {
			return err
		}
		c.stmts[query] = stmt
	}
	for i, arg := range args {
		bind(stmt, i+1, arg)
	}
	for {
		more, err := stmt.Step()
		if err != nil {
			return err // Step has reset the statement
		}
		if !more {
			return stmt.Reset()
		}
		if row != nil {
			row(stmt)
		}
	}
}

// bind sets a parameter. The zero uuid and the zero time are NULL: they stand
// for "none".
func bind(stmt *sqlite.Stmt, i int, arg any) {
	switch v := arg.(type) {
	case uuid.UUID:
		if v == uuid.Nil {
			stmt.BindNull(i)
			return
		}
		stmt.BindBytes(i, v[:])
	case []byte:
		stmt.BindBytes(i, v)
	case string:
		stmt.BindText(i, v)
	case int64:
		stmt.BindInt64(i, v)
	case time.Time:
		if v.IsZero() {
			stmt.BindNull(i)
			return
		}
		stmt.BindInt64(i, v.UnixMicro())
	case int:
		stmt.BindInt64(i, int64(v))
	case nil:
		stmt.BindNull(i)
	case float64:
		stmt.BindFloat(i, v)
	case bool:
		stmt.BindBool(i, v)
	default:
		panic(fmt.Sprintf("sqlite: parameter %d has type %T", i, arg))
	}
}

// shrink gives back the pages of the file that a connection holds in memory;
// they are read again where they are needed.
func (c *conn) shrink() { _ = c.exec("PRAGMA shrink_memory", nil) }

// readers is a pool of connections that only read. In WAL mode they wait for
// nobody and nobody waits for them, so a statement that has begun is let finish.
type readers struct {
	free   chan *conn
	all    int
	closed chan struct{}
}

func newReaders(path string, n int) (*readers, error) {
	r := &readers{free: make(chan *conn, n), closed: make(chan struct{})}
	for range n {
		c, err := connect(path, "PRAGMA query_only = ON")
		if err != nil {
			return nil, errors.Join(err, r.close())
		}
		r.free <- c
		r.all++
	}
	return r, nil
}

// ready says whether there is still somebody to read for, and something to
// read from.
func (r *readers) ready(ctx context.Context) error {
	select {
	case <-r.closed:
		return batch.ErrClosed
	default:
		return ctx.Err()
	}
}

// with lends a connection to f.
func (r *readers) with(ctx context.Context, f func(*conn) error) error {
	if err := r.ready(ctx); err != nil {
		return err
	}
	select {
	case c := <-r.free:
		defer func() { r.free <- c }()
		return f(c)
	case <-ctx.Done():
		return ctx.Err()
	case <-r.closed:
		return batch.ErrClosed
	}
}

// shrink has those that are not reading give back the pages that they hold.
func (r *readers) shrink() {
	for range r.all {
		select {
		case c := <-r.free: // the one that has waited longest, so that each has its turn
			c.shrink()
			r.free <- c
		default:
			return
		}
	}
}

// close waits for the readers under way.
func (r *readers) close() error {
	close(r.closed)
	var errs []error
	for range r.all {
		c := <-r.free
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// query reads by one statement, which sees one state of the database.
func (s *Store) query(ctx context.Context, doing, query string, row func(*sqlite.Stmt), args ...any) error {
	err := s.read.with(ctx, func(c *conn) error { return c.exec(query, row, args...) })
	if err != nil {
		return unavailable(doing, err)
	}
	return nil
}
