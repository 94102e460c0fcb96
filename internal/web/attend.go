package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// showJoin asks for the code of an assignment, and lists those already joined.
func (s *Server) showJoin(c *fiber.Ctx, r *request) error {
	return s.joinPage(c, r, fiber.StatusOK, nil)
}

// findAssignment leads to the assignment of a code as it was typed.
func (s *Server) findAssignment(c *fiber.Ctx, r *request) error {
	a, err := s.attendance(r, r.Form.Get("code"))
	if errors.Is(err, play.ErrNotFound) {
		return s.joinPage(c, r, fiber.StatusUnprocessableEntity, &page.Problem{Message: "problem.code", Control: "code"})
	}
	if err != nil {
		return err
	}
	return goTo(c, joinPath(a.Code))
}

// joinedShown is how many assignments are listed to who has joined them.
const joinedShown = 20

func (s *Server) joinPage(c *fiber.Ctx, r *request, status int, problem *page.Problem) error {
	p := page.Join{Frame: s.frame(r.Lang, r.Token, page.InLibrary), Typed: r.Form.Get("code"), Problem: problem}
	var err error
	if p.Joined, err = s.joined(r); err != nil {
		return err
	}
	return s.show(c, r, status, "join", p)
}

// joined lists what a learner has joined; nothing for a stranger.
func (s *Server) joined(r *request) ([]page.Joined, error) {
	list, err := s.play.Joined(r.Ctx, r.Learner, joinedShown)
	if err != nil {
		return nil, err
	}
	out := make([]page.Joined, len(list))
	for i, a := range list {
		out[i] = page.JoinedOf(a, setOf(a.Revision, r.Lang), joinPath(a.Code))
	}
	return out, nil
}

// showAssignment is where a class finds what it has been given.
func (s *Server) showAssignment(c *fiber.Ctx, r *request) error {
	a, err := s.attendance(r, c.Params("code"))
	if err != nil {
		return err
	}
	if c.Params("code") != a.Code { // one thing has one address
		return goTo(c, joinPath(a.Code))
	}
	return s.assignmentPage(c, r, fiber.StatusOK, a, nil)
}

// attend joins an assignment and, where it is open, leads to the first
// question that is not answered.
func (s *Server) attend(c *fiber.Ctx, r *request) error {
	a, err := s.attendance(r, c.Params("code"))
	if err != nil {
		return err
	}
	if err := s.ensureLearner(c, r); err != nil {
		return err
	}
	err = s.play.Join(r.Ctx, r.Learner, a, r.Form.Get("nickname"), play.Person{Number: r.Form.Get("number"), Name: r.Form.Get("name")})
	if problem, ok := errors.AsType[*quiz.Problem](err); ok {
		return s.assignmentPage(c, r, fiber.StatusUnprocessableEntity, a, &page.Problem{Message: problem.Message, Control: problem.Control})
	}
	if err != nil {
		return err
	}
	if a.Window == quiz.NotYet {
		return goTo(c, joinPath(a.Code))
	}
	session, err := s.play.Attempt(r.Ctx, a)
	if err != nil {
		return err
	}
	return goTo(c, sessionPath(session.ID))
}

// attendance finds an assignment by its code as a learner does. Guessing codes
// is slowed down by the address that the guesses come from. Of many that are
// made at once, no more are answered than would be one after the other.
func (s *Server) attendance(r *request, code string) (*play.Attendance, error) {
	if !s.limits.mayGuess(r.Address) {
		return nil, errTooMany
	}
	a, err := s.play.Attend(r.Ctx, r.Learner, code)
	switch {
	case errors.Is(err, play.ErrNotFound) && !s.limits.guessed(r.Address), err == nil && !s.limits.mayGuess(r.Address):
		return nil, errTooMany
	}
	return a, err
}

func (s *Server) assignmentPage(c *fiber.Ctx, r *request, status int, a *play.Attendance, problem *page.Problem) error {
	set := a.Revision.Set
	asked := page.AskedOf(set, a.Selection())
	p := page.Assignment{
		Frame: s.frame(r.Lang, r.Token, page.Elsewhere), Joined: page.JoinedOf(a, setOf(a.Revision, r.Lang), joinPath(a.Code)),
		Asked: asked, Minutes: set.Minutes(asked.Questions), TimeLimit: a.TimeLimit, Certainty: a.Certainty != quiz.CertaintyOff, Tries: page.TriesIn(set, a.Terms),
		Identity: a.Identity, Me: a.Me != nil, Problem: problem,
		Nickname: r.Form.Get("nickname"), Name: r.Form.Get("name"), Number: r.Form.Get("number"),
		Reveal: page.RevealOf(a.Terms),
	}
	if a.Me != nil {
		p.Name, p.Number, p.Nickname, p.Extension = a.Me.Name, a.Me.Number, a.Me.Nickname, a.Me.Extension
	}
	if a.Closes.IsZero() || a.KeepDays == 0 {
		p.Kept = 0
	} else {
		p.Kept = a.KeepDays
	}
	for _, sum := range a.Attempts {
		p.Attempts = append(p.Attempts, page.AttemptOf(a, sum, percentOf(sum), resultsPath(sum.ID)))
	}
	return s.show(c, r, status, "assignment", p)
}
