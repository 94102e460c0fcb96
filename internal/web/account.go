package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// showOwnAccount is where one changes one's password and sees where one is
// signed in.
func (s *Server) showOwnAccount(c *fiber.Ctx, r *request) error {
	return s.ownAccountPage(c, r, fiber.StatusOK, c.Query("done"), nil)
}

func (s *Server) ownAccountPage(c *fiber.Ctx, r *request, status int, done string, problem *page.Problem) error {
	logins, err := s.play.Staff().Logins(r.Ctx, r.Staff)
	if err != nil {
		return err
	}
	p := page.OwnAccount{Desk: s.desk(r, page.AtOwnAccount), Role: string(r.Staff.Role), Problem: problem, Changed: done == "password"}
	for _, l := range logins {
		p.Logins = append(p.Logins, page.StaffLogin{
			Browser: page.BrowserName(l.Browser), Created: l.Created, Seen: l.Seen, This: l.ID == r.Staff.Login, End: endLoginPath(l.ID),
		})
	}
	return s.show(c, r, status, "teach/account", p)
}

// changePassword replaces one's own password.
func (s *Server) changePassword(c *fiber.Ctx, r *request) error {
	if problem := unlike(r.Form, r.Staff.Name); problem != nil {
		return s.ownAccountPage(c, r, fiber.StatusUnprocessableEntity, "", problem)
	}
	err := s.play.Staff().ChangePassword(r.Ctx, r.Staff, r.Form.Get("present"), r.Form.Get("password"), r.Address)
	control := "present"
	if _, refused := errors.AsType[*play.Refused](err); refused {
		control = "password"
	}
	if problem, status := signInProblem(err, control); problem != nil {
		if errors.Is(err, play.ErrSignIn) {
			problem.Message = "problem.present"
		}
		return s.ownAccountPage(c, r, status, "", problem)
	}
	if err != nil {
		return err
	}
	return goTo(c, ownAccountPath+"?done=password")
}

// endOwnLogin signs an own account out in another browser.
func (s *Server) endOwnLogin(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := s.play.Staff().EndLogin(r.Ctx, r.Staff, id); err != nil {
		return err
	}
	return goTo(c, ownAccountPath)
}
