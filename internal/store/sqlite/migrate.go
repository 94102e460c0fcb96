package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver that goose uses
	"zombiezen.com/go/sqlite"

	"verbatim/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// level is the newest user_version that this program can work with. Tables
// that a newer program has only added to are no hindrance; one that took
// something away has raised user_version above it.
const level = 1

// migrate brings the tables up to date and gives what it applied. Each
// migration is one transaction, so a run that was cut off is completed by the
// next. The caller owns the data folder.
func migrate(ctx context.Context, file string, conn *conn) ([]store.Migration, error) {
	var found int
	if err := conn.exec("PRAGMA user_version", func(row *sqlite.Stmt) { found = row.ColumnInt(0) }); err != nil {
		return nil, err
	}
	if found > level {
		return nil, fmt.Errorf("it was written by a newer Verbatim (its tables are of level %d, this program knows level %d): run the newer program, or choose another data folder", found, level)
	}
	db, err := sql.Open("sqlite", dsn(file))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	// Each subject numbers its migrations in a range of its own, so a lower number
	// may come later.
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true))
	if err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("its tables cannot be brought up to date: %w", err)
	}
	var applied []store.Migration
	for _, r := range results {
		m := migrationOf(r.Source.Path)
		m.Applied = time.Now()
		applied = append(applied, m)
	}
	return applied, nil
}

// Migrate brings the tables of the database in the data folder dir up to date
// and gives what it applied. No server may be using it.
func Migrate(ctx context.Context, dir string) (applied []store.Migration, err error) {
	if _, err := existing(dir); err != nil {
		return nil, err
	}
	lock, err := claim(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	file, err := filepath.Abs(filepath.Join(dir, dbFile))
	if err != nil {
		return nil, err
	}
	c, err := connect(file)
	if err != nil {
		return nil, explain(file, err)
	}
	applied, err = migrate(ctx, file, c)
	if err = errors.Join(err, c.Close()); err != nil {
		return applied, explain(file, err)
	}
	return applied, nil
}

// Migrations lists the migrations that this program knows, in their order. It
// reads alone, so a server may be using the database.
func Migrations(ctx context.Context, dir string) ([]store.Migration, error) {
	file, err := existing(dir)
	if err != nil {
		return nil, err
	}
	return migrationsOf(ctx, file)
}

func migrationsOf(ctx context.Context, file string) ([]store.Migration, error) {
	c, err := look(file)
	if err != nil {
		return nil, explain(file, err)
	}
	defer c.Close()
	c.SetInterrupt(ctx.Done())
	applied := map[int64]time.Time{}
	ours := false
	err = c.exec("SELECT 1 FROM sqlite_schema WHERE name = 'goose_db_version'", func(*sqlite.Stmt) { ours = true })
	if err == nil && !ours {
		return nil, fmt.Errorf("%s is no database of Verbatim's", file)
	}
	if err == nil {
		err = c.exec("SELECT version_id, unixepoch(tstamp) FROM goose_db_version WHERE is_applied = 1", func(row *sqlite.Stmt) {
			applied[row.ColumnInt64(0)] = time.Unix(row.ColumnInt64(1), 0).UTC()
		})
	}
	if err != nil {
		return nil, explain(file, err)
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
		panic("sqlite: the migration " + file + " has no number")
	}
	return store.Migration{Version: version, Name: name}
}

// dsn names the file and the pragmas for database/sql.
func dsn(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	query := url.Values{"_pragma": {"busy_timeout(5000)", "synchronous(FULL)", "foreign_keys(ON)"}}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}).String()
}
