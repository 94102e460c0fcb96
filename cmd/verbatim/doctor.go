package main

import (
	"errors"
	"fmt"

	"verbatim/internal/play"
)

type doctorCmd struct{ databaseFlags }

// Help is shown by verbatim doctor --help.
func (doctorCmd) Help() string {
	return `Checks the whole database: that its file is sound, that no row refers to one that is missing, and that each answer is counted as its response earns by the revision that its session is pinned to. It changes nothing, and the server may go on meanwhile. The exit code is 0 where all is well, 1 where something is not, 2 where it could not be looked at.

Examples:
  verbatim doctor
  verbatim doctor --data ./state`
}

// Run checks the database.
func (c *doctorCmd) Run(e *env) error {
	db, err := c.open()
	if err != nil {
		return err
	}
	x, err := db.Examine(e.ctx)
	if err != nil {
		return &exit{2, err}
	}
	defer x.Close()
	wrong, err := x.Integrity(e.ctx)
	if err != nil {
		return &exit{2, err}
	}
	for _, w := range wrong {
		fmt.Fprintln(e.stdout, "database:", w)
	}
	audited, err := play.Audit(e.ctx, x, parseRevision, func(d play.Difference) { fmt.Fprintln(e.stdout, d) })
	if err != nil {
		return &exit{2, err}
	}
	fmt.Fprintf(e.stdout, "%s and %s were looked at.\n", count(audited.Sessions, "session"), count(audited.Answers, "answer"))
	if n := len(wrong) + audited.Differences; n > 0 {
		fmt.Fprintf(e.stdout, "%s found.\n", count(n, "problem"))
		if len(wrong) > 0 {
			return &exit{1, errors.New("the database is damaged: restore it from a backup with `verbatim restore`")}
		}
		return &exit{1, nil}
	}
	fmt.Fprintln(e.stdout, "All is well.")
	return nil
}
