package main

import (
	"context"
	"io"

	"verbatim/internal/store"
	"verbatim/internal/store/sqlite"
)

// databaseFlags say which database a verb looks after.
type databaseFlags struct {
	Data string `env:"VERBATIM_DATA" placeholder:"DIR" help:"The folder of the database (${env}; default: verbatim in your folder for programs' state)."`
}

// database is what the verbs that look after a database ask of it.
type database interface {
	Migrations(context.Context) ([]store.Migration, error)
	Migrate(context.Context) ([]store.Migration, error)
	Examine(context.Context) (examination, error)
	Backup(ctx context.Context, file string) error
}

// examination is a look at a database that a server may be using.
type examination interface {
	store.Audit
	io.Closer
}

func (f databaseFlags) open() (database, error) {
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

func (d dataFolder) Backup(ctx context.Context, file string) error {
	return sqlite.Backup(ctx, string(d), file)
}
