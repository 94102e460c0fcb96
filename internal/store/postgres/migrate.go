package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"verbatim/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// level is the newest level of the tables that this program can work with.
// Tables that a newer program has only added to are no hindrance; one that
// took something away has raised the level above it.
const level = 1

// The table that migrations stand on: a row that the one node that migrates
// holds locked, for as long as its connection lives, and a row with the level.
const schemaTable = `
	CREATE TABLE IF NOT EXISTS verbatim_schema (name text PRIMARY KEY, value integer NOT NULL);
	INSERT INTO verbatim_schema (name, value) VALUES ('lock', 0), ('level', 1) ON CONFLICT DO NOTHING`

// migrate brings the tables up to date and gives what it applied. Each
// migration is one transaction, so a run that was cut off is completed by the
// next. A user who may not change tables can run the program once somebody else
// has migrated.
func migrate(ctx context.Context, config *pgx.ConnConfig) (applied []store.Migration, err error) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	found, err := levelOf(ctx, conn)
	switch {
	case err != nil:
		return nil, err
	case found > level:
		return nil, fmt.Errorf("it was written by a newer Verbatim (its tables are of level %d, this program knows level %d): run the newer program", found, level)
	}
	db := stdlib.OpenDB(*config)
	defer db.Close()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	// Each subject numbers its migrations in a range of its own, so a lower number
	// may come later.
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true))
	if err != nil {
		return nil, err
	}
	if found > 0 {
		if pending, err := provider.HasPending(ctx); err != nil || !pending {
			return nil, err
		}
	}
	// Of nodes that start together, the second may fail to make the table that
	// the first has just made.
	for range 10 {
		if _, err = conn.Exec(ctx, schemaTable, pgx.QueryExecModeSimpleProtocol); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	err = pgx.BeginFunc(ctx, conn, func(held pgx.Tx) error {
		if _, err := held.Exec(ctx, "SELECT 1 FROM verbatim_schema WHERE name = 'lock' FOR UPDATE"); err != nil {
			return err
		}
		results, err := provider.Up(ctx)
		if err != nil {
			return fmt.Errorf("its tables cannot be brought up to date: %w", err)
		}
		for _, r := range results {
			m := migrationOf(r.Source.Path)
			m.Applied = time.Now()
			applied = append(applied, m)
		}
		return nil
	})
	return applied, err
}

// levelOf gives the level of the tables; 0 where there are none.
func levelOf(ctx context.Context, conn *pgx.Conn) (found int, err error) {
	err = conn.QueryRow(ctx, "SELECT value FROM verbatim_schema WHERE name = 'level'").Scan(&found)
	if code(err) == undefinedTable || errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return found, err
}

// Migrate brings the tables of a database up to date and gives what it applied.
func Migrate(ctx context.Context, address string) ([]store.Migration, error) {
	config, err := parse(address, Options{})
	if err != nil {
		return nil, err
	}
	applied, err := migrate(ctx, config.ConnConfig)
	if err != nil {
		return applied, explain(describe(config.ConnConfig), err)
	}
	return applied, nil
}

// Migrations lists the migrations that this program knows, in their order. It
// changes nothing.
func Migrations(ctx context.Context, address string) ([]store.Migration, error) {
	config, err := parse(address, Options{})
	if err != nil {
		return nil, err
	}
	config.ConnConfig.ValidateConnect = nil // a replica will do
	shown := describe(config.ConnConfig)
	conn, err := pgx.ConnectConfig(ctx, config.ConnConfig)
	if err != nil {
		return nil, explain(shown, err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	switch found, err := levelOf(ctx, conn); {
	case err != nil:
		return nil, explain(shown, err)
	case found == 0:
		return nil, fmt.Errorf("the database %s holds nothing of Verbatim's", shown)
	}
	applied := map[int64]time.Time{}
	rows, err := conn.Query(ctx, "SELECT version_id, tstamp AT TIME ZONE current_setting('TimeZone') FROM goose_db_version WHERE is_applied")
	if err == nil {
		var version int64
		var at time.Time
		_, err = pgx.ForEachRow(rows, []any{&version, &at}, func() error {
			applied[version] = at.UTC()
			return nil
		})
	}
	if err != nil {
		return nil, explain(shown, err)
	}
	files, err := fs.Glob(migrations, "migrations/*.sql") // sorted
	if err != nil {
		return nil, err
	}
	list := make([]store.Migration, len(files))
	for i, name := range files {
		list[i] = migrationOf(name)
		list[i].Applied = applied[list[i].Version]
	}
	return list, nil
}

// migrationOf reads the version and the name in the name of a migration's file.
func migrationOf(file string) store.Migration {
	number, name, _ := strings.Cut(strings.TrimSuffix(path.Base(file), ".sql"), "_")
	version, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		panic("postgres: the migration " + file + " has no number")
	}
	return store.Migration{Version: version, Name: name}
}
