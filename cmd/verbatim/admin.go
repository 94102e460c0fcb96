package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"verbatim/internal/play"
	"verbatim/internal/web"
)

type adminCmd struct {
	Create  adminCreateCmd  `cmd:"" help:"Make a link by which somebody makes an account."`
	List    adminListCmd    `cmd:"" help:"List the accounts."`
	Reset   adminResetCmd   `cmd:"" help:"Make a link by which an account gets a new password."`
	SignOut adminSignOutCmd `cmd:"" help:"Sign an account out everywhere."`
}

// Help is shown by verbatim admin --help.
func (adminCmd) Help() string {
	return `The server may go on meanwhile. Who may run these commands on the data folder needs no password.

Examples:
  verbatim admin create --role instructor anna
  verbatim admin list
  verbatim admin reset anna
  verbatim admin sign-out anna`
}

// linkFlags say where the links lead.
type linkFlags struct {
	PublicURL string `env:"VERBATIM_PUBLIC_URL" name:"public-url" default:"http://127.0.0.1:8080" placeholder:"URL" help:"The address of the server (${env}; default ${default})."`
}

func (f linkFlags) link(code string) string {
	return strings.TrimSuffix(f.PublicURL, "/") + web.WelcomePath(code)
}

// staff opens the accounts of a database that is there; done is to be called at the end.
func (f databaseFlags) staff(e *env) (staff *play.Staff, done func(), err error) {
	db, err := f.open()
	if err != nil {
		return nil, nil, err
	}
	there, err := db.Examine(e.ctx) // a folder that is misspelt has no accounts
	if err != nil {
		return nil, nil, err
	}
	there.Close()
	return f.newStaff(e)
}

// newStaff opens the accounts of a database, and makes it where there is none.
func (f databaseFlags) newStaff(e *env) (staff *play.Staff, done func(), err error) {
	db, err := f.open()
	if err != nil {
		return nil, nil, err
	}
	st, err := db.Beside(e.ctx)
	if err != nil {
		return nil, nil, err
	}
	p, err := play.New(e.ctx, st, nil, play.Options{Parse: parseRevision})
	if err != nil {
		st.Close()
		return nil, nil, err
	}
	return p.Staff(), func() { st.Close() }, nil
}

// named gives the account of a name.
func named(e *env, staff *play.Staff, name string) (play.Account, error) {
	a, err := staff.AccountByName(e.ctx, name)
	if errors.Is(err, play.ErrNotFound) {
		return a, fmt.Errorf("there is no account called %q: `verbatim admin list` names those that there are", name)
	}
	return a, err
}

type adminCreateCmd struct {
	databaseFlags
	linkFlags
	Name string `arg:"" optional:"" help:"The name of the account; its owner chooses it where it is left out."`
	Role string `default:"admin" enum:"admin,instructor,assistant" help:"admin, instructor or assistant (default ${default})."`
}

// Run makes a link.
func (c *adminCreateCmd) Run(e *env) error {
	staff, done, err := c.newStaff(e)
	if err != nil {
		return err
	}
	defer done()
	code, err := staff.Invite(e.ctx, play.Terminal, c.Name, play.Role(c.Role))
	if refused, ok := errors.AsType[*play.Refused](err); ok {
		if refused.Message == "refused.name-taken" {
			return fmt.Errorf("there is an account called %q already: choose another name, or reset its password", c.Name)
		}
		return errors.New("write a name of 1 to 80 characters")
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Open this link within 7 days to make the account; it works once:\n%s\n", c.link(code))
	return nil
}

type adminListCmd struct{ databaseFlags }

// Run lists the accounts.
func (c *adminListCmd) Run(e *env) error {
	staff, done, err := c.staff(e)
	if err != nil {
		return err
	}
	defer done()
	all, err := staff.Accounts(e.ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(e.stdout, "There is no account yet: `verbatim admin create` makes a link for one.")
		return nil
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tROLE\tSIGNED IN\tSINCE")
	for _, a := range all {
		logins, err := staff.Logins(e.ctx, play.Who{Account: a})
		if err != nil {
			return err
		}
		state := fmt.Sprint(len(logins))
		if a.Closed {
			state = "closed"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Name, a.Role, state, a.Created.Format("2006-01-02"))
	}
	return w.Flush()
}

type adminResetCmd struct {
	databaseFlags
	linkFlags
	Name string `arg:"" help:"The name of the account."`
}

// Run makes a link for a new password.
func (c *adminResetCmd) Run(e *env) error {
	staff, done, err := c.staff(e)
	if err != nil {
		return err
	}
	defer done()
	a, err := named(e, staff, c.Name)
	if err != nil {
		return err
	}
	code, err := staff.Reset(e.ctx, play.Terminal, a.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Open this link within 24 hours to choose a new password for %s; it works once:\n%s\n", a.Name, c.link(code))
	return nil
}

type adminSignOutCmd struct {
	databaseFlags
	Name string `arg:"" help:"The name of the account."`
}

// Run signs an account out everywhere.
func (c *adminSignOutCmd) Run(e *env) error {
	staff, done, err := c.staff(e)
	if err != nil {
		return err
	}
	defer done()
	a, err := named(e, staff, c.Name)
	if err != nil {
		return err
	}
	if err := staff.EndLogins(e.ctx, play.Terminal, a.ID); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s is signed out everywhere, and its tokens are ended.\n", a.Name)
	return nil
}

type auditCmd struct {
	databaseFlags
	Limit int `default:"50" help:"How many entries, from the newest (default ${default})."`
}

// Help is shown by verbatim audit --help.
func (auditCmd) Help() string {
	return `One line for each thing done by those who teach: when, who, what, to what. The server may go on meanwhile.`
}

// Run lists the audit log.
func (c *auditCmd) Run(e *env) error {
	if c.Limit < 1 {
		return &exit{2, fmt.Errorf("--limit %d is no number of entries: write 1 or more", c.Limit)}
	}
	staff, done, err := c.staff(e)
	if err != nil {
		return err
	}
	defer done()
	entries, err := staff.Log(e.ctx, [16]byte{}, c.Limit)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	for _, x := range entries {
		who := x.Name
		if x.Token != "" {
			who += " (token " + x.Token + ")"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", x.At.Format("2006-01-02 15:04:05Z"), who, x.Action, cmp.Or(x.Object, "-"), x.Detail)
	}
	return w.Flush()
}
