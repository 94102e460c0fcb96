package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

type reportsCmd struct {
	List  reportsListCmd  `cmd:"" default:"withargs" help:"List what learners found wrong with questions (the default)."`
	Close reportsCloseCmd `cmd:"" help:"Note that a report was dealt with."`
}

// Help is shown by verbatim reports --help.
func (reportsCmd) Help() string {
	return `Learners can report a question once they have answered it. A server may be running on the same database.

Examples:
  verbatim reports
  verbatim reports list kratom --all
  verbatim reports close 019a63c2-8f3e-7a01-b1c5-2f6f0a9d4e11 --note "The key was wrong."`
}

type reportsListCmd struct {
	Set string `arg:"" optional:"" help:"The id of a set; all sets where none is named."`

	databaseFlags
	All bool `help:"Those too that were dealt with."`
}

// reportsAtOnce is how many reports are read at a time.
const reportsAtOnce = 200

// Run lists reports, the newest first.
func (c *reportsListCmd) Run(e *env) error {
	db, err := c.beside(e)
	if err != nil {
		return err
	}
	defer db.Close()
	before, n := uuid.Nil, 0
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	for {
		reports, err := db.Reports(e.ctx, store.ReportQuery{Set: c.Set, Open: true, Closed: c.All, Before: before, Limit: reportsAtOnce})
		if err != nil {
			return err
		}
		for _, r := range reports {
			state := "open"
			if !r.Closed.IsZero() {
				state = "closed"
			}
			text := harmless(r.Text)
			if r.Note != "" {
				text += " [" + harmless(r.Note) + "]"
			}
			fmt.Fprintf(w, "%s\t%s\t%s/%s\t%s\t%s\t%s\n", r.ID, r.At.Format("2006-01-02 15:04"), r.Set, r.Question, state, r.Reason, text)
			before, n = r.ID, n+1
		}
		if len(reports) < reportsAtOnce {
			break
		}
	}
	if n > 0 {
		return w.Flush()
	}
	if c.Set != "" {
		taken, err := db.Taken(e.ctx, c.Set)
		if err != nil {
			return err
		}
		if len(taken) == 0 {
			return unknownSet(c.Set)
		}
	}
	fmt.Fprintln(e.stdout, "There are no reports.")
	return nil
}

// harmless makes one line of what a learner wrote, without what would move the
// cursor of a terminal.
func harmless(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, text)), " ")
}

type reportsCloseCmd struct {
	ID string `arg:"" help:"The id of the report, as the list has it."`

	databaseFlags
	Note string `placeholder:"TEXT" help:"What became of it."`
}

// Run closes a report.
func (c *reportsCloseCmd) Run(e *env) error {
	missing := &exit{1, fmt.Errorf("there is no report %s: `verbatim reports` lists them", c.ID)}
	id, err := uuid.Parse(c.ID)
	if err != nil {
		return missing
	}
	staff, done, err := c.staff(e)
	if err != nil {
		return err
	}
	defer done()
	err = staff.CloseReport(e.ctx, play.Terminal, id, c.Note)
	if errors.Is(err, play.ErrNotFound) {
		return missing
	}
	if _, is := errors.AsType[*quiz.Problem](err); is {
		return &exit{2, errors.New("--note: write at most 1000 characters")}
	}
	return err
}

// beside opens the database while a server may be running on it.
func (f databaseFlags) beside(e *env) (store.Store, error) {
	base, err := f.open()
	if err != nil {
		return nil, err
	}
	return base.Beside(e.ctx)
}
