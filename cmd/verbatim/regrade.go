package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"verbatim/internal/measure"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

type regradeCmd struct {
	Set      string `arg:"" help:"The id of a set: the name of its folder."`
	Question string `arg:"" help:"The id of a question."`

	databaseFlags
	Key       string `placeholder:"HASH" xor:"rule" required:"" help:"Grade the stored answers by the key of a revision, by the beginning of its hash."`
	Withdraw  bool   `xor:"rule" required:"" help:"Make the question count for nobody."`
	FullMarks bool   `xor:"rule" required:"" help:"Give everybody who was asked all of the question."`
}

// Help is shown by verbatim regrade --help.
func (regradeCmd) Help() string {
	return `A dry run: nothing is changed. To have the answers graded anew, open the results of the set as an instructor and choose "Regrade a question"; there the grades before are kept with who changed them and why. A server may be running on the same database.

Learners appear under a random-looking name that says nothing of who they are, and from 5 learners on.

Examples:
  verbatim regrade kratom path-to-attention --withdraw
  verbatim regrade kratom path-to-attention --key 3f9a`
}

// Run says what a regrade would change.
func (c *regradeCmd) Run(e *env) error {
	db, err := c.beside(e)
	if err != nil {
		return err
	}
	defer db.Close()
	p, err := play.New(e.ctx, db, nil, play.Options{Parse: parseRevision})
	if err != nil {
		return err
	}
	o := play.Order{Set: c.Set, Question: c.Question, Rule: quiz.FullMarks}
	switch {
	case c.Withdraw:
		o.Rule = quiz.Withdraw
	case c.Key != "":
		o.Rule = quiz.ByKey
		taken, err := db.Taken(e.ctx, c.Set)
		if err != nil {
			return err
		}
		for _, t := range taken {
			if o.Revision == "" && strings.HasPrefix(t.Hash, c.Key) {
				o.Revision = t.Hash
			}
		}
	}
	d, err := p.Staff().DryRun(e.ctx, play.Terminal, o)
	if errors.Is(err, play.ErrNotFound) {
		return &exit{2, fmt.Errorf("the database knows no question %s of a set %s, or not in that revision", c.Question, c.Set)}
	}
	if err != nil {
		return err
	}
	return regradeText(e, d)
}

// regradeText writes what a regrade would change.
func regradeText(e *env, d *play.DryRun) error {
	fmt.Fprintf(e.stdout, "A dry run: nothing is changed. %s in finished sessions", count(d.Answers, "answer"))
	if d.UnderWay > 0 {
		fmt.Fprintf(e.stdout, "; %d in sessions under way would stay as they are", d.UnderWay)
	}
	fmt.Fprintln(e.stdout, ".")
	if d.Learners < measure.Least {
		fmt.Fprintf(e.stdout, "Whose score changes is shown from %d learners on, so that nobody can be made out.\n", measure.Least)
		return nil
	}
	fmt.Fprintf(e.stdout, "Score goes up: %d. Goes down: %d. Stays: %d. Cannot be regraded: %d.\n", d.Up, d.Down, d.Same, d.Cannot)
	if len(d.Changes) == 0 {
		return nil
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nlearner\tquestion\tscore")
	for _, change := range d.Changes {
		row := page.RegradeRowOf(change, nil)
		to, score := string(row.To), fmt.Sprintf("%d%% -> %d%%", row.Before, row.Now)
		if row.Cannot {
			to, score = "cannot be regraded", fmt.Sprintf("%d%%", row.Before)
		}
		fmt.Fprintf(w, "%s\t%s -> %s\t%s\n", row.Name, row.From, to, score)
	}
	return w.Flush()
}
