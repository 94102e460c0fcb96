package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// mineDeadline is for what reads or deletes all sessions of a learner.
const mineDeadline = time.Minute

const (
	minePath   = "/mine.json"
	forgetPath = "/mine/delete"
)

// showMine answers with all that is stored of a learner, as a file to keep. What
// an assignment does not show yet is left out.
func (s *Server) showMine(c *fiber.Ctx, r *request) error {
	records := []page.Record{}
	err := s.play.Everything(r.Ctx, r.Learner, func(w *play.Walk) error {
		if !w.Session.Open() && w.Shows(quiz.ShowReasons) {
			records = append(records, page.RecordOf(w))
		}
		return nil
	})
	if err != nil {
		return err
	}
	c.Attachment("verbatim-" + time.Now().UTC().Format(time.DateOnly) + ".json")
	return c.JSON(records)
}

// showForget asks before everything of a learner is deleted.
func (s *Server) showForget(c *fiber.Ctx, r *request) error {
	return s.show(c, r, fiber.StatusOK, "forget", page.Forget{
		Frame: s.frame(r.Lang, r.Token, page.Elsewhere), Action: forgetPath, Take: minePath,
	})
}

// forget deletes everything of a learner, and the cookie.
func (s *Server) forget(c *fiber.Ctx, r *request) error {
	if err := s.play.Forget(r.Ctx, r.Learner, r.Login); err != nil {
		return err
	}
	s.dropCookie(c)
	return goTo(c, "/sessions")
}
