package web

import (
	"errors"
	"html/template"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// A test is asked on pages of its own, made whole each time: its answers can be
// changed, so that a page differs with what is saved.

// save keeps an answer of a test and leads on: to the next question that is not
// answered, or to the list of answers.
func (s *Server) save(c *fiber.Ctx, r *request, id uuid.UUID, n int) error {
	w, err := s.play.Save(r.Ctx, r.Learner, id, n, r.Form)
	var problem *quiz.Problem
	var over *play.Over
	switch {
	case err == nil:
		next := w.Next(n)
		if next == 0 || r.Form.Get("then") == "check" {
			return goTo(c, checkPath(id))
		}
		return goTo(c, questionPath(id, next))
	case errors.As(err, &over):
		return s.tooLate(c, r, over)
	case !errors.As(err, &problem):
		return err
	}
	if w, err = s.play.Walk(r.Ctx, r.Learner, id); err != nil {
		return err
	}
	return s.testPage(c, r, fiber.StatusUnprocessableEntity, w, n, problem)
}

// testPage asks a question of a test, with what is saved filled in.
func (s *Server) testPage(c *fiber.Ctx, r *request, status int, w *play.Walk, n int, problem *quiz.Problem) error {
	q, printed := w.Question(n), s.pages.press.get(w.Revision).questions[w.Session.Items[n-1]]
	shuffle := w.Session.ShuffleFor(q)
	form, certainty := r.Form, r.Form.Get(quiz.CertaintyField)
	saved, known := w.SavedAnswer(n)
	if problem == nil && known {
		form, certainty = q.Body.Fill(shuffle, saved.Response), page.LevelValue(saved.Certainty)
	}
	p := page.Test{
		Frame: s.frame(r.Lang, r.Token, walkOf(w.Revision)), Set: setOf(w.Revision, r.Lang),
		Place: page.Place{N: n, Of: len(w.Session.Items), Answered: w.Answered(), Scored: true},
		Timer: timerOf(w), Saved: known, Unknown: saved.DontKnow,
		Action: questionPath(w.Session.ID, n), Back: c.Query("then") == "check" || form.Get("then") == "check",
		Stem: printed.stem, Given: printed.given,
		DontKnow: !s.pages.has(kindTemplate(q.Kind, actionsPart)),
		Check:    checkPath(w.Session.ID),
	}
	if next := w.Next(n); next > 0 && next != n && !known {
		p.Skip = questionPath(w.Session.ID, next)
	}
	if problem != nil {
		p.Problem = &page.Problem{Message: problem.Message, Control: problem.Control}
	}
	p.Certainty = askCertainty(w.Session.Certainty, certainty, p.Problem)
	ask := page.Kind[any]{View: q.Body.Ask(shuffle, form), Language: p.Set.Language, Media: mediaPath(w.Revision), Problem: p.Problem}
	if p.Certainty != nil && p.Certainty.Problem != nil {
		ask.Problem = nil // it lies beside the kind's own controls
	}
	var err error
	if p.Controls, err = s.pages.kind(r.Lang, q.Kind, askPart, ask); err != nil {
		return err
	}
	if w.Revision.Set.Reading != nil {
		panel, err := s.panel(r.Lang, w.Revision)
		if err != nil {
			return err
		}
		p.Panel = template.HTML(written(panel))
	}
	return s.show(c, r, status, "test", p)
}

// timerOf gives the time that is left; nil where a test has no limit.
func timerOf(w *play.Walk) *page.Timer {
	left, limited := w.Left()
	if !limited {
		return nil
	}
	return page.TimerOf(left, w.Session.Deadline())
}

// showCheck lists the answers of a test before it is handed in. There is nothing
// to hand in elsewhere.
func (s *Server) showCheck(c *fiber.Ctx, r *request) error {
	w, err := s.walk(c, r)
	if err != nil {
		return err
	}
	if !w.Session.Open() {
		return goTo(c, resultsPath(w.Session.ID))
	}
	printed := s.pages.press.get(w.Revision)
	p := page.Check{
		Frame: s.frame(r.Lang, r.Token, walkOf(w.Revision)), Set: setOf(w.Revision, r.Lang),
		Timer: timerOf(w), Of: len(w.Session.Items), Answered: w.Answered(), Action: checkPath(w.Session.ID),
	}
	for i, item := range w.Session.Items {
		n := i + 1
		saved, known := w.SavedAnswer(n)
		checked := page.Checked{
			Nth: page.Nth{N: n, Of: p.Of}, Stem: printed.questions[item].stem, Answered: known, Certainty: saved.Certainty,
			Media: mediaPath(w.Revision), Language: p.Set.Language,
			Href: questionPath(w.Session.ID, n) + "?then=check",
		}
		if known {
			checked.Said = w.Question(n).Body.Say(saved.Response)
		}
		p.Items = append(p.Items, checked)
	}
	return s.show(c, r, fiber.StatusOK, "check", p)
}

// finish hands in a test and leads to its results.
func (s *Server) finish(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if _, err := s.play.Finish(r.Ctx, r.Learner, id); err != nil {
		return err
	}
	return goTo(c, resultsPath(id))
}

// tooLate says that an answer came after its test was finished.
func (s *Server) tooLate(c *fiber.Ctx, r *request, over *play.Over) error {
	return s.show(c, r, fiber.StatusConflict, "over", page.Over{
		Frame: s.frame(r.Lang, r.Token, page.Elsewhere), Late: over.Late, Results: resultsPath(over.Session),
	})
}
