package web

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// apiAssignment is a set that a class was given.
type apiAssignment struct {
	ID       uuid.UUID  `json:"id"`
	Code     string     `json:"code"` // what learners type to join
	Address  string     `json:"address"`
	Set      string     `json:"set"`
	Revision string     `json:"revision"`
	Created  time.Time  `json:"created"`
	Window   string     `json:"window"` // not-yet, open or closed
	Terms    quiz.Terms `json:"terms"`
	Joined   *int       `json:"joined,omitempty"`  // learners; in lists alone
	Started  *int       `json:"started,omitempty"` // of them, those who have begun; in lists alone
}

func (s *Server) apiAssignmentOf(c *fiber.Ctx, a quiz.Assignment) apiAssignment {
	window := map[quiz.Window]string{quiz.NotYet: "not-yet", quiz.Open: "open", quiz.Closed: "closed"}[a.Window(time.Now())]
	return apiAssignment{
		ID: a.ID, Code: a.Code, Set: a.Set, Revision: a.Revision, Created: a.Created.UTC(), Window: window, Terms: a.Terms,
		Address: s.site.linkFor(hostOf(c), joinPath(a.Code)),
	}
}

// apiAssignments lists assignments, newest first.
func (s *Server) apiAssignments(c *fiber.Ctx, r *request) error {
	after, limit, err := partByID(c)
	if err != nil {
		return err
	}
	all, err := s.play.Staff().Assignments(r.Ctx, r.Staff, after, limit+1)
	if err != nil {
		return err
	}
	var items []apiAssignment
	for i := range all {
		a := s.apiAssignmentOf(c, all[i].Assignment)
		a.Joined, a.Started = &all[i].Joined, &all[i].Started
		items = append(items, a)
	}
	return s.sendJSON(c, fiber.StatusOK, cutPart(items, limit, func(a apiAssignment) string { return a.ID.String() }))
}

// apiAssignmentByID tells of one assignment.
func (s *Server) apiAssignmentByID(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	a, _, err := s.play.Staff().Assignment(r.Ctx, r.Staff, id)
	if err != nil {
		return err
	}
	return s.sendJSON(c, fiber.StatusOK, s.apiAssignmentOf(c, a))
}

// apiAssign gives a set to a class. What the terms leave out is as on the form
// of a new assignment.
func (s *Server) apiAssign(c *fiber.Ctx, r *request) error {
	var head struct {
		Set string `json:"set"`
	}
	if err := json.Unmarshal(c.Request().Body(), &head); err != nil {
		head.Set = "" // readJSON says what is wrong with it
	}
	sent := struct {
		Set    string        `json:"set"`
		Terms  quiz.Terms    `json:"terms"`
		Roster []play.Person `json:"roster"`
	}{}
	rev, err := s.play.Staff().Current(head.Set)
	if err == nil {
		sent.Terms = play.NewTerms(rev.Set)
	}
	if err := readJSON(c, &sent); err != nil {
		return err
	}
	others, oerr := s.play.Staff().Others(r.Ctx, r.Staff)
	if oerr != nil {
		return oerr
	}
	if err != nil || others[sent.Set] {
		return &fault{failure: errNoSuchSet, field: "set"}
	}
	a, err := s.play.Staff().Assign(r.Ctx, r.Staff, sent.Set, sent.Terms, sent.Roster)
	if problem, is := errors.AsType[*quiz.Problem](err); is {
		return &fault{failure: &failure{errRefused.status, problem.Message}, field: member(problem.Control)}
	}
	if err != nil {
		return err
	}
	return s.sendJSON(c, fiber.StatusCreated, s.apiAssignmentOf(c, a))
}

// member names the member of what was sent that a field of the form stands for.
func member(control string) string {
	name, _, _ := strings.Cut(control, "-")
	switch name {
	case "roster":
		return strings.Replace(control, "-", ".", 1)
	case "topic":
		return "terms.topics"
	case "draw":
		return "terms.draw"
	case "keep":
		return "terms.keep_days"
	}
	return "terms." + strings.ReplaceAll(control, "-", "_")
}

// apiCloseAssignment closes an assignment now; one that is closed stays so.
func (s *Server) apiCloseAssignment(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := s.play.Staff().CloseAssignment(r.Ctx, r.Staff, id); err != nil {
		return err
	}
	return s.apiAssignmentByID(c, r)
}

// apiEntry is a line of the audit log.
type apiEntry struct {
	ID     uuid.UUID `json:"id"`
	At     time.Time `json:"at"`
	Name   string    `json:"name"`            // of the account, or of the terminal
	Token  string    `json:"token,omitempty"` // the name of the account's token, where a program did it
	Action string    `json:"action"`
	Object string    `json:"object,omitempty"`
	Detail string    `json:"detail,omitempty"`
}

// apiAudit lists who did what, newest first.
func (s *Server) apiAudit(c *fiber.Ctx, r *request) error {
	after, limit, err := partByID(c)
	if err != nil {
		return err
	}
	all, err := s.play.Staff().Log(r.Ctx, after, limit+1)
	if err != nil {
		return err
	}
	var items []apiEntry
	for _, e := range all {
		items = append(items, apiEntry{e.ID, e.At.UTC(), e.Name, e.Token, e.Action, e.Object, e.Detail})
	}
	return s.sendJSON(c, fiber.StatusOK, cutPart(items, limit, func(e apiEntry) string { return e.ID.String() }))
}
