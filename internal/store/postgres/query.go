package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// database is a pool of connections.
type database struct{ pool *pgxpool.Pool }

const (
	// deadline holds for calls whose context has none.
	deadline = 5 * time.Second
	// patience is how long a call goes on trying where the server has gone
	// away: a restart takes less, and a server that is down is not waited for.
	patience = time.Second
	// pause is between two tries, where the first could not connect or stood in
	// the way of another.
	pause = 20 * time.Millisecond
)

// query runs one statement and hands its rows to row, which may be nil. A
// statement that changes something is a transaction of its own.
func (d database) query(ctx context.Context, doing, sql string, row func(row), args ...any) error {
	_, err := d.exec(ctx, doing, sql, row, args...)
	return err
}

// exec is query where the number of the rows that were changed matters.
func (d database) exec(ctx context.Context, doing, sql string, row func(row), args ...any) (changed int64, err error) {
	err = d.patiently(ctx, doing, func(ctx context.Context) (begun bool, err error) {
		changed, begun, err = run(ctx, d.pool, sql, row, args...)
		return begun, err
	})
	return changed, err
}

// change makes a change of several statements in one transaction. f may be
// called again, after a rollback; what it finds out replaces what it found
// before.
func (d database) change(ctx context.Context, doing string, f func(t tx) error) error {
	return d.patiently(ctx, doing, func(ctx context.Context) (begun bool, err error) {
		return false, pgx.BeginFunc(ctx, d.pool, func(in pgx.Tx) error { return f(tx{ctx, in}) })
	})
}

// refused is an error that undoes a change and is the answer to it, such as
// store.ErrTaken.
type refused struct{ error }

// tx is a transaction under way. Each statement sees what has been committed
// when it begins (READ COMMITTED).
type tx struct {
	ctx context.Context
	in  pgx.Tx
}

// exec runs one statement, hands its rows to row, which may be nil, and gives
// the number of those that were changed.
func (t tx) exec(sql string, row func(row), args ...any) (changed int64, err error) {
	changed, _, err = run(t.ctx, t.in, sql, row, args...)
	return changed, err
}

// querier is a pool, a connection or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// run runs one statement. begun says that row has been called.
func run(ctx context.Context, q querier, sql string, each func(row), args ...any) (changed int64, begun bool, err error) {
	rows, err := q.Query(ctx, sql, bind(args)...)
	if err != nil {
		return 0, false, err
	}
	for rows.Next() {
		if each != nil {
			begun = true
			each(rows.RawValues())
		}
	}
	rows.Close()
	return rows.CommandTag().RowsAffected(), begun, rows.Err()
}

// patiently tries until f succeeds or it is no use: where a connection turns
// out to be dead, where the server restarts, and where a transaction stood in
// the way of another. Every change can be repeated, but rows that have been
// handed out cannot be taken back.
func (d database) patiently(ctx context.Context, doing string, f func(context.Context) (begun bool, err error)) error {
	if _, limited := ctx.Deadline(); !limited {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, deadline)
		defer cancel()
	}
	var until time.Time
	for {
		begun, err := f(ctx)
		if err == nil {
			return nil
		}
		if no, ok := errors.AsType[refused](err); ok {
			return no.error
		}
		again, wait := passing(err)
		now := time.Now()
		if until.IsZero() {
			until = now.Add(patience)
		}
		if !again || begun || now.After(until) || ctx.Err() != nil {
			return unavailable(ctx, doing, err)
		}
		if wait {
			select {
			case <-time.After(pause):
			case <-ctx.Done():
			}
		}
	}
}

// passing says whether another try may succeed, and whether it had better wait
// a little. A connection that had died unnoticed is replaced at once.
func passing(err error) (again, wait bool) {
	if said, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch said.Code {
		case "57P01", "57P02", "57P03", // it is shutting down, has crashed, or is starting
			"53300",          // too many connections, as when another node has just died
			"40001", "40P01": // another transaction was in the way
			return true, true
		}
		return said.Code[:2] == "08", true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true, true
	}
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err), false
}

// Codes of errors that are not failures.
const (
	foreignKeyViolation = "23503"
	undefinedTable      = "42P01"
)

// code is PostgreSQL's code for what went wrong, or "".
func code(err error) string {
	if said, ok := errors.AsType[*pgconn.PgError](err); ok {
		return said.Code
	}
	return ""
}

// orphaned says that a row refers to another that is not there.
func orphaned(err error) bool { return code(err) == foreignKeyViolation }
