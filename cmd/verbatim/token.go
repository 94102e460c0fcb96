package main

import (
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/play"
)

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make a token of an account, and print it this once."`
	List   tokenListCmd   `cmd:"" help:"List the tokens of an account."`
	End    tokenEndCmd    `cmd:"" help:"End a token."`
}

// Help is shown by verbatim token --help.
func (tokenCmd) Help() string {
	return `With a token a program does over the API what its account may do; one without --publish only reads. The server may go on meanwhile. Who may run these commands on the data folder needs no password.

Examples:
  verbatim token create anna --name pipeline --publish
  verbatim token list anna
  verbatim token end anna 019a63c2-8f3e-7a01-b1c5-2f6f0a9d4e11`
}

// ofAccount opens the accounts and finds one.
func (f databaseFlags) ofAccount(e *env, name string) (staff *play.Staff, of play.Account, done func(), err error) {
	staff, done, err = f.staff(e)
	if err != nil {
		return nil, of, nil, err
	}
	if of, err = named(e, staff, name); err != nil {
		done()
		return nil, of, nil, err
	}
	return staff, of, done, nil
}

type tokenCreateCmd struct {
	databaseFlags
	Account string `arg:"" help:"The name of the account."`
	Name    string `required:"" placeholder:"WORDS" help:"What the token is for."`
	Publish bool   `help:"It may publish, assign and change things, as far as the account may."`
	Days    int    `default:"90" placeholder:"DAYS" help:"How long it lasts, at most 366 days (default ${default})."`
}

// Run makes a token.
func (c *tokenCreateCmd) Run(e *env) error {
	staff, of, done, err := c.ofAccount(e, c.Account)
	if err != nil {
		return err
	}
	defer done()
	if c.Publish && !play.May(of.Role, play.Instructor) {
		return fmt.Errorf("%s is an assistant, who publishes nothing: leave out --publish", of.Name)
	}
	text, err := staff.NewToken(e.ctx, play.Terminal, of, c.Name, c.Publish, c.Days)
	if refused, ok := errors.AsType[*play.Refused](err); ok {
		return &exit{2, errors.New(map[string]string{ //nolint:gosec // what is said of tokens
			"refused.token-name": "--name: write what the token is for, in at most 80 characters",
			"refused.token-days": fmt.Sprintf("--days %d: a token lasts from 1 to %d days", c.Days, play.TokenDays),
			"refused.tokens":     "the account has too many tokens: end those that are no longer used",
		}[refused.Message])}
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "The token of %s, good for %s; it is not shown again:\n", of.Name, count(c.Days, "day"))
	fmt.Fprintln(e.stdout, text)
	return nil
}

type tokenListCmd struct {
	databaseFlags
	Account string `arg:"" help:"The name of the account."`
}

// Run lists the tokens.
func (c *tokenListCmd) Run(e *env) error {
	staff, of, done, err := c.ofAccount(e, c.Account)
	if err != nil {
		return err
	}
	defer done()
	all, err := staff.Tokens(e.ctx, of)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintf(e.stdout, "%s has no tokens: `verbatim token create` makes one.\n", of.Name)
		return nil
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tNAME\tMAY\tGOOD UNTIL\tLAST USED")
	for _, t := range all {
		may, used := "read", "never"
		if t.Publish {
			may = "read and change"
		}
		if !t.Used.IsZero() {
			used = t.Used.Format(time.DateOnly)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", t.ID, t.Name, may, t.Expires.Format(time.DateOnly), used)
	}
	return w.Flush()
}

type tokenEndCmd struct {
	databaseFlags
	Account string `arg:"" help:"The name of the account."`
	ID      string `arg:"" help:"The id of the token, as the list has it."`
}

// Run ends a token.
func (c *tokenEndCmd) Run(e *env) error {
	staff, of, done, err := c.ofAccount(e, c.Account)
	if err != nil {
		return err
	}
	defer done()
	id, err := uuid.Parse(c.ID)
	if err == nil {
		err = staff.EndToken(e.ctx, play.Terminal, of, id)
	} else {
		err = play.ErrNotFound
	}
	if errors.Is(err, play.ErrNotFound) {
		return fmt.Errorf("%s has no token %s: `verbatim token list` has those that there are", of.Name, c.ID)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(e.stdout, "The token is ended.")
	return nil
}
