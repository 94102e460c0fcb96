package web

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// What programs do about an assignment that was given: its terms, and the people
// in it.

// apiTerms changes the terms of an assignment. What is not sent stays as it is.
func (s *Server) apiTerms(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	a, _, err := s.play.Staff().Assignment(r.Ctx, r.Staff, id)
	if err != nil {
		return err
	}
	draw := a.Draw
	a.Draw = nil // what is sent replaces it, and is not mixed with it
	change := struct {
		Terms  *quiz.Terms    `json:"terms"`
		Roster *[]play.Person `json:"roster"`
	}{Terms: &a.Terms}
	if err := readJSON(c, &change); err != nil {
		return err
	}
	if a.Draw == nil {
		a.Draw = draw
	}
	if change.Roster == nil {
		roster, err := s.play.Staff().Roster(r.Ctx, r.Staff, id)
		if err != nil {
			return err
		}
		change.Roster = &roster
	}
	err = s.play.Staff().ChangeTerms(r.Ctx, r.Staff, id, a.Terms, *change.Roster)
	if problem, is := errors.AsType[*quiz.Problem](err); is {
		return &fault{failure: &failure{errRefused.status, problem.Message}, field: member(problem.Control)}
	}
	if err != nil {
		return err
	}
	return s.apiAssignmentByID(c, r)
}

// apiDeleteAssignment removes an assignment with what was done in it.
func (s *Server) apiDeleteAssignment(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	return noContent(c, s.play.Staff().DeleteAssignment(r.Ctx, r.Staff, id))
}

// apiParticipant is who has joined an assignment.
type apiParticipant struct {
	ID        uuid.UUID `json:"id"`
	Joined    time.Time `json:"joined"`
	Attempts  int       `json:"attempts"`  // sessions begun, those that were deleted too
	Extension int       `json:"extension"` // minutes beside the time limit
	// What was asked for, until it is deleted.
	Nickname string `json:"nickname,omitempty"`
	Number   string `json:"number,omitempty"`
	Name     string `json:"name,omitempty"`
}

// apiParticipants lists who has joined, in that order.
func (s *Server) apiParticipants(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	after, limit, err := partByID(c)
	if err != nil {
		return err
	}
	all, err := s.play.Staff().Participants(r.Ctx, r.Staff, id, after, limit+1)
	if err != nil {
		return err
	}
	var items []apiParticipant
	for _, p := range all {
		items = append(items, apiParticipant{p.ID, p.Joined.UTC(), p.Attempts, p.Extension, p.Nickname, p.Number, p.Name})
	}
	return s.sendJSON(c, fiber.StatusOK, cutPart(items, limit, func(p apiParticipant) string { return p.ID.String() }))
}

// participantAt gives the assignment and the participant of the path.
func participantAt(c *fiber.Ctx) (assignment, participant uuid.UUID, err error) {
	if assignment, err = pathID(c); err != nil {
		return uuid.Nil, uuid.Nil, err
	}
	if participant, err = uuid.Parse(c.Params("participant")); err != nil {
		return uuid.Nil, uuid.Nil, errNotFound
	}
	return assignment, participant, nil
}

// apiExtend gives a participant more time.
func (s *Server) apiExtend(c *fiber.Ctx, r *request) error {
	id, who, err := participantAt(c)
	if err != nil {
		return err
	}
	var sent struct {
		Extension *json.Number `json:"extension"`
	}
	if err := readJSON(c, &sent); err != nil {
		return err
	}
	minutes := ""
	if sent.Extension != nil {
		minutes = sent.Extension.String()
	}
	if _, err := strconv.Atoi(minutes); err != nil { // nothing is no number here
		return &fault{failure: &failure{errRefused.status, "problem.assign-extension"}, field: "extension"}
	}
	err = s.play.Staff().Extend(r.Ctx, r.Staff, id, who, minutes)
	if problem, is := errors.AsType[*quiz.Problem](err); is {
		return &fault{failure: &failure{errRefused.status, problem.Message}, field: problem.Control}
	}
	return noContent(c, err)
}

// apiRemoveParticipant takes a participant out, with what they did.
func (s *Server) apiRemoveParticipant(c *fiber.Ctx, r *request) error {
	id, who, err := participantAt(c)
	if err != nil {
		return err
	}
	return noContent(c, s.play.Staff().RemoveParticipant(r.Ctx, r.Staff, id, who))
}

// noContent answers a program where there is nothing to say but that it is done.
func noContent(c *fiber.Ctx, err error) error {
	if err == nil {
		c.Status(fiber.StatusNoContent)
	}
	return err
}
