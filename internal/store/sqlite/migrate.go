package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver that goose uses
	"zombiezen.com/go/sqlite"
)

//go:embed migrations/*.sql
var migrations embed.FS

// level is the newest user_version that this program can work with. Tables
// that a newer program has only added to are no hindrance; one that took
// something away has raised user_version above it.
const level = 1

// migrate brings the tables up to date. Each migration is one transaction, so
// a run that was cut off is completed by the next.
func migrate(ctx context.Context, path string, conn *conn) error {
	var found int
	if err := conn.exec("PRAGMA user_version", func(row *sqlite.Stmt) { found = row.ColumnInt(0) }); err != nil {
		return err
	}
	if found > level {
		return fmt.Errorf("it was written by a newer Verbatim (its tables are of level %d, this program knows level %d): run the newer program, or choose another data folder", found, level)
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return err
	}
	defer db.Close()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("its tables cannot be brought up to date: %w", err)
	}
	return nil
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
