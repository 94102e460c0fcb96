package web

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/diag"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// rowsOfQuestions is how many questions of a draft a page lists.
const rowsOfQuestions = 50

// showQuestions lists the questions of a draft.
func (s *Server) showQuestions(c *fiber.Ctx, r *request) error {
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	return s.questionsPage(c, r, fiber.StatusOK, d, nil)
}

func (s *Server) questionsPage(c *fiber.Ctx, r *request, status int, d play.Draft, problem *page.Problem) error {
	p := page.DraftQuestions{
		Desk: s.desk(r, page.AtSets), Title: d.Title, Href: draftPath(d.ID), Mine: play.MayEdit(r.Staff, d.Owner),
		Kinds: quiz.Kinds(), Default: quiz.DefaultKind, Problem: problem,
		Sieve: page.Sieve{Words: c.Query("words"), Kind: c.Query("kind"), Topic: c.Query("topic"), Found: c.Query("found") != ""},
	}
	doc, err := play.OpenDraft(d)
	switch {
	case errors.Is(err, play.ErrNotFound):
		p.Broken = "questions.no-set"
	case errors.Is(err, play.ErrBraces):
		p.Broken = "questions.braces"
	case err != nil:
		p.Broken = "questions.unreadable"
	}
	if p.Broken != "" {
		return s.show(c, r, status, "teach/questions", p)
	}
	names, titles := doc.Topics()
	for i, name := range names {
		p.Topics = append(p.Topics, page.Word{Value: name, Text: titles[i]})
	}
	list := play.Look(d).List
	p.All = doc.Len()
	var rows []page.DraftQuestion
	for i := range doc.Len() {
		row := page.DraftQuestionOf(i+1, doc.Len(), doc.Outline(i), list)
		if row.Kind == "" {
			row.Kind = quiz.DefaultKind
		}
		row.Href = draftQuestionPath(d.ID, i+1)
		if p.Sieve.Passes(row) {
			rows = append(rows, row)
		}
	}
	at, err := strconv.Atoi(c.Query("page", "1"))
	p.Pages = max(1, (len(rows)+rowsOfQuestions-1)/rowsOfQuestions)
	if err != nil || at < 1 || at > p.Pages {
		at = 1
	}
	p.Page = at
	p.Rows = rows[(at-1)*rowsOfQuestions : min(at*rowsOfQuestions, len(rows))]
	if at > 1 {
		p.Previous = s.questionsHref(d, p.Sieve, at-1)
	}
	if at < p.Pages {
		p.Next = s.questionsHref(d, p.Sieve, at+1)
	}
	return s.show(c, r, status, "teach/questions", p)
}

// questionsHref is the address of a page of the list.
func (s *Server) questionsHref(d play.Draft, sieve page.Sieve, at int) string {
	q := url.Values{}
	for name, value := range map[string]string{"words": sieve.Words, "kind": sieve.Kind, "topic": sieve.Topic} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if sieve.Found {
		q.Set("found", "1")
	}
	if at > 1 {
		q.Set("page", strconv.Itoa(at))
	}
	if len(q) == 0 {
		return draftQuestionsPath(d.ID)
	}
	return draftQuestionsPath(d.ID) + "?" + q.Encode()
}

// rowOf is the address of a question's row in the list.
func (s *Server) rowOf(d play.Draft, n int) string {
	return s.questionsHref(d, page.Sieve{}, (n-1)/rowsOfQuestions+1) + "#question-" + strconv.Itoa(n)
}

// questionAt reads which question of a draft a form is about.
func questionAt(c *fiber.Ctx, r *request) (play.At, error) {
	n, err := pathNumber(c)
	return play.At{N: n, Seen: r.Form.Get("seen")}, err
}

// moveQuestion puts a question one place up or down.
func (s *Server) moveQuestion(c *fiber.Ctx, r *request) error {
	by := map[string]int{"up": -1, "down": 1}[r.Form.Get("do")]
	if by == 0 {
		return errBadRequest
	}
	return s.alterList(c, r, func(d play.Draft, at play.At) (int, error) {
		return s.play.Staff().MoveQuestion(r.Ctx, r.Staff, d.ID, at, by)
	})
}

// doubleQuestion puts a copy of a question below it.
func (s *Server) doubleQuestion(c *fiber.Ctx, r *request) error {
	return s.alterList(c, r, func(d play.Draft, at play.At) (int, error) {
		return s.play.Staff().DoubleQuestion(r.Ctx, r.Staff, d.ID, at)
	})
}

// deleteQuestion removes a question.
func (s *Server) deleteQuestion(c *fiber.Ctx, r *request) error {
	return s.alterList(c, r, func(d play.Draft, at play.At) (int, error) {
		return max(1, at.N-1), s.play.Staff().DeleteQuestion(r.Ctx, r.Staff, d.ID, at)
	})
}

// alterList does something to the questions of a draft and leads to the row of
// one of them, or shows why it was not done.
func (s *Server) alterList(c *fiber.Ctx, r *request, do func(play.Draft, play.At) (int, error)) error {
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	at, err := questionAt(c, r)
	if err != nil {
		return err
	}
	n, err := do(d, at)
	problem := &page.Problem{Control: "rows"}
	refused, isRefused := errors.AsType[*play.Refused](err)
	switch {
	case err == nil:
		return goTo(c, s.rowOf(d, n))
	case isRefused:
		problem.Message = refused.Message
	case errors.Is(err, play.ErrChanged):
		problem.Message = "problem.question-changed"
	default:
		return draftBroken(c, d, err)
	}
	if d, err = s.draftOf(c, r); err != nil {
		return err
	}
	return s.questionsPage(c, r, fiber.StatusConflict, d, problem)
}

// draftBroken leads to the list where it says why a draft's questions cannot be
// changed one by one; any other error is given back.
func draftBroken(c *fiber.Ctx, d play.Draft, err error) error {
	if errors.Is(err, play.ErrUnreadable) || errors.Is(err, play.ErrBraces) {
		return goTo(c, draftQuestionsPath(d.ID))
	}
	return err
}

// showDeleteQuestion asks before a question is removed.
func (s *Server) showDeleteQuestion(c *fiber.Ctx, r *request) error {
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	doc, err := play.OpenDraft(d)
	if err != nil {
		return draftBroken(c, d, err)
	}
	if n > doc.Len() {
		return errNotFound
	}
	o := doc.Outline(n - 1)
	return s.show(c, r, fiber.StatusOK, "teach/delete-question", page.QuestionForm{
		Desk: s.desk(r, page.AtSets), Title: d.Title, Href: draftPath(d.ID), List: draftQuestionsPath(d.ID), Action: draftQuestionPath(d.ID, n),
		N: n, Of: doc.Len(), ID: o.ID, Seen: play.State(o.Text), Last: o.Last,
		Text: page.DraftText{Name: "set.yaml", Text: o.Text, Lines: page.NumberedFrom("set.yaml", o.First, o.Text, nil)},
	})
}

// formPage puts the page of a question's form together. form is what was
// typed, nil where it is as the file has it.
func (s *Server) formPage(r *request, d play.Draft, n int, form quiz.Form) (page.QuestionForm, error) {
	p := page.QuestionForm{
		Desk: s.desk(r, page.AtSets), Title: d.Title, Href: draftPath(d.ID), List: draftQuestionsPath(d.ID), N: n,
		Mine: play.MayEdit(r.Staff, d.Owner), Unsaved: form != nil,
	}
	doc, err := play.OpenDraft(d)
	if err != nil {
		return p, err
	}
	if n > doc.Len() {
		return p, errNotFound
	}
	p.Of = doc.Len()
	var topics []page.Word
	names, titles := doc.Topics()
	for i, name := range names {
		topics = append(topics, page.Word{Value: name, Text: titles[i]})
	}
	looked := play.Look(d)
	var found diag.List
	if n > 0 {
		o := doc.Outline(n - 1)
		found = page.Within(looked.List, o)
		p.ID, p.Kind, p.Seen, p.Last = o.ID, o.Kind, play.State(o.Text), o.Last
		p.Action = draftQuestionPath(d.ID, n)
		p.Text = page.DraftText{Name: "set.yaml", Text: strings.TrimRight(o.Text, "\r\n"), Lines: page.NumberedFrom("set.yaml", o.First, o.Text, found)}
		if n > 1 {
			p.Previous = draftQuestionPath(d.ID, n-1)
		}
		if n < doc.Len() {
			p.Next = draftQuestionPath(d.ID, n+1)
		}
	} else {
		p.Action = newDraftQuestionPath(d.ID)
		p.Kind = form.Get("shown")
	}
	var fields []play.Field
	if form == nil {
		fields = doc.Form(n - 1)
	} else {
		fields = doc.Filled(n-1, form)
		if kinds := form["q.kind"]; len(kinds) > 0 && kinds[0] != "" {
			p.Kind = kinds[0]
		}
	}
	if p.Kind == "" {
		p.Kind = quiz.DefaultKind
	}
	p.Fields, p.Findings = page.FormFields(fields, found, looked.Set != nil && looked.Set.Reading != nil, topics)
	p.Errors, p.Warnings = found.Count(diag.Error), found.Count(diag.Warning)
	return p, nil
}
