package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// oldest is the oldest server that is worked with, as server_version_num says
// it. CockroachDB calls itself 13.
const oldest = 13_00_00

// connectTimeout is how long a server may take to answer, where the address
// does not say connect_timeout.
const connectTimeout = 5 * time.Second

// IsAddress says whether a database is named by an address that Open takes.
func IsAddress(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Open connects to the database at an address such as
// postgres://user:password@host:5432/name and brings its tables up to date.
// Each error is one line for the person who runs the server; none of them
// holds the password.
func Open(ctx context.Context, address string, o Options) (*Store, error) {
	config, err := parse(address, o)
	if err != nil {
		return nil, err
	}
	return openConfig(ctx, config)
}

func openConfig(ctx context.Context, config *pgxpool.Config) (s *Store, err error) {
	shown := describe(config.ConnConfig)
	if _, err := migrate(ctx, config.ConnConfig); err != nil {
		return nil, explain(shown, err)
	}
	s = &Store{recent: newRecent()}
	if s.pool, err = pgxpool.NewWithConfig(context.WithoutCancel(ctx), config); err != nil {
		return nil, explain(shown, err)
	}
	single := config.Copy()
	single.MaxConns, single.MinConns, single.MinIdleConns = 1, 0, 0
	single.ConnConfig.ValidateConnect = fitForBatches
	for _, d := range []*database{&s.answers, &s.sessions} {
		if d.pool, err = pgxpool.NewWithConfig(context.WithoutCancel(ctx), single.Copy()); err != nil {
			s.pool.Close()
			return nil, explain(shown, err)
		}
	}
	s.write, s.readings = newWriter(s.answers), newReadings(s.sessions)
	return s, nil
}

// fitForBatches is fit for a connection that has each statement planned once.
// Those of batches are planned anew each time otherwise, which takes longer than
// to run them: for the short arrays of a quiet moment that looks cheaper to the
// server. A database that has no such setting is left as it is.
func fitForBatches(ctx context.Context, c *pgconn.PgConn) error {
	if err := fit(ctx, c); err != nil {
		return err
	}
	return c.ExecParams(ctx, `
		SELECT set_config('plan_cache_mode', 'force_generic_plan', false)
		WHERE current_setting('plan_cache_mode', true) IS NOT NULL`,
		nil, nil, nil, nil).Read().Err
}

// parse reads an address.
func parse(address string, o Options) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil || !IsAddress(address) {
		// pgx's own words would repeat the address.
		return nil, errors.New("the address of the database cannot be read: it looks like postgres://user:password@host:5432/name, with %40 for an @ in a name or password and %2F for a /")
	}
	if !strings.Contains(address, "pool_max_conns=") {
		if o.Connections <= 0 {
			o.Connections = defaultConnections
		}
		config.MaxConns = int32(o.Connections)
	}
	c := config.ConnConfig
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTimeout
	}
	if c.RuntimeParams["application_name"] == "" {
		c.RuntimeParams["application_name"] = "verbatim"
	}
	c.DefaultQueryExecMode = pgx.QueryExecModeCacheStatement // row reads the binary format
	c.ValidateConnect = fit
	return config, nil
}

// describe names a database without its password.
func describe(c *pgx.ConnConfig) string {
	at := net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
	if strings.HasPrefix(c.Host, "/") {
		at = c.Host
	}
	return fmt.Sprintf("%s at %s", c.Database, at)
}

// Address gives what may be shown of an address: the name of the database and
// its host.
func Address(address string) string {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return "(unreadable)"
	}
	return describe(config)
}

// What is wrong with a server that answers.
var (
	errReadOnly = errors.New("it is read-only")
	errOld      = errors.New("it is too old")
)

// fit looks at each new connection: a commit must be on the disk before it is
// acknowledged, whatever the server's settings say, and a replica is of no use.
func fit(ctx context.Context, c *pgconn.PgConn) error {
	result := c.ExecParams(ctx, `
		SELECT current_setting('server_version_num'), current_setting('transaction_read_only'),
			CASE current_setting('synchronous_commit', true) WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END`,
		nil, nil, nil, nil).Read()
	if result.Err != nil {
		return result.Err
	}
	version, err := strconv.Atoi(string(result.Rows[0][0]))
	switch {
	case err != nil:
		return fmt.Errorf("its version cannot be read: %w", err)
	case version < oldest:
		return errOld
	case string(result.Rows[0][1]) == "on":
		return errReadOnly
	}
	return nil
}

// explain turns the reason not to open into a line for the person who runs the
// server.
func explain(shown string, err error) error {
	said, _ := errors.AsType[*pgconn.PgError](err)
	opErr, _ := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, errReadOnly) || said != nil && said.Code == "25006":
		return fmt.Errorf("the database %s may only be read: give the address of the primary server, or end its read-only mode", shown)
	case errors.Is(err, errOld):
		return fmt.Errorf("the server of the database %s is too old: PostgreSQL %d or newer is needed", shown, oldest/10_000)
	case said != nil && (said.Code == "28P01" || said.Code == "28000"):
		return fmt.Errorf("the database %s refuses this user or password (%s): correct the address, or the server's pg_hba.conf", shown, said.Message)
	case said != nil && said.Code == "3D000":
		return fmt.Errorf("there is no database %s: make it with createdb, or correct the address", shown)
	case said != nil && said.Code == "42501":
		return fmt.Errorf("this user lacks a right in the database %s (%s): make it the owner, or grant it CREATE on the schema", shown, said.Message)
	case said != nil && (said.Code == "53300" || said.Code == "57P03"):
		return fmt.Errorf("the database %s takes no more connections now (%s): try again, or raise its max_connections", shown, said.Message)
	case said != nil:
		return fmt.Errorf("the database %s cannot be opened: %s (PostgreSQL's code %s)", shown, said.Message, said.Code)
	case opErr != nil || errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, fs.ErrNotExist):
		why := "it does not answer"
		if opErr != nil && !opErr.Timeout() {
			why = opErr.Err.Error()
		}
		return fmt.Errorf("the database %s cannot be reached (%s): start the server, or correct the address", shown, why)
	}
	return fmt.Errorf("the database %s cannot be opened: %w", shown, err)
}
