package web

import (
	"cmp"
	"errors"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// showSignIn asks who teaches for a name and a password.
func (s *Server) showSignIn(c *fiber.Ctx, r *request) error {
	to := localPath(c.Query("to"))
	switch _, err := s.staffOf(c, r); {
	case err == nil:
		return goTo(c, to)
	case !errors.Is(err, play.ErrNotFound):
		return err
	}
	return s.show(c, r, fiber.StatusOK, "teach/sign-in", page.SignIn{Desk: s.desk(r, page.AtNone), To: to})
}

// signIn makes a login of an account. Whatever was wrong, the page that comes
// back says the same.
func (s *Server) signIn(c *fiber.Ctx, r *request) error {
	before, err := s.staffOf(c, r)
	if err != nil && !errors.Is(err, play.ErrNotFound) {
		return err
	}
	name, to := r.Form.Get("name"), localPath(r.Form.Get("to"))
	from := play.From{Address: r.Address, Browser: c.Get(fiber.HeaderUserAgent), Known: s.knownAs(c, name)}
	who, cookie, err := s.play.Staff().SignIn(r.Ctx, name, r.Form.Get("password"), from, before)
	if problem, status := signInProblem(err, "name"); problem != nil {
		return s.show(c, r, status, "teach/sign-in", page.SignIn{Desk: s.desk(r, page.AtNone), To: to, Name: name, Problem: problem})
	}
	if err != nil {
		return err
	}
	s.setStaffCookie(c, cookie)
	s.remember(c, who.Name)
	return goTo(c, to)
}

// signInProblem is how a form comes back whose password was not right, or was
// tried too often; nil for every other error.
func signInProblem(err error, control string) (*page.Problem, int) {
	var throttled *play.Throttled
	var refused *play.Refused
	switch {
	case errors.Is(err, play.ErrSignIn):
		return &page.Problem{Message: "problem.sign-in", Control: control}, fiber.StatusUnprocessableEntity
	case errors.As(err, &throttled):
		key := "problem.throttled"
		if throttled.Wait > 2*time.Minute {
			key = "problem.throttled-long"
		}
		return &page.Problem{Message: key, Control: control}, fiber.StatusTooManyRequests
	case errors.As(err, &refused):
		return &page.Problem{Message: refused.Message, Control: control}, fiber.StatusUnprocessableEntity
	}
	return nil, 0
}

// signOut ends the login that asks.
func (s *Server) signOut(c *fiber.Ctx, r *request) error {
	if err := s.play.Staff().SignOut(r.Ctx, r.Staff); err != nil {
		return err
	}
	s.setStaffCookie(c, "")
	return goTo(c, signInPath)
}

// askSignIn sends a browser to sign in, and afterwards back.
func (s *Server) askSignIn(c *fiber.Ctx) error {
	return goTo(c, signInPath+"?"+url.Values{"to": {localPath(c.Path())}}.Encode())
}

// showWelcome is where the owner of a link chooses a password.
func (s *Server) showWelcome(c *fiber.Ctx, r *request) error {
	t, err := s.play.Staff().Ticket(r.Ctx, c.Params("secret"))
	if err != nil {
		return err
	}
	return s.welcomePage(c, r, fiber.StatusOK, t, nil)
}

// welcome redeems a link.
func (s *Server) welcome(c *fiber.Ctx, r *request) error {
	code := c.Params("secret")
	t, err := s.play.Staff().Ticket(r.Ctx, code)
	if err != nil {
		return err
	}
	if problem := unlike(r.Form, cmp.Or(t.Name, r.Form.Get("name"))); problem != nil {
		return s.welcomePage(c, r, fiber.StatusUnprocessableEntity, t, problem)
	}
	who, cookie, err := s.play.Staff().Redeem(r.Ctx, code, r.Form.Get("name"), r.Form.Get("password"), c.Get(fiber.HeaderUserAgent))
	if refused, ok := errors.AsType[*play.Refused](err); ok {
		return s.welcomePage(c, r, fiber.StatusUnprocessableEntity, t, refusal(refused))
	}
	if err != nil {
		return err
	}
	s.setStaffCookie(c, cookie)
	s.remember(c, who.Name)
	return goTo(c, deskPath)
}

// unlike says that two passwords of a form differ, and what else is wrong with
// the first, so that both are mended at once; nil where they are alike.
func unlike(form quiz.Form, name string) *page.Problem {
	if form.Get("password") == form.Get("again") {
		return nil
	}
	if refused, is := errors.AsType[*play.Refused](play.CheckPassword(form.Get("password"), name)); is {
		problem := refusal(refused)
		problem.Also = "problem.again"
		return problem
	}
	return &page.Problem{Message: "problem.again", Control: "again"}
}

// refusal says which control of a form is to be filled in otherwise.
func refusal(refused *play.Refused) *page.Problem {
	p := &page.Problem{Message: refused.Message, Control: "password"}
	switch refused.Message {
	case "refused.name", "refused.name-taken":
		p.Control = "name"
	case "refused.role", "refused.last-admin":
		p.Control = "role"
	}
	return p
}

func (s *Server) welcomePage(c *fiber.Ctx, r *request, status int, t play.Ticket, problem *page.Problem) error {
	p := page.Welcome{
		Desk: s.desk(r, page.AtNone), Action: WelcomePath(c.Params("secret")), Role: string(t.Role),
		Name: t.Name, Fixed: t.Name != "", Expires: t.Expires, Problem: problem,
	}
	if !p.Fixed {
		p.Name = r.Form.Get("name")
	}
	return s.show(c, r, status, "teach/welcome", p)
}
