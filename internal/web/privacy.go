package web

import (
	"github.com/gofiber/fiber/v2"

	"verbatim/internal/web/page"
)

// showPrivacy says what is stored.
func (s *Server) showPrivacy(c *fiber.Ctx, r *request) error {
	return s.show(c, r, fiber.StatusOK, "privacy", page.Privacy{Frame: s.frame(r.Lang, r.Token, page.Elsewhere), Cookie: s.cookieName()})
}
