package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"verbatim/internal/play"
	"verbatim/internal/store/sqlite"
)

type restoreCmd struct {
	Data string `env:"VERBATIM_DATA" placeholder:"DIR" help:"The folder of the database (${env}; default: verbatim in your folder for programs' state)."`
	Yes  bool   `help:"Replace the database without asking."`
	File string `arg:"" help:"A file that verbatim backup has written."`
}

// Help is shown by verbatim restore --help.
func (restoreCmd) Help() string {
	return `Puts a backup in the place of the database. The backup is checked first, and nothing is touched where it is damaged. The database that it replaces is kept beside it under a name of its own. The server must not be running.

Examples:
  verbatim restore monday.db
  verbatim restore --data ./state --yes monday.db`
}

// Run restores a backup.
func (c *restoreCmd) Run(e *env) (err error) {
	dir, err := dataDir(c.Data)
	if err != nil {
		return err
	}
	r, err := sqlite.PrepareRestore(e.ctx, dir, c.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	held, err := contents(e.ctx, r)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s is sound%s.\n", c.File, held)
	if r.Replaces && !c.Yes {
		fmt.Fprintf(e.stdout, "Replace the database in %s by it? The old one is kept beside it. [y/N] ", dir)
		answer, _ := bufio.NewReader(e.stdin).ReadString('\n')
		if a := strings.ToLower(strings.TrimSpace(answer)); a != "y" && a != "yes" {
			fmt.Fprintln(e.stdout)
			return errors.New("nothing was changed: answer y, or say --yes, to replace the database")
		}
	}
	kept, err := r.Replace(time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "It is now the database in %s.\n", dir)
	if kept != "" {
		fmt.Fprintf(e.stdout, "The one before is kept as %s; remove it when you are sure.\n", kept)
	}
	return nil
}

// contents says what a backup holds, where its tables are of this program.
func contents(ctx context.Context, r *sqlite.Restoration) (string, error) {
	old, err := r.Outdated(ctx)
	if err != nil {
		return "", err
	}
	if old {
		return "; its tables are brought up to date when the server starts", nil
	}
	x, err := r.Examine(ctx)
	if err != nil {
		return "", err
	}
	defer x.Close()
	held, err := play.Audit(ctx, x, parseRevision, func(play.Difference) {})
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf(": %s, %s", count(held.Sessions, "session"), count(held.Answers, "answer"))
	if held.Differences > 0 {
		text += fmt.Sprintf("; %s, which `verbatim doctor` will list", count(held.Differences, "difference"))
	}
	return text, nil
}
