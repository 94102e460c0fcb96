package web

import (
	"errors"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// passagesOffered is how many passages of the reading are offered for a quote.
const passagesOffered = 8

// showQuestionForm is where one question of a draft is written.
func (s *Server) showQuestionForm(c *fiber.Ctx, r *request) error {
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	p, err := s.formPage(r, d, n, nil)
	if err != nil {
		return draftBroken(c, d, err)
	}
	p.Saved = c.Query("saved") != ""
	return s.show(c, r, fiber.StatusOK, "teach/question", p)
}

// showNewQuestion is the form of a question that is still to be written. Nothing
// is in the set before it is saved.
func (s *Server) showNewQuestion(c *fiber.Ctx, r *request) error {
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	doc, err := play.OpenDraft(d)
	if err != nil {
		return draftBroken(c, d, err)
	}
	kind := c.Query("kind", quiz.DefaultKind)
	if !slices.Contains(quiz.Kinds(), kind) {
		return errNotFound
	}
	p, err := s.formPage(r, d, 0, quiz.Form{"shown": {kind}, "q.kind": {kind}, "q.id": {play.FreeID(doc, "question-"+strconv.Itoa(doc.Len()+1))}})
	if err != nil {
		return err
	}
	p.Unsaved = false
	return s.show(c, r, fiber.StatusOK, "teach/question", p)
}

// saveQuestion does what the pressed button of a question's form says: most
// buttons show the form again with what was typed, and the first saves it.
func (s *Server) saveQuestion(c *fiber.Ctx, r *request) error {
	at, err := questionAt(c, r)
	if err != nil {
		return err
	}
	return s.questionForm(c, r, at)
}

// addQuestion is saveQuestion for one that is still to be written.
func (s *Server) addQuestion(c *fiber.Ctx, r *request) error {
	return s.questionForm(c, r, play.At{})
}

func (s *Server) questionForm(c *fiber.Ctx, r *request, at play.At) error {
	if len(r.Files) > 0 || !slices.Contains(append(quiz.Kinds(), ""), r.Form.Get("shown")) {
		return errBadRequest
	}
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	do := r.Form.Get("do")
	if do == "" && r.Form.Get("find") != r.Form.Get("found") { // Enter in the search box
		do = "find " + r.Form.Get("for")
	}
	if do != "" {
		return s.pressed(c, r, d, at, do)
	}
	var n int
	if at.N == 0 {
		n, err = s.play.Staff().AddQuestion(r.Ctx, r.Staff, d.ID, r.Form)
	} else {
		n, err = s.play.Staff().SaveQuestion(r.Ctx, r.Staff, d.ID, at, r.Form)
	}
	if err == nil {
		return goTo(c, draftQuestionPath(d.ID, n)+"?saved=1")
	}
	return s.notSaved(c, r, at, err, r.Form)
}

// pressed shows the form again after a button that changes the form alone.
func (s *Server) pressed(c *fiber.Ctx, r *request, d play.Draft, at play.At, do string) error {
	verb, name, _ := strings.Cut(do, " ")
	set := play.Look(d).Set
	picker := &page.Picker{}
	var focus string
	ok := true
	switch verb {
	case "kind": // the fields of another kind
		focus = "q.kind"
	case "pick", "find":
		picker.For, picker.Words = name, r.Form.Get("find")
		if verb == "pick" {
			picker.Words = ""
		}
		picker.Looked = strings.TrimSpace(picker.Words) != ""
		words := picker.Words
		if !picker.Looked {
			words = wordsBeside(r.Form, name)
		}
		for _, passage := range play.FindPassages(set, words, passagesOffered) {
			picker.Passages = append(picker.Passages, page.SuggestedPassage{N: passage.N, Words: passage.Words, HTML: template.HTML(passage.HTML)})
		}
		focus = "find"
	case "use":
		cite, number, _ := strings.Cut(name, " ")
		passage, err := strconv.Atoi(number)
		ok = err == nil && play.PickPassage(set, r.Form, cite, passage)
		focus = strings.TrimSuffix(cite, ".cite") + ".quote"
	case "close":
		focus = strings.TrimSuffix(name, ".cite") + ".quote"
	default:
		focus, ok = play.Press(r.Form, do)
	}
	if !ok {
		return errBadRequest
	}
	if at.N > 0 {
		doc, err := play.OpenDraft(d)
		if err != nil {
			return draftBroken(c, d, err)
		}
		if at.N, err = play.Place(doc, at); err != nil {
			return s.notSaved(c, r, at, err, r.Form)
		}
	}
	p, err := s.formPage(r, d, at.N, r.Form)
	if err != nil {
		return draftBroken(c, d, err)
	}
	page.OfferPassages(p.Fields, picker)
	page.FocusOn(p.Fields, focus)
	return s.show(c, r, fiber.StatusOK, "teach/question", p)
}

// wordsBeside gives what a form says at a citation: that of an option by the
// option, that of the question by the question, its right answer most.
func wordsBeside(form quiz.Form, cite string) string {
	of := strings.TrimSuffix(cite, "cite")
	var words []string
	for name, values := range form {
		rest, beside := strings.CutPrefix(name, of)
		if !beside || rest == "id" || strings.Contains(name, ".quote") || strings.HasSuffix(name, ".because") && strings.Contains(rest, ".") {
			continue
		}
		words = append(words, values...)
	}
	slices.Sort(words) // the order of a map is no order
	return form.Get("q.stem") + " " + strings.Join(words, " ")
}

// saveQuestionText takes the lines of a question as text.
func (s *Server) saveQuestionText(c *fiber.Ctx, r *request) error {
	at, err := questionAt(c, r)
	if err != nil {
		return err
	}
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	n, err := s.play.Staff().SaveQuestionText(r.Ctx, r.Staff, d.ID, at, r.Form.Get("text"))
	if err == nil {
		return goTo(c, draftQuestionPath(d.ID, n)+"?saved=1#lines")
	}
	return s.notSaved(c, r, at, err, nil)
}

// notSaved shows a question again, with what was typed and why it was not kept.
func (s *Server) notSaved(c *fiber.Ctx, r *request, at play.At, err error, form quiz.Form) error {
	problem := &page.Problem{Control: "q.id"}
	if form == nil {
		problem.Control = "text"
	}
	refused, isRefused := errors.AsType[*play.Refused](err)
	status, noQuestion := fiber.StatusUnprocessableEntity, errors.Is(err, play.ErrOneQuestion)
	switch {
	case isRefused:
		problem.Message = refused.Message
	case errors.Is(err, play.ErrComment):
		problem.Message, problem.Control = "problem.comment-lost", "text"
	case noQuestion:
		problem.Message = "problem.one-question"
	case errors.Is(err, play.ErrChanged):
		status, problem.Message = fiber.StatusConflict, "problem.question-changed-here"
	default:
		return err
	}
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	if status == fiber.StatusConflict {
		doc, err := play.OpenDraft(d)
		if err != nil {
			return draftBroken(c, d, err)
		}
		if at.N = 1 + slices.Index(doc.IDs(), r.Form.Get("was")); at.N == 0 { // what was typed becomes a new one
			problem.Message = "problem.question-gone"
			if form == nil {
				form = quiz.Form{}
			}
		}
	}
	p, err := s.formPage(r, d, at.N, form)
	if err != nil {
		return draftBroken(c, d, err)
	}
	p.Problem = problem
	if noQuestion {
		p.Broken = brokenBy(d, at, r.Form.Get("text"))
	}
	page.TellAt(p.Fields, problem)
	p.Theirs = status == fiber.StatusConflict && p.N > 0
	if r.Form.Get("text") != "" {
		p.Text.Text = unixLines(r.Form.Get("text"))
	}
	return s.show(c, r, status, "teach/question", p)
}

// brokenBy gives what is wrong with the syntax of a text for a question of a
// draft, at its lines.
func brokenBy(d play.Draft, at play.At, text string) []page.FieldFinding {
	doc, err := play.OpenDraft(d)
	if err != nil || at.N > doc.Len() {
		return nil
	}
	var found []page.FieldFinding
	for _, f := range doc.Broken(at.N-1, text) {
		if f.Code == "syntax" {
			found = append(found, page.FieldFindingOf(f))
		}
	}
	return found
}
