package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// showAccounts lists the accounts.
func (s *Server) showAccounts(c *fiber.Ctx, r *request) error {
	return s.accountsPage(c, r, fiber.StatusOK, "", nil)
}

func (s *Server) accountsPage(c *fiber.Ctx, r *request, status int, link string, problem *page.Problem) error {
	all, err := s.play.Staff().Accounts(r.Ctx)
	if err != nil {
		return err
	}
	p := page.Accounts{
		Desk: s.desk(r, page.AtAccounts), Link: link, Problem: problem,
		Name: r.Form.Get("name"), Roles: page.RoleChoices(r.Form.Get("role")),
	}
	invitations, err := s.play.Staff().Invitations(r.Ctx)
	if err != nil {
		return err
	}
	for _, t := range invitations {
		p.Invitations = append(p.Invitations, page.Invitation{Name: t.Name, Role: string(t.Role), Until: t.Expires, Withdraw: withdrawPath(t.ID)})
	}
	for _, a := range all {
		p.Items = append(p.Items, page.Account{Name: a.Name, Role: string(a.Role), Created: a.Created, Closed: a.Closed, Href: accountPath(a.ID)})
	}
	return s.show(c, r, status, "teach/accounts", p)
}

// invite makes a link for a new account. It is shown this once, so the page is
// the answer itself.
func (s *Server) invite(c *fiber.Ctx, r *request) error {
	code, err := s.play.Staff().Invite(r.Ctx, r.Staff, r.Form.Get("name"), play.Role(r.Form.Get("role")))
	if refused, ok := errors.AsType[*play.Refused](err); ok {
		return s.accountsPage(c, r, fiber.StatusUnprocessableEntity, "", refusal(refused))
	}
	if err != nil {
		return err
	}
	r.Form = nil // the next invitation begins anew
	return s.accountsPage(c, r, fiber.StatusOK, s.link(c, code), nil)
}

// withdrawInvitation ends the link of an invitation. One that is gone already
// is what was wanted.
func (s *Server) withdrawInvitation(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := s.play.Staff().EndInvitation(r.Ctx, r.Staff, id); err != nil && !errors.Is(err, play.ErrNotFound) {
		return err
	}
	return goTo(c, accountsPath)
}

// link is the whole address of a ticket, to be passed on.
func (s *Server) link(c *fiber.Ctx, code string) string {
	return s.site.linkFor(hostOf(c), WelcomePath(code))
}

// showAccount is where an admin sees to one account.
func (s *Server) showAccount(c *fiber.Ctx, r *request) error {
	return s.accountPage(c, r, fiber.StatusOK, "", nil)
}

func (s *Server) accountPage(c *fiber.Ctx, r *request, status int, link string, problem *page.Problem) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	a, err := s.play.Staff().Account(r.Ctx, id)
	if err != nil {
		return err
	}
	logins, err := s.play.Staff().Logins(r.Ctx, play.Who{Account: a})
	if err != nil {
		return err
	}
	tokens, err := s.play.Staff().Tokens(r.Ctx, a)
	if err != nil {
		return err
	}
	return s.show(c, r, status, "teach/account-of", page.AccountOf{
		Desk:    s.desk(r, page.AtAccounts),
		Account: page.Account{Name: a.Name, Role: string(a.Role), Created: a.Created, Closed: a.Closed, Href: accountPath(a.ID)},
		Own:     a.ID == r.Staff.ID, Roles: page.RoleChoices(string(a.Role)), SignedIn: len(logins), Tokens: len(tokens), Link: link, Problem: problem,
	})
}

// onAccount does something to the account of the path and shows it again.
func (s *Server) onAccount(c *fiber.Ctx, r *request, do func(uuid.UUID) error) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	err = do(id)
	if refused, ok := errors.AsType[*play.Refused](err); ok {
		return s.accountPage(c, r, fiber.StatusUnprocessableEntity, "", refusal(refused))
	}
	if err != nil {
		return err
	}
	return goTo(c, accountPath(id))
}

func (s *Server) setRole(c *fiber.Ctx, r *request) error {
	return s.onAccount(c, r, func(id uuid.UUID) error {
		return s.play.Staff().SetRole(r.Ctx, r.Staff, id, play.Role(r.Form.Get("role")))
	})
}

func (s *Server) setState(c *fiber.Ctx, r *request) error {
	return s.onAccount(c, r, func(id uuid.UUID) error {
		return s.play.Staff().SetClosed(r.Ctx, r.Staff, id, r.Form.Get("closed") == "yes")
	})
}

func (s *Server) endLogins(c *fiber.Ctx, r *request) error {
	return s.onAccount(c, r, func(id uuid.UUID) error { return s.play.Staff().EndLogins(r.Ctx, r.Staff, id) })
}

// resetPassword makes a link by which the owner chooses a new password.
func (s *Server) resetPassword(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	code, err := s.play.Staff().Reset(r.Ctx, r.Staff, id)
	if err != nil {
		return err
	}
	return s.accountPage(c, r, fiber.StatusOK, s.link(c, code), nil)
}

// logPage is how many entries of the audit log a page shows.
const logPage = 50

// showLog lists who did what, newest first.
func (s *Server) showLog(c *fiber.Ctx, r *request) error {
	var before uuid.UUID
	if from := c.Query("before"); from != "" {
		var err error
		if before, err = uuid.Parse(from); err != nil {
			return errNotFound
		}
	}
	entries, err := s.play.Staff().Log(r.Ctx, before, logPage+1)
	if err != nil {
		return err
	}
	p := page.Log{Desk: s.desk(r, page.AtLog), Later: before != uuid.Nil}
	if len(entries) > logPage {
		entries = entries[:logPage]
		p.Older = logPath + "?before=" + entries[logPage-1].ID.String()
	}
	for _, e := range entries {
		p.Items = append(p.Items, page.LogEntry{At: e.At, Name: e.Name, Token: e.Token, Terminal: e.Account == uuid.Nil, Action: e.Action, Object: e.Object, Detail: e.Detail})
	}
	return s.show(c, r, fiber.StatusOK, "teach/log", p)
}
