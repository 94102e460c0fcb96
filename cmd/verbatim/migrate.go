package main

import (
	"fmt"
	"text/tabwriter"
	"time"
)

type migrateCmd struct {
	Status migrateStatusCmd `cmd:"" default:"withargs" help:"List the steps in the making of the tables, and which have been taken (the default)."`
	Up     migrateUpCmd     `cmd:"" help:"Bring the tables up to date; the server does so too when it starts."`
}

// Help is shown by verbatim migrate --help.
func (migrateCmd) Help() string {
	return `The tables of the database grow by numbered steps. The server takes those that are missing when it starts; these commands show them, or take them beforehand. The embedded database belongs to one program at a time: stop the server before migrate up.

Examples:
  verbatim migrate status
  verbatim migrate up --data ./state`
}

type migrateStatusCmd struct{ databaseFlags }

// Run lists the steps.
func (c *migrateStatusCmd) Run(e *env) error {
	db, err := c.open()
	if err != nil {
		return err
	}
	list, err := db.Migrations(e.ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "STEP\tNAME\tTAKEN")
	missing := 0
	for _, m := range list {
		taken := "not yet"
		if m.Applied.IsZero() {
			missing++
		} else {
			taken = m.Applied.UTC().Format(time.DateTime)
		}
		fmt.Fprintf(table, "%d\t%s\t%s\n", m.Version, m.Name, taken)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if missing > 0 {
		fmt.Fprintf(e.stdout, "\n%s to take: run verbatim migrate up, or start the server.\n", count(missing, "step"))
	}
	return nil
}

type migrateUpCmd struct{ databaseFlags }

// Run takes the steps that are missing.
func (c *migrateUpCmd) Run(e *env) error {
	db, err := c.open()
	if err != nil {
		return err
	}
	taken, err := db.Migrate(e.ctx)
	for _, m := range taken {
		fmt.Fprintf(e.stdout, "step %d taken: %s\n", m.Version, m.Name)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(e.stdout, "The tables are up to date.")
	return nil
}
