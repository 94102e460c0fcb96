package web

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// showStart is where a session of a set begins.
func (s *Server) showStart(c *fiber.Ctx, r *request) error {
	rev, _, err := s.setAt(c, r)
	if err != nil {
		return err
	}
	return s.startPage(c, r, fiber.StatusOK, rev, nil)
}

// start begins a session and leads to its first question.
func (s *Server) start(c *fiber.Ctx, r *request) error {
	rev, teaches, err := s.setAt(c, r)
	if err != nil {
		return err
	}
	chosen, problem := readStart(rev.Set, r.Form)
	if problem != nil {
		return s.startPage(c, r, fiber.StatusUnprocessableEntity, rev, problem)
	}
	if err := s.ensureLearner(c, r); err != nil {
		return err
	}
	begin := s.play.Start
	if teaches {
		begin = s.play.Staff().Start
	}
	session, err := begin(r.Ctx, r.Learner, chosen)
	if err != nil {
		return err
	}
	return goTo(c, firstPath(session))
}

// firstPath is where a session begins.
func firstPath(session quiz.Session) string {
	if session.Mode == quiz.WalkThrough {
		return partPath(session.ID, 1)
	}
	return questionPath(session.ID, 1)
}

// readStart reads what a learner chose. Topics are only asked for where there
// are several, and then one at least is wanted.
func readStart(set *quiz.Set, form quiz.Form) (play.Start, *page.Problem) {
	chosen := play.Start{Set: set.ID, Mode: quiz.Mode(form.Get("mode")), Topics: form["topic"], Certainty: quiz.CertaintyRule(form.Get("certainty"))}
	if len(page.TopicChoices(set, nil, func(string) bool { return false })) > 1 && len(chosen.Topics) == 0 {
		return chosen, &page.Problem{Message: "problem.topics", Control: "topic-0"}
	}
	if n := form.Get("questions"); n != "" {
		var err error
		if chosen.Questions, err = strconv.Atoi(n); err != nil || chosen.Questions < 0 {
			return chosen, &page.Problem{Message: "problem.questions", Control: "questions"}
		}
	}
	if n := form.Get("minutes"); n != "" {
		minutes, err := strconv.Atoi(n)
		if err != nil || minutes < 0 || minutes > mostMinutes {
			return chosen, &page.Problem{Message: "problem.limit", Control: "minutes"}
		}
		chosen.TimeLimit = 60 * minutes
	}
	return chosen, nil
}

// mostMinutes bounds the time limit that can be asked for.
const mostMinutes = 24 * 60

// startState is what the page of a set depends on, its blanks apart.
type startState struct {
	revision string // its hash
	open     bool   // the latest session is not finished
	due      int    // questions to be reviewed
	mode     string // that is chosen already
}

func (s *Server) startPage(c *fiber.Ctx, r *request, status int, rev *play.Revision, problem *page.Problem) error {
	latest, err := s.latest(r)
	if err != nil {
		return err
	}
	in := &fillings{blankToken: word(r.Token)}
	open, err := s.done(r, latest, rev.Set.ID, in)
	if err != nil {
		return err
	}
	due, err := s.due(r)
	if err != nil {
		return err
	}
	n := due[rev.Set.ID]
	mode := r.Form.Get("mode")
	if mode == "" && quiz.Mode(c.Query("mode")) == quiz.Review {
		mode = string(quiz.Review)
	}
	key := mouldKey[startState]{template: "start", lang: r.Lang, of: startState{rev.Hash, open, n, mode}}
	content := func(in *samples) (any, error) {
		set := rev.Set
		asked := page.AskedOf(set, quiz.Selection{})
		p := page.Start{
			Frame: s.frame(r.Lang, in.text(blankToken), page.Elsewhere), Set: setOf(rev, r.Lang), Description: set.Description,
			Asked: asked, Minutes: set.Minutes(asked.Questions),
			Done: in.html(blankScore), Open: open, Due: n, Problem: problem, Tries: set.TriedUpTo(), Hints: set.Hinted(),
			Certainty: page.CertaintyRules(r.Form.Get("certainty")), Levels: page.CertaintyLevels(""),
		}
		minutes, _ := strconv.Atoi(r.Form.Get("minutes"))
		p.Modes, p.Limits = page.Modes(set.Reading != nil, n, mode), page.Limits(minutes)
		amount, _ := strconv.Atoi(r.Form.Get("questions"))
		p.Amounts = page.Amounts(asked.Questions, amount)
		ticked := func(name string) bool { return problem == nil || slices.Contains(r.Form["topic"], name) }
		if topics := page.TopicChoices(set, nil, ticked); len(topics) > 1 {
			p.Topics = topics
		}
		return p, nil
	}
	if problem != nil { // it holds what the learner sent
		return s.showOnce(c, r, status, key.template, in, content)
	}
	return showCast(s, c, status, key, in, content)
}
