package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"verbatim/internal/store"
	"verbatim/internal/store/postgres"
	"verbatim/internal/store/sqlite"
)

type copyCmd struct {
	From string `required:"" placeholder:"DATABASE" help:"Where to read: sqlite:///path/of/the/data/folder or postgres://user:password@host:5432/name."`
	To   string `required:"" placeholder:"DATABASE" help:"Where to write; it must be empty."`
}

// Help is shown by verbatim copy --help.
func (copyCmd) Help() string {
	return `Moves a school that has outgrown one machine to PostgreSQL, or back. Every row of every table is copied in one transaction; then both sides are read again, and the number and the sum of the rows of each table compared. The servers of both must be stopped. What is copied from stays as it is.

Examples:
  verbatim copy --from sqlite:///var/lib/verbatim --to postgres://verbatim@db.example.org/verbatim
  verbatim copy --from postgres://verbatim@db.example.org/verbatim --to sqlite://state

PGPASSWORD, or a file ~/.pgpass, gives the password without showing it to others on this machine.`
}

// Run copies a database.
func (c *copyCmd) Run(e *env) (err error) {
	if c.From == c.To {
		return &exit{2, errors.New("--from and --to are the same database")}
	}
	from, err := openTransfer(e.ctx, "--from", c.From, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := openTransfer(e.ctx, "--to", c.To, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	tell := &copyProgress{env: e}
	copied, err := store.Copy(e.ctx, from, to, tell.step)
	tell.clear()
	switch {
	case errors.Is(err, store.ErrNotEmpty):
		return fmt.Errorf("nothing is copied, because --to names a database that holds something: %w. Name an empty one", err)
	case errors.Is(err, store.ErrDiffers):
		return fmt.Errorf("the copy is not to be used: %w. Empty the database that --to names and copy again", err)
	case err != nil:
		return fmt.Errorf("nothing is copied: %w", err)
	}
	table := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "TABLE\tROWS\tSUM")
	var rows int64
	for _, t := range copied {
		fmt.Fprintf(table, "%s\t%d\t%s\n", t.Table, t.Rows, t.Sum)
		rows += t.Rows
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "\n%s of %s copied; each table is the same on both sides.\n", count(int(rows), "row"), count(len(copied), "table"))
	return nil
}

// openTransfer opens one side of a copy.
func openTransfer(ctx context.Context, flag, name string, create bool) (store.Transfer, error) {
	if postgres.IsAddress(name) {
		return transfer(postgres.OpenTransfer(ctx, name))
	}
	dir, ok := strings.CutPrefix(name, "sqlite://")
	if !ok || dir == "" {
		return nil, &exit{2, fmt.Errorf("%s does not name a database: write sqlite:// and the path of a data folder, or postgres://user:password@host:5432/name", flag)}
	}
	return transfer(sqlite.OpenTransfer(ctx, filepath.FromSlash(dir), create))
}

// transfer turns a nil pointer into no transfer.
func transfer[T store.Transfer](t T, err error) (store.Transfer, error) {
	if err != nil {
		return nil, err
	}
	return t, nil
}

// copyProgress tells on a terminal how far a copy is.
type copyProgress struct {
	env   *env
	next  time.Time // when the line is written again
	shown bool
}

func (p *copyProgress) step(doing, table string, rows, of int64) {
	out := terminal(p.env.stderr)
	if now := time.Now(); out != nil && now.After(p.next) {
		p.next, p.shown = now.Add(progressEvery), true
		fmt.Fprintf(out, "\r\x1b[K%s %s: %d of %d rows", doing, table, rows, of)
	}
}

// clear takes the line away.
func (p *copyProgress) clear() {
	if p.shown {
		fmt.Fprint(p.env.stderr, "\r\x1b[K")
	}
}
