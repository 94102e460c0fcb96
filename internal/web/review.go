package web

import "github.com/gofiber/fiber/v2"

// takeBack removes the newest answer of a review and asks its question again.
func (s *Server) takeBack(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	if err := s.play.TakeBack(r.Ctx, r.Learner, id, n); err != nil {
		return err
	}
	return goTo(c, questionPath(id, n))
}
