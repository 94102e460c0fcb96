package web

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// What is to be put right, for programs: reports of questions, and regrades.

// apiReport is what a learner found wrong with a question.
type apiReport struct {
	ID       uuid.UUID  `json:"id"`
	Set      string     `json:"set"`
	Revision string     `json:"revision"`
	Question string     `json:"question"`
	Reason   string     `json:"reason"`
	Text     string     `json:"text,omitempty"` // in the learner's words
	At       time.Time  `json:"at"`
	Closed   *time.Time `json:"closed,omitempty"` // none while it is open
	ClosedBy string     `json:"closed_by,omitempty"`
	Note     string     `json:"note,omitempty"`
}

// apiReports lists reports, newest first.
func (s *Server) apiReports(c *fiber.Ctx, r *request) error {
	after, limit, err := partByID(c)
	if err != nil {
		return err
	}
	q := play.ReportQuery{Set: c.Query("set"), Question: c.Query("question"), Before: after, Limit: limit + 1}
	switch c.Query("state", "open") {
	case "open":
		q.Open = true
	case "closed":
		q.Closed = true
	case "all":
		q.Open, q.Closed = true, true
	default:
		return &fault{failure: errBadRequest, field: "state"}
	}
	found, err := s.play.Staff().Reports(r.Ctx, r.Staff, q)
	if err != nil {
		return err
	}
	var items []apiReport
	for _, f := range found {
		items = append(items, apiReport{f.ID, f.Set, f.Revision, f.Question, f.Reason, f.Text, f.At.UTC(), atUTC(f.Closed), f.ClosedBy, f.Note})
	}
	return s.sendJSON(c, fiber.StatusOK, cutPart(items, limit, func(i apiReport) string { return i.ID.String() }))
}

// apiCloseReport notes that a report was dealt with, and how.
func (s *Server) apiCloseReport(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	var sent struct {
		Note string `json:"note"`
	}
	if err := readAny(c, &sent); err != nil {
		return err
	}
	err = s.play.Staff().CloseReport(r.Ctx, r.Staff, id, sent.Note)
	if problem, is := errors.AsType[*quiz.Problem](err); is {
		return &fault{failure: &failure{errRefused.status, problem.Message}, field: "note"}
	}
	return noContent(c, err)
}

// apiRegraded is what a regrade does, or would do.
type apiRegraded struct {
	Set      string     `json:"set"`
	Question string     `json:"question"`
	Rule     quiz.Rule  `json:"rule"`
	Revision string     `json:"revision,omitempty"` // whose key counts
	Tried    bool       `json:"dry_run"`
	Regrade  *uuid.UUID `json:"regrade,omitempty"` // what was done
	Learners int        `json:"learners"`
	Answers  int        `json:"answers"`   // of finished sessions
	UnderWay int        `json:"under_way"` // of others, which stay as they are
	*apiChanges
}

// apiChanges says of enough learners what becomes of their grades.
type apiChanges struct {
	Changed int `json:"changed"`
	Up      int `json:"up"` // sessions whose score is higher then
	Down    int `json:"down"`
	Cannot  int `json:"cannot"` // answers that cannot be graded without guessing, which stay as they are
}

// apiRegrade grades the answers to a question anew, or says what that would do.
func (s *Server) apiRegrade(c *fiber.Ctx, r *request) error {
	at, err := s.classAt(c, r, "")
	if err != nil {
		return err
	}
	var sent struct {
		Question string    `json:"question"`
		Rule     quiz.Rule `json:"rule"`
		Revision string    `json:"revision"`
		Why      string    `json:"why"`
		Try      bool      `json:"dry_run"`
	}
	if err := readJSON(c, &sent); err != nil {
		return err
	}
	o := play.Order{Set: at.rev.Set.ID, Question: sent.Question, Assignment: at.scope.Assignment, Rule: sent.Rule, Revision: sent.Revision}
	d, err := s.play.Staff().DryRun(r.Ctx, r.Staff, o)
	if errors.Is(err, play.ErrNotFound) {
		return errNoRegrade
	}
	if err != nil {
		return err
	}
	out := apiRegraded{
		Set: o.Set, Question: o.Question, Rule: o.Rule, Revision: o.Revision, Tried: sent.Try, Learners: d.Learners, Answers: d.Answers,
		UnderWay: d.UnderWay,
	}
	if d.Enough() {
		out.apiChanges = &apiChanges{d.Changed(), d.Up, d.Down, d.Cannot}
	}
	if !sent.Try {
		done, err := s.play.Staff().Regrade(r.Ctx, r.Staff, o, sent.Why)
		if problem, is := errors.AsType[*quiz.Problem](err); is {
			return &fault{failure: &failure{errRefused.status, problem.Message}, field: problem.Control}
		}
		if err != nil {
			return err
		}
		out.Regrade = &done.ID
	}
	return s.sendJSON(c, fiber.StatusOK, out)
}

// apiRegradeDone is a regrade that was ordered, with what it has changed.
type apiRegradeDone struct {
	ID       uuid.UUID  `json:"id"`
	Question string     `json:"question"`
	Rule     quiz.Rule  `json:"rule"`
	Revision string     `json:"revision,omitempty"` // whose key counts
	Class    *uuid.UUID `json:"assignment,omitempty"`
	By       string     `json:"by"`
	Why      string     `json:"why"`
	At       time.Time  `json:"at"`
	Done     *time.Time `json:"done,omitempty"` // none while answers are left
	Undone   *time.Time `json:"undone,omitempty"`
	UndoneBy string     `json:"undone_by,omitempty"`
	Answers  int        `json:"answers"`  // whose grade it has replaced
	Standing int        `json:"standing"` // of them, not given back
}

// apiRegrades lists what was graded anew, newest first.
func (s *Server) apiRegrades(c *fiber.Ctx, r *request) error {
	at, err := s.classAt(c, r, "")
	if err != nil {
		return err
	}
	done, err := s.play.Staff().Regrades(r.Ctx, r.Staff, at.rev.Set.ID, at.scope.Assignment)
	if err != nil {
		return err
	}
	out := list[apiRegradeDone]{Items: []apiRegradeDone{}}
	for _, g := range done {
		item := apiRegradeDone{
			ID: g.ID, Question: g.Question, Rule: g.Rule, Revision: g.Revision, By: g.By, Why: g.Why, At: g.At.UTC(),
			Done: atUTC(g.Done), Undone: atUTC(g.Undone), UndoneBy: g.UndoneBy, Answers: g.Answers, Standing: g.Standing,
		}
		if g.Assignment != uuid.Nil {
			item.Class = &g.Assignment
		}
		out.Items = append(out.Items, item)
	}
	return s.sendJSON(c, fiber.StatusOK, out)
}

// atUTC is a time in UTC; nil where there is none.
func atUTC(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// apiUndoRegrade gives answers the grades back that they had.
func (s *Server) apiUndoRegrade(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	return noContent(c, s.play.Staff().UndoRegrade(r.Ctx, r.Staff, id))
}

// apiLive tells where the learners of an assignment stand now, without saying of
// any who it is.
func (s *Server) apiLive(c *fiber.Ctx, r *request) error {
	at, err := s.classAssigned(c, r)
	if err != nil {
		return err
	}
	live, err := s.play.Live(r.Ctx, at.scope, at.rev)
	if err != nil {
		return err
	}
	type question struct {
		ID       string `json:"id"`
		Here     int    `json:"here"` // learners who stand at it
		Answered int    `json:"answered"`
	}
	out := struct {
		At        time.Time  `json:"at"`
		Begun     int        `json:"begun"`
		Finished  int        `json:"finished"`
		Questions []question `json:"questions,omitempty"`
	}{At: live.At.UTC(), Begun: live.Begun, Finished: live.Finished}
	if live.Enough() {
		for i := range at.rev.Set.Questions {
			out.Questions = append(out.Questions, question{at.rev.Set.Questions[i].ID, live.Here[i], live.Answered[i]})
		}
	}
	return s.sendJSON(c, fiber.StatusOK, out)
}
