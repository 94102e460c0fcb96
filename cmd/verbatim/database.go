package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"verbatim/internal/play"
	"verbatim/internal/store"
	"verbatim/internal/store/postgres"
	"verbatim/internal/store/sqlite"
)

// databaseFlags say which database a verb looks after.
type databaseFlags struct {
	Data     string `env:"VERBATIM_DATA" placeholder:"DIR" help:"The folder of the database (${env}; default: verbatim in your folder for programs' state)."`
	Database string `env:"VERBATIM_DATABASE" placeholder:"URL" help:"A PostgreSQL database in place of that folder: postgres://user:password@host:5432/name (${env})."`
}

// Validate is called by kong when it has read the command line.
func (f databaseFlags) Validate() error {
	if f.Database != "" && !postgres.IsAddress(f.Database) {
		return errors.New("--database takes the address of a PostgreSQL database, such as postgres://user:password@host:5432/name; the folder of the embedded database is given by --data")
	}
	return nil
}

// database is what the verbs that look after a database ask of it.
type database interface {
	Migrations(context.Context) ([]store.Migration, error)
	Migrate(context.Context) ([]store.Migration, error)
	Examine(context.Context) (examination, error)
	Read(context.Context) (classReader, error)
	Backup(ctx context.Context, file string) error
	// Beside opens it while a server may be running on it, to change what no
	// server holds in memory.
	Beside(context.Context) (store.Store, error)
}

// examination is a look at a database that a server may be using.
type examination interface {
	store.Audit
	io.Closer
}

// classReader is a look at what classes have done; a server may be using the database.
type classReader interface {
	play.WalkReader
	Taken(ctx context.Context, set string) ([]store.Taken, error)
	Revision(ctx context.Context, hash string) (store.Revision, error)
	io.Closer
}

func (f databaseFlags) open() (database, error) {
	if f.Database != "" {
		return server(f.Database), nil
	}
	dir, err := dataDir(f.Data)
	return dataFolder(dir), err
}

// dataFolder is the embedded database in a folder.
type dataFolder string

func (d dataFolder) Migrations(ctx context.Context) ([]store.Migration, error) {
	return sqlite.Migrations(ctx, string(d))
}

func (d dataFolder) Migrate(ctx context.Context) ([]store.Migration, error) {
	return sqlite.Migrate(ctx, string(d))
}

func (d dataFolder) Examine(ctx context.Context) (examination, error) {
	return sqlite.Examine(ctx, string(d))
}

func (d dataFolder) Read(context.Context) (classReader, error) {
	return sqlite.OpenReader(string(d))
}

func (d dataFolder) Backup(ctx context.Context, file string) error {
	return sqlite.Backup(ctx, string(d), file)
}

func (d dataFolder) Beside(ctx context.Context) (store.Store, error) {
	return sqlite.OpenBeside(ctx, string(d))
}

// server is a database on a PostgreSQL server, by its address.
type server string

func (d server) Migrations(ctx context.Context) ([]store.Migration, error) {
	return postgres.Migrations(ctx, string(d))
}

func (d server) Migrate(ctx context.Context) ([]store.Migration, error) {
	return postgres.Migrate(ctx, string(d))
}

func (d server) Examine(ctx context.Context) (examination, error) {
	return postgres.Examine(ctx, string(d))
}

func (d server) Read(ctx context.Context) (classReader, error) {
	return postgres.Examine(ctx, string(d))
}

func (d server) Backup(_ context.Context, file string) error {
	return fmt.Errorf("a PostgreSQL database has tools of its own for backups: pg_dump --format=custom --file=%s, and pg_restore", file)
}

func (d server) Beside(ctx context.Context) (store.Store, error) {
	return postgres.Open(ctx, string(d), postgres.Options{Connections: 2})
}

// openStore opens the database for serving, and gives how it may be shown: the
// address of a server holds a password.
func (f databaseFlags) openStore(ctx context.Context) (st store.Store, shown string, err error) {
	if f.Database != "" {
		st, err := postgres.Open(ctx, f.Database, postgres.Options{})
		if err != nil {
			return nil, "", err
		}
		return st, postgres.Address(f.Database), nil
	}
	dir, err := dataDir(f.Data)
	if err != nil {
		return nil, "", err
	}
	opened, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		return nil, "", err
	}
	return opened, dir, nil
}

// recheck is how long a server believes a login from memory: what is signed out
// on one of several servers is soon signed out on all.
func (f databaseFlags) recheck() time.Duration {
	if f.Database != "" {
		return time.Second
	}
	return 0 // the usual: there is one server
}
