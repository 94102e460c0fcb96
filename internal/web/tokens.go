package web

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// showTokens lists the tokens of one's own account.
func (s *Server) showTokens(c *fiber.Ctx, r *request) error {
	return s.tokensPage(c, r, fiber.StatusOK, page.Tokens{})
}

// tokensPage shows the tokens beside what p says already.
func (s *Server) tokensPage(c *fiber.Ctx, r *request, status int, p page.Tokens) error {
	all, err := s.play.Staff().Tokens(r.Ctx, r.Staff.Account)
	if err != nil {
		return err
	}
	p.Desk = s.desk(r, page.AtOwnAccount)
	p.Lasting(p.Days)
	for _, t := range all {
		p.Items = append(p.Items, page.Token{
			Name: t.Name, Publish: t.Publish, Created: t.Created, Expires: t.Expires, Used: t.Used,
			Over: !r.began.Before(t.Expires), End: endTokenPath(t.ID),
		})
	}
	return s.show(c, r, status, "teach/tokens", p)
}

// newAPIToken makes a token, which the answer shows and no page after it.
func (s *Server) newAPIToken(c *fiber.Ctx, r *request) error {
	p := page.Tokens{Name: r.Form.Get("name"), Publish: r.Form.Get("publish") == "yes", Days: r.Form.Get("days")}
	days, _ := strconv.Atoi(p.Days) // what is no number of days is refused as 0 is
	text, err := s.play.Staff().NewToken(r.Ctx, r.Staff, r.Staff.Account, p.Name, p.Publish, days)
	if refused, ok := errors.AsType[*play.Refused](err); ok {
		p.Problem = &page.Problem{Message: refused.Message, Control: "name"}
		if refused.Message == "refused.token-days" {
			p.Problem.Control = "days"
		}
		return s.tokensPage(c, r, fiber.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	return s.tokensPage(c, r, fiber.StatusOK, page.Tokens{Made: text})
}

// endToken ends a token of one's own account.
func (s *Server) endToken(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := s.play.Staff().EndToken(r.Ctx, r.Staff, r.Staff.Account, id); err != nil {
		return err
	}
	return goTo(c, tokensPath)
}
