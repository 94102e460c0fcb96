package web

import (
	"errors"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

const (
	assignmentsShown  = 30
	participantsShown = 100
)

// showAssignments lists what has been offered to classes.
func (s *Server) showAssignments(c *fiber.Ctx, r *request) error {
	before, err := queryID(c, "before")
	if err != nil {
		return err
	}
	list, err := s.play.Staff().Assignments(r.Ctx, r.Staff, before, assignmentsShown+1)
	if err != nil {
		return err
	}
	p := page.Assignments{Desk: s.desk(r, page.AtAssignments), Later: before != uuid.Nil, Sets: len(s.play.Staff().Library()) > 0}
	if len(list) > assignmentsShown {
		list = list[:assignmentsShown]
		p.Older = assignmentsPath + "?before=" + list[assignmentsShown-1].ID.String()
	}
	now := time.Now()
	for _, a := range list {
		entry := page.AssignmentEntryOf(a.Assignment, s.titleOf(a.Set), assignmentPath(a.ID), now)
		entry.Joined, entry.Started = a.Joined, a.Started
		p.Items = append(p.Items, entry)
	}
	return s.show(c, r, fiber.StatusOK, "teach/assignments", p)
}

// titleOf is the title of a set, or its id where it is no longer served.
func (s *Server) titleOf(set string) string {
	if rev, err := s.play.Staff().Current(set); err == nil {
		return rev.Set.Title
	}
	return set
}

// queryID reads an id of the query; the zero id where there is none.
func queryID(c *fiber.Ctx, name string) (uuid.UUID, error) {
	text := c.Query(name)
	if text == "" {
		return uuid.Nil, nil
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, errNotFound
	}
	return id, nil
}

// showAssign asks for the terms of a new assignment.
func (s *Server) showAssign(c *fiber.Ctx, r *request) error {
	rev, err := s.assigned(r, c.Query("set"))
	if err != nil {
		return err
	}
	return s.assignForm(c, r, fiber.StatusOK, rev, page.AssignForm{Action: newAssignmentPath}, play.NewTerms(rev.Set), "")
}

// assigned is the set to be assigned: the one that is named, or the first.
// errNotFound where it is another's, as where there is none.
func (s *Server) assigned(r *request, set string) (*play.Revision, error) {
	offered, err := s.offered(r)
	if err != nil {
		return nil, err
	}
	for _, rev := range offered {
		if set == "" || rev.Set.ID == set {
			return rev, nil
		}
	}
	return nil, errNotFound
}

// offered lists the sets that who asks may give to a class.
func (s *Server) offered(r *request) ([]*play.Revision, error) {
	others, err := s.play.Staff().Others(r.Ctx, r.Staff)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(s.play.Staff().Library()), func(rev *play.Revision) bool { return others[rev.Set.ID] }), nil
}

// assign makes an assignment.
func (s *Server) assign(c *fiber.Ctx, r *request) error {
	rev, err := s.assigned(r, r.Form.Get("set"))
	if err != nil {
		return err
	}
	form := page.AssignForm{Action: newAssignmentPath}
	return s.withTerms(c, r, rev, form, func(t quiz.Terms, roster []play.Person) (uuid.UUID, error) {
		a, err := s.play.Staff().Assign(r.Ctx, r.Staff, rev.Set.ID, t, roster)
		return a.ID, err
	})
}

// showTerms asks for other terms of an assignment.
func (s *Server) showTerms(c *fiber.Ctx, r *request) error {
	a, rev, err := s.assignmentAt(c, r)
	if err != nil {
		return err
	}
	people, err := s.play.Staff().Roster(r.Ctx, r.Staff, a.ID)
	if err != nil {
		return err
	}
	form := page.AssignForm{Action: termsPath(a.ID), Back: assignmentPath(a.ID)}
	return s.assignForm(c, r, fiber.StatusOK, rev, form, a.Terms, play.WriteRoster(people))
}

// changeTerms replaces the terms of an assignment.
func (s *Server) changeTerms(c *fiber.Ctx, r *request) error {
	a, rev, err := s.assignmentAt(c, r)
	if err != nil {
		return err
	}
	form := page.AssignForm{Action: termsPath(a.ID), Back: assignmentPath(a.ID)}
	return s.withTerms(c, r, rev, form, func(t quiz.Terms, roster []play.Person) (uuid.UUID, error) {
		return a.ID, s.play.Staff().ChangeTerms(r.Ctx, r.Staff, a.ID, t, roster)
	})
}

// withTerms reads the terms of a form and does something with them. What is at
// fault comes back with all that was filled in.
func (s *Server) withTerms(c *fiber.Ctx, r *request, rev *play.Revision, form page.AssignForm, do func(quiz.Terms, []play.Person) (uuid.UUID, error)) error {
	t, problem := page.ReadTerms(r.Form)
	again := func(problem *page.Problem) error {
		form.Problem = problem
		return s.assignForm(c, r, fiber.StatusUnprocessableEntity, rev, form, t, r.Form.Get("roster"))
	}
	if problem != nil {
		return again(problem)
	}
	roster, err := play.ReadRoster(r.Form.Get("roster"))
	var id uuid.UUID
	if err == nil {
		id, err = do(t, roster)
	}
	var at *quiz.Problem
	var inRoster *play.RosterProblem
	switch {
	case errors.As(err, &at):
		return again(&page.Problem{Message: at.Message, Control: at.Control})
	case errors.As(err, &inRoster):
		form.RosterLine = inRoster.Line
		return again(&page.Problem{Message: inRoster.Message, Control: "roster"})
	case err != nil:
		return err
	}
	return goTo(c, assignmentPath(id))
}

func (s *Server) assignForm(c *fiber.Ctx, r *request, status int, rev *play.Revision, p page.AssignForm, t quiz.Terms, roster string) error {
	p.Desk, p.Roster = s.desk(r, page.AtAssignments), roster
	p.Fill(t, rev.Set)
	if p.Problem != nil {
		p.Typed(r.Form)
	}
	if p.Back == "" {
		offered, err := s.offered(r)
		if err != nil {
			return err
		}
		for _, other := range offered {
			p.Sets = append(p.Sets, page.SetChoice{ID: other.Set.ID, Title: other.Set.Title, Chosen: other.Set.ID == rev.Set.ID})
		}
	}
	return s.show(c, r, status, "teach/assign", p)
}

// assignmentAt gives the assignment of the path, where who asks may see to it.
func (s *Server) assignmentAt(c *fiber.Ctx, r *request) (quiz.Assignment, *play.Revision, error) {
	id, err := pathID(c)
	if err != nil {
		return quiz.Assignment{}, nil, err
	}
	return s.play.Staff().Assignment(r.Ctx, r.Staff, id)
}

// showAssignmentOf is where those who teach see to one assignment.
func (s *Server) showAssignmentOf(c *fiber.Ctx, r *request) error {
	return s.assignmentOf(c, r, fiber.StatusOK, nil)
}

func (s *Server) assignmentOf(c *fiber.Ctx, r *request, status int, problem *page.Problem) error {
	a, rev, err := s.assignmentAt(c, r)
	if err != nil {
		return err
	}
	after, err := queryID(c, "after")
	if err != nil {
		return err
	}
	people, err := s.play.Staff().Participants(r.Ctx, r.Staff, a.ID, after, participantsShown+1)
	if err != nil {
		return err
	}
	p := page.AssignmentOf{
		Desk: s.desk(r, page.AtAssignments), AssignmentEntry: page.AssignmentEntryOf(a, rev.Set.Title, assignmentPath(a.ID), time.Now()),
		Learn: s.site.linkFor(hostOf(c), joinPath(a.Code)), Later: after != uuid.Nil, Problem: problem,
	}
	p.Describe(a, rev)
	if p.QR, err = page.NewQR(p.Learn); err != nil {
		return err
	}
	if len(people) > participantsShown {
		people = people[:participantsShown]
		p.More = assignmentPath(a.ID) + "?after=" + people[participantsShown-1].ID.String()
	}
	for _, one := range people {
		p.People = append(p.People, page.ParticipantOf(one, participantPath(a.ID, one.ID)))
	}
	return s.show(c, r, status, "teach/assignment", p)
}

// changeParticipant gives a participant more time, or takes one out.
func (s *Server) changeParticipant(c *fiber.Ctx, r *request) error {
	a, _, err := s.assignmentAt(c, r)
	if err != nil {
		return err
	}
	who, err := uuid.Parse(c.Params("participant"))
	if err != nil {
		return errNotFound
	}
	if r.Form.Get("do") == "remove" {
		err = s.play.Staff().RemoveParticipant(r.Ctx, r.Staff, a.ID, who)
		if errors.Is(err, play.ErrNotFound) { // the second click of two
			err = nil
		}
	} else {
		err = s.play.Staff().Extend(r.Ctx, r.Staff, a.ID, who, r.Form.Get("extension"))
	}
	if problem, ok := errors.AsType[*quiz.Problem](err); ok {
		return s.assignmentOf(c, r, fiber.StatusUnprocessableEntity, &page.Problem{Message: problem.Message, Control: "extension-" + who.String()})
	}
	if err != nil {
		return err
	}
	return goTo(c, assignmentPath(a.ID))
}

// closeAssignment closes an assignment now.
func (s *Server) closeAssignment(c *fiber.Ctx, r *request) error {
	a, _, err := s.assignmentAt(c, r)
	if err != nil {
		return err
	}
	if err := s.play.Staff().CloseAssignment(r.Ctx, r.Staff, a.ID); err != nil {
		return err
	}
	return goTo(c, assignmentPath(a.ID))
}

// showDeleteAssignment asks before an assignment is removed.
func (s *Server) showDeleteAssignment(c *fiber.Ctx, r *request) error {
	a, rev, err := s.assignmentAt(c, r)
	if err != nil {
		return err
	}
	p := page.DeleteAssignment{
		Desk: s.desk(r, page.AtAssignments), AssignmentEntry: page.AssignmentEntryOf(a, rev.Set.Title, assignmentPath(a.ID), time.Now()),
	}
	return s.show(c, r, fiber.StatusOK, "teach/delete-assignment", p)
}

// deleteAssignment removes an assignment with all answers given in it.
func (s *Server) deleteAssignment(c *fiber.Ctx, r *request) error {
	a, _, err := s.assignmentAt(c, r)
	if err != nil {
		return err
	}
	if err := s.play.Staff().DeleteAssignment(r.Ctx, r.Staff, a.ID); err != nil {
		return err
	}
	return goTo(c, assignmentsPath)
}
