package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
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

// migrate brings the tables up to date. Each migration is one transaction, so
// a run that was cut off is completed by the next. A user who may not change
// tables can run the program once somebody else has migrated.
func migrate(ctx context.Context, config *pgx.ConnConfig) error {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	found := 0
	err = conn.QueryRow(ctx, "SELECT value FROM verbatim_schema WHERE name = 'level'").Scan(&found)
	switch {
	case code(err) == undefinedTable || errors.Is(err, pgx.ErrNoRows):
	case err != nil:
		return err
	case found > level:
		return fmt.Errorf("it was written by a newer Verbatim (its tables are of level %d, this program knows level %d): run the newer program", found, level)
	}
	db := stdlib.OpenDB(*config)
	defer db.Close()
	provider, err := newProvider(db)
	if err != nil {
		return err
	}
	if found > 0 {
		if pending, err := provider.HasPending(ctx); err != nil || !pending {
			return err
		}
	}
	// Of nodes that start together, the one that is second may fail to make the
	// table that the first has just made.
	for range 10 {
		if _, err = conn.Exec(ctx, schemaTable, pgx.QueryExecModeSimpleProtocol); err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, conn, func(held pgx.Tx) error {
		if _, err := held.Exec(ctx, "SELECT 1 FROM verbatim_schema WHERE name = 'lock' FOR UPDATE"); err != nil {
			return err
		}
		if _, err := provider.Up(ctx); err != nil {
			return fmt.Errorf("its tables cannot be brought up to date: %w", err)
		}
		return nil
	})
}

func newProvider(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	// Each subject numbers its migrations in a range of its own, so a lower number
	// may come later.
	return goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true))
}
