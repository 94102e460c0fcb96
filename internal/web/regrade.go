package web

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
	"verbatim/internal/web/page"
)

// A question that was wrong: whose score changes is shown before anything does.

// regradeFor is how long grading a class anew may take. What is left then is
// gone on with by the button that the page shows.
const regradeFor = 5 * time.Minute

// regradeBody is enough for a reason of the greatest length, in any script.
const regradeBody = 16 << 10

func regradePath(set string) string { return historyPath(set) + "/regrade" }

func regradeAssignedPath(id uuid.UUID) string { return assignmentPath(id) + "/regrade" }

// regradePath is where answers of a class are graded anew.
func (at *class) regradePath() string {
	if at.assignment != nil {
		return regradeAssignedPath(at.assignment.ID)
	}
	return regradePath(at.rev.Set.ID)
}

// order reads which answers are to be graded anew, and how.
func (at *class) order(get func(name string) string) play.Order {
	o := play.Order{Set: at.rev.Set.ID, Question: get("question"), Assignment: at.scope.Assignment, Rule: quiz.Rule(get("rule"))}
	if o.Rule == quiz.ByKey {
		o.Revision = get("key")
	}
	return o
}

// showRegrade asks what is to be graded anew and, once that is chosen, shows
// what would change.
func (s *Server) showRegrade(c *fiber.Ctx, r *request) error {
	at, err := s.classAt(c, r, "")
	if err != nil {
		return err
	}
	get := func(name string) string { return c.Query(name) }
	return s.regradePage(c, r, fiber.StatusOK, at, at.order(get), page.ReadClassQuery(get), nil)
}

func (s *Server) regradePage(c *fiber.Ctx, r *request, status int, at *class, o play.Order, q page.ClassQuery, problem *page.Problem) error {
	staff := s.play.Staff()
	p := page.Regrade{
		Desk: s.desk(r, page.AtResults), Set: setOf(at.rev, r.Lang), Assignment: at.assignment, Action: at.regradePath(), Back: at.path,
		Rules: page.RegradeRules(o.Rule), Problem: problem,
	}
	if at.assignment != nil {
		p.At = page.AtAssignments
	}
	for i := range at.rev.Set.Questions {
		question := &at.rev.Set.Questions[i]
		p.Questions = append(p.Questions, page.RegradeQuestion{ID: question.ID, N: i + 1, Stem: shortened(reading.Plain(question.Stem)), Chosen: question.ID == o.Question})
	}
	keys, err := staff.Revisions(r.Ctx, o.Set)
	if err != nil {
		return err
	}
	for i, k := range keys {
		p.Keys = append(p.Keys, page.RegradeKey{Hash: k.Hash, Name: shortHash(k.Hash), Published: k.Published, Chosen: k.Hash == o.Revision || i == 0 && o.Revision == ""})
	}
	if o.Question != "" && o.Rule != "" {
		if p.Run, p.Problem, err = s.regradeRun(r, at, o, q); err != nil {
			return err
		}
		if p.Run != nil {
			p.Run.Why = r.Form.Get("why")
		}
		p.Problem = cmp.Or(p.Problem, problem)
		if p.Problem != nil && status == fiber.StatusOK {
			status = fiber.StatusUnprocessableEntity
		}
	}
	done, err := staff.Regrades(r.Ctx, r.Staff, o.Set, o.Assignment)
	if err != nil {
		return err
	}
	for _, g := range done {
		p.Done = append(p.Done, regradeDone(r, at, g))
	}
	return s.show(c, r, status, "teach/regrade", p)
}

// shortened cuts a text for a list of choices, between words where it can.
func shortened(text string) string {
	const most = 90 // characters
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	cut := string(runes[:most])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return cut + " …"
}

// regradeDone shows a regrade that was ordered, with what its owner may do.
func regradeDone(r *request, at *class, g play.RegradeSummary) page.RegradeDone {
	d := page.RegradeDone{RegradeSummary: g, Whole: at.assignment != nil && g.Assignment == uuid.Nil}
	if d.Whole || g.Assignment == uuid.Nil && !play.MayEdit(r.Staff, g.Account) {
		return d
	}
	path := at.regradePath() + "/" + g.ID.String()
	if g.Undone.IsZero() {
		d.Resume = path + "/resume"
	}
	if g.Undone.IsZero() || g.Standing > 0 {
		d.Undo = path + "/undo"
	}
	return d
}

// regradeRun shows what a regrade would do, or what is wrong with what was chosen.
func (s *Server) regradeRun(r *request, at *class, o play.Order, q page.ClassQuery) (*page.RegradeRun, *page.Problem, error) {
	d, err := s.play.Staff().DryRun(r.Ctx, r.Staff, o)
	switch {
	case errors.Is(err, play.ErrNotFound) && o.Rule == quiz.ByKey:
		return nil, &page.Problem{Message: "problem.regrade-key", Control: "key"}, nil
	case err != nil:
		return nil, nil, err
	}
	people, err := s.peopleOf(r, at)
	if err != nil {
		return nil, nil, err
	}
	run := page.RegradeRunOf(d, people, at.regradePath(), q)
	if d.Corrected == nil {
		return run, nil, nil
	}
	for _, asked := range d.Asked {
		if asked.Stem != d.Corrected.Stem {
			run.Asked, run.Corrected = append(run.Asked, reading.Plain(asked.Stem)), reading.Plain(d.Corrected.Stem)
		}
	}
	return run, nil, nil
}

// regrade grades answers anew.
func (s *Server) regrade(c *fiber.Ctx, r *request) error {
	at, err := s.classAt(c, r, "")
	if err != nil {
		return err
	}
	o := at.order(r.Form.Get)
	_, err = s.play.Staff().Regrade(r.Ctx, r.Staff, o, r.Form.Get("why"))
	if problem, ok := errors.AsType[*quiz.Problem](err); ok {
		return s.regradePage(c, r, fiber.StatusUnprocessableEntity, at, o, page.ClassQuery{Page: 1}, &page.Problem{Message: problem.Message, Control: problem.Control})
	}
	if err != nil {
		return err
	}
	return goTo(c, at.regradePath()+"#done")
}

// resumeRegrade goes on with a regrade.
func (s *Server) resumeRegrade(c *fiber.Ctx, r *request) error {
	return s.withRegrade(c, r, func(id uuid.UUID) error { return s.play.Staff().Resume(r.Ctx, r.Staff, id) })
}

// undoRegrade gives answers the grades back that they had.
func (s *Server) undoRegrade(c *fiber.Ctx, r *request) error {
	return s.withRegrade(c, r, func(id uuid.UUID) error { return s.play.Staff().UndoRegrade(r.Ctx, r.Staff, id) })
}

// withRegrade does something with the regrade that the address names.
func (s *Server) withRegrade(c *fiber.Ctx, r *request, do func(id uuid.UUID) error) error {
	at, err := s.classAt(c, r, "")
	if err != nil {
		return err
	}
	id, err := uuid.Parse(c.Params("regrade"))
	if err != nil {
		return errNotFound
	}
	if err := do(id); err != nil {
		return err
	}
	return goTo(c, at.regradePath()+"#done")
}
