package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// showReport asks what is wrong with a question that has been answered.
func (s *Server) showReport(c *fiber.Ctx, r *request) error {
	w, n, err := s.walkAt(c, r)
	if err != nil {
		return err
	}
	if _, answered := w.Answer(n); !answered {
		return goTo(c, questionPath(w.Session.ID, n))
	}
	sent, err := s.play.Reported(r.Ctx, w, n)
	if err != nil {
		return err
	}
	p := s.reportOf(r, w, n)
	if sent != nil {
		p.Sent, p.Reasons, p.Text = true, page.ReasonChoices(quiz.Reason(sent.Reason)), sent.Text
	}
	return s.show(c, r, fiber.StatusOK, "report", p)
}

// report keeps what a learner finds wrong.
func (s *Server) report(c *fiber.Ctx, r *request) error {
	w, n, err := s.walkAt(c, r)
	if err != nil {
		return err
	}
	reason, text := quiz.Reason(r.Form.Get("reason")), r.Form.Get("text")
	err = s.play.Report(r.Ctx, r.Learner, w.Session.ID, n, reason, text)
	var problem *quiz.Problem
	switch {
	case err == nil:
		return goTo(c, reportPath(w.Session.ID, n))
	case !errors.As(err, &problem):
		return err
	}
	p := s.reportOf(r, w, n)
	p.Reasons, p.Text = page.ReasonChoices(reason), text
	p.Problem = &page.Problem{Message: problem.Message, Control: problem.Control}
	return s.show(c, r, fiber.StatusUnprocessableEntity, "report", p)
}

func (s *Server) reportOf(r *request, w *play.Walk, n int) page.Report {
	return page.Report{
		Frame: s.frame(r.Lang, r.Token, walkOf(w.Revision)), Set: setOf(w.Revision, r.Lang),
		Nth: page.Nth{N: n, Of: len(w.Session.Items)}, Stem: s.pages.press.get(w.Revision).questions[w.Session.Items[n-1]].stem,
		Reasons: page.ReasonChoices(""), Action: reportPath(w.Session.ID, n), Back: feedbackPath(w.Session.ID, n),
	}
}
