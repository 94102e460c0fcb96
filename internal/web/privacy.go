package web

import (
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/web/page"
)

// showPrivacy says what is stored.
func (s *Server) showPrivacy(c *fiber.Ctx, r *request) error {
	p := page.Privacy{Frame: s.frame(r.Lang, r.Token, page.Elsewhere), Cookie: s.cookieName(), KeepDays: s.keepDays}
	if r.Learner != uuid.Nil {
		p.Take, p.Forget = minePath, forgetPath
	}
	return s.show(c, r, fiber.StatusOK, "privacy", p)
}
