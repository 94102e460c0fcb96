package web

import (
	"errors"
	"regexp"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// Who teaches has a cookie of its own beside the learner's, so that a preview
// and a class never mix.

// staffCookieAge is as long as play lets a sign-in last.
const staffCookieAge = 30 * 24 * time.Hour

func (s *Server) staffCookieName() string { return s.site.cookieName("staff") }

// role is what somebody must be allowed to do to be let in; empty for pages
// that nobody signs in for.
func (a access) role() play.Role {
	switch a {
	case forAssistants, forReaders:
		return play.Assistant
	case forInstructors, forWriters:
		return play.Instructor
	case forAdmins, forAuditors:
		return play.Admin
	}
	return ""
}

// authenticateStaff finds who has signed in, and sends others to do so.
func (s *Server) authenticateStaff(c *fiber.Ctx, r *request, needs play.Role) error {
	who, err := s.staffOf(c, r)
	switch {
	case errors.Is(err, play.ErrNotFound):
		return errSignedOut
	case err != nil:
		return err
	case !play.May(who.Role, needs):
		return errRole
	}
	r.Staff = who
	return nil
}

// staffOf tells who has signed in in this browser. ErrNotFound.
func (s *Server) staffOf(c *fiber.Ctx, r *request) (play.Who, error) {
	cookie := c.Cookies(s.staffCookieName())
	if cookie == "" {
		return play.Who{}, play.ErrNotFound
	}
	return s.play.Staff().Authenticate(r.Ctx, cookie)
}

// setStaffCookie keeps a sign-in in the browser; an empty value takes it away.
func (s *Server) setStaffCookie(c *fiber.Ctx, value string) {
	cookie := &fiber.Cookie{
		Name: s.staffCookieName(), Value: value, Path: s.site.root(), MaxAge: int(staffCookieAge / time.Second),
		Secure: s.site.secure, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
	}
	if value == "" {
		cookie.MaxAge, cookie.Expires = -1, time.Unix(0, 0)
	}
	c.Cookie(cookie)
}

// A browser in which an account was signed in keeps a second cookie, which is
// left when it signs out. It opens nothing: it only has failed attempts from
// there counted apart from everybody else's.

// knownCookieAge is how long a browser is known after it was last used to sign in.
const knownCookieAge = 180 * 24 * time.Hour

func (s *Server) knownCookieName() string { return s.site.cookieName("known") }

// knownAs gives the cookie by which a browser is known for an account; empty
// where it is not.
func (s *Server) knownAs(c *fiber.Ctx, account string) string {
	cookie := c.Cookies(s.knownCookieName())
	if !s.validToken(cookie, knownID(account)) {
		return ""
	}
	return cookie
}

// remember has a browser known for an account.
func (s *Server) remember(c *fiber.Ctx, account string) {
	c.Cookie(&fiber.Cookie{
		Name: s.knownCookieName(), Value: s.newToken(knownID(account)), Path: s.site.root(), MaxAge: int(knownCookieAge / time.Second),
		Secure: s.site.secure, HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// knownID stands for the name of an account in a token. It is of another version
// than the ids of logins, so that no form's token is taken for such a cookie.
func knownID(account string) uuid.UUID { return uuid.NewSHA1(uuid.Nil, []byte(play.FoldName(account))) }

// teachPage is the form of the addresses that a sign-in may lead on to.
var teachPage = regexp.MustCompile(`^/teach(/[a-z0-9-]+)*$`)

// localPath gives the page to go on to after a sign-in: one of those that ask
// for it, and never one elsewhere.
func localPath(to string) string {
	if !teachPage.MatchString(to) || to == signInPath {
		return deskPath
	}
	return to
}

// desk is what the pages of those who teach have around their content.
func (s *Server) desk(r *request, at page.DeskSection) page.Desk {
	d := page.Desk{
		Frame: s.frame(r.Lang, r.Token, page.Elsewhere), At: at, Who: r.Staff.Name,
		Publishes: play.May(r.Staff.Role, play.Instructor), Admin: play.May(r.Staff.Role, play.Admin),
	}
	if d.Who == "" {
		return d
	}
	open, err := s.play.Staff().OpenReports(r.Ctx, r.Staff)
	if err != nil { // the page itself does without
		s.logOf(r).Warn("open reports cannot be counted", "error", err)
	}
	for _, o := range open {
		d.Open += o.N
	}
	return d
}

// showDesk leads to where one's work begins.
func (s *Server) showDesk(c *fiber.Ctx, _ *request) error { return goTo(c, setsPath) }
