package web

import (
	"github.com/gofiber/fiber/v2"

	"verbatim/internal/web/page"
)

// showClassLive shows where the learners of an assignment stand now.
func (s *Server) showClassLive(c *fiber.Ctx, r *request) error {
	at, err := s.classAssigned(c, r)
	if err != nil {
		return err
	}
	live, err := s.play.Live(r.Ctx, at.scope, at.rev)
	if err != nil {
		return err
	}
	people, err := s.peopleOf(r, at)
	if err != nil {
		return err
	}
	return s.show(c, r, fiber.StatusOK, "teach/live", page.ClassLiveOf(live, at.rev, page.ClassLive{
		Desk: s.desk(r, page.AtAssignments), Set: setOf(at.rev, r.Lang), Assignment: at.assignment,
		Here: livePath(at.assignment.ID), Results: at.path,
	}, people))
}
