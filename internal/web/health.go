package web

import "github.com/gofiber/fiber/v2"

// health says "ok" to a machine that watches the server, while the database
// answers and the server is not about to stop.
func (s *Server) health(c *fiber.Ctx, r *request) error {
	if s.stopping.Load() {
		return errUnavailable
	}
	if err := s.play.Ping(r.Ctx); err != nil {
		return err
	}
	return c.SendString("ok\n")
}

// ready says "ok" to a balancer that may send people here. Unlike health, it
// stops to before the server does.
func (s *Server) ready(c *fiber.Ctx, r *request) error {
	if s.leaving.Load() {
		return errUnavailable
	}
	return s.health(c, r)
}
