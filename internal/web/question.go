package web

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// resume leads to where the learner left off: the next question, or the results.
func (s *Server) resume(c *fiber.Ctx, r *request) error {
	w, err := s.walk(c, r)
	if err != nil {
		return err
	}
	if part := partBefore(w, w.Next(0)); part > 0 {
		return goTo(c, partPath(w.Session.ID, part))
	}
	if n := w.Next(0); n > 0 {
		return goTo(c, questionPath(w.Session.ID, n))
	}
	if w.Session.Open() {
		return goTo(c, checkPath(w.Session.ID))
	}
	return goTo(c, resultsPath(w.Session.ID))
}

// showQuestion asks a question; one that is answered leads to its feedback.
func (s *Server) showQuestion(c *fiber.Ctx, r *request) error {
	w, n, err := s.walkAt(c, r)
	if err != nil {
		return err
	}
	if _, answered := w.Answer(n); answered {
		return goTo(c, feedbackPath(w.Session.ID, n))
	}
	if w.Session.Open() {
		return s.testPage(c, r, fiber.StatusOK, w, n, nil)
	}
	return s.questionPage(c, r, fiber.StatusOK, w, n, asked{})
}

// answer keeps an answer and leads to its feedback. An incomplete form comes
// back with what to do and with all that was filled in.
func (s *Server) answer(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	if _, wanted := r.Form[play.HintField]; wanted {
		return s.hint(c, r, id, n)
	}
	_, err = s.play.Answer(r.Ctx, r.Learner, id, n, r.Form)
	var problem *quiz.Problem
	switch {
	case err == nil:
		return goTo(c, feedbackPath(id, n))
	case errors.Is(err, play.ErrAgain):
		return goTo(c, questionPath(id, n))
	case errors.Is(err, play.ErrTest):
		return s.save(c, r, id, n)
	case !errors.As(err, &problem):
		return err
	}
	w, err := s.play.Walk(r.Ctx, r.Learner, id)
	if err != nil {
		return err
	}
	return s.questionPage(c, r, fiber.StatusUnprocessableEntity, w, n, asked{form: r.Form, problem: problem})
}

// hint gives a hint and asks the question again, with what was filled in. The
// button names the hint, so that sending it again gives no other.
func (s *Server) hint(c *fiber.Ctx, r *request, id uuid.UUID, n int) error {
	number, err := strconv.Atoi(r.Form.Get(play.HintField))
	if err != nil {
		return errBadRequest
	}
	w, err := s.play.Hint(r.Ctx, r.Learner, id, n, number)
	if err != nil {
		return err
	}
	if _, answered := w.Answer(n); answered || w.Session.Open() {
		return goTo(c, questionPath(id, n))
	}
	return s.questionPage(c, r, fiber.StatusOK, w, n, asked{form: r.Form, hinted: true})
}

// askState is what the controls of a question depend on.
type askState struct {
	ofQuestion
	order uint64 // of its options, one of quiz.Orders
}

// questionState is what a question's page depends on, its blanks apart.
type questionState struct {
	ofQuestion
	certainty quiz.CertaintyRule
	try       page.Try // zero where there is one try and no hint
}

// asked is what a page that asks a question holds of what the learner did before.
type asked struct {
	form    quiz.Form     // what they filled in and did not send as an answer
	problem *quiz.Problem // why it could not be graded
	hinted  bool          // what they sent asked for a hint
}

func (s *Server) questionPage(c *fiber.Ctx, r *request, status int, w *play.Walk, n int, before asked) error {
	trying, err := s.play.Trying(r.Ctx, w, n)
	if err != nil {
		return err
	}
	in, err := s.places(r, w, n)
	if err != nil {
		return err
	}
	in[blankToken], in[blankNumber] = word(r.Token), numberWord(n)
	if w.Revision.Set.Reading != nil {
		if in[blankPanel], err = s.panel(r.Lang, w.Revision); err != nil {
			return err
		}
	}
	try := page.TryOf(w, trying)
	key := mouldKey[questionState]{template: "question", lang: r.Lang, of: questionState{questionOf(w, n), w.Session.Certainty, try}}
	content := func(in *samples) (any, error) { return s.question(r, w, n, before, try, in) }
	q := w.Question(n)
	if before.form != nil || try.Again { // it is filled in
		html, err := s.pages.kind(r.Lang, q.Kind, askPart, s.ask(r, w, q, before.fill(w, q, trying), before.problem))
		if err != nil {
			return err
		}
		in[blankControls] = markup(html)
	}
	if before.form != nil { // the page holds what the learner sent
		return s.showOnce(c, r, status, key.template, in, content)
	}
	if try.Again {
		return showCast(s, c, status, key, in, content)
	}
	ask := mouldKey[askState]{template: kindTemplate(q.Kind, askPart), lang: r.Lang, of: askState{questionOf(w, n), w.Session.ShuffleFor(q).Seed}}
	in[blankControls], err = pourPlain(s.pages, ask, func() (any, error) { return s.ask(r, w, q, nil, nil), nil })
	if err != nil {
		return err
	}
	return showCast(s, c, status, key, in, content)
}

// fill is what the controls of a question show: what the learner filled in, or
// the response that was not right.
func (b asked) fill(w *play.Walk, q *quiz.Question, trying *play.Trying) quiz.Form {
	if b.form != nil || trying == nil || len(trying.Tries) == 0 {
		return b.form
	}
	return q.Body.Fill(w.Session.ShuffleFor(q), trying.Tries[len(trying.Tries)-1].Response)
}

func (s *Server) question(r *request, w *play.Walk, n int, before asked, try page.Try, in *samples) (p page.Question, err error) {
	printed := s.pages.press.get(w.Revision).questions[w.Session.Items[n-1]]
	p = page.Question{
		Frame: s.frame(r.Lang, in.text(blankToken), walkOf(w.Revision)), Set: setOf(w.Revision, r.Lang),
		Title: in.html(blankTitle), Place: in.html(blankPlace), Panel: in.html(blankPanel), Controls: in.html(blankControls),
		Action: "/sessions/" + in.text(blankSession) + "/questions/" + in.text(blankNumber),
		Stem:   printed.stem, Given: printed.given, Problem: problemOf(before.problem), Try: try, Hints: printed.hints[:try.Given], Hinted: before.hinted,
	}
	p.Certainty = askCertainty(w.Session.Certainty, before.form.Get(quiz.CertaintyField), p.Problem)
	p.Actions, err = s.pages.actions(r.Lang, w.Question(n).Kind)
	return p, err
}

// askCertainty asks how sure one is, by the rule of a session; nil where it
// does not ask.
func askCertainty(rule quiz.CertaintyRule, given string, problem *page.Problem) *page.AskCertainty {
	if rule == quiz.CertaintyOff {
		return nil
	}
	ask := &page.AskCertainty{Optional: rule == quiz.CertaintyOptional, Levels: page.CertaintyLevels(given)}
	if aboutCertainty(problem) {
		ask.Problem = problem
	}
	return ask
}

// ask is what the template of a question's kind is given.
func (s *Server) ask(r *request, w *play.Walk, q *quiz.Question, form quiz.Form, problem *quiz.Problem) page.Kind[any] {
	ask := page.Kind[any]{
		View: q.Body.Ask(w.Session.ShuffleFor(q), form), Language: page.Foreign(w.Revision.Set.Language, r.Lang),
		Media: mediaPath(w.Revision), Problem: problemOf(problem),
	}
	if aboutCertainty(ask.Problem) {
		ask.Problem = nil // it lies beside the kind's own controls
	}
	return ask
}

func problemOf(p *quiz.Problem) *page.Problem {
	if p == nil {
		return nil
	}
	return &page.Problem{Message: p.Message, Control: p.Control}
}

func aboutCertainty(p *page.Problem) bool { return p.At(quiz.FirstControl(quiz.CertaintyField)) }

// places fills the blanks that say where in a session a page stands.
func (s *Server) places(r *request, w *play.Walk, n int) (*fillings, error) {
	place := page.Place{N: n, Of: len(w.Session.Items), Answered: len(w.Answers), Scored: w.Session.Mode.Scored()}
	title, err := pourData(s.pages, r.Lang, "partials/nth", page.Nth{N: n, Of: place.Of})
	if err != nil {
		return nil, err
	}
	line, err := pourData(s.pages, r.Lang, "partials/place", place)
	return &fillings{blankSession: idWord(w.Session.ID), blankTitle: title, blankPlace: line}, err
}

// walk gives the session that the address names.
func (s *Server) walk(c *fiber.Ctx, r *request) (*play.Walk, error) {
	id, err := pathID(c)
	if err != nil {
		return nil, err
	}
	return s.play.Walk(r.Ctx, r.Learner, id)
}

// walkAt gives the session and the number of the question that the address names.
func (s *Server) walkAt(c *fiber.Ctx, r *request) (*play.Walk, int, error) {
	w, err := s.walk(c, r)
	if err != nil {
		return nil, 0, err
	}
	n, err := pathNumber(c)
	if err != nil {
		return nil, 0, err
	}
	if w.Question(n) == nil {
		return nil, 0, errNotFound
	}
	return w, n, nil
}
