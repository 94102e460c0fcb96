package web

import (
	"cmp"
	"errors"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/diag"
	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// draftOf gives the draft that a path names.
func (s *Server) draftOf(c *fiber.Ctx, r *request) (play.Draft, error) {
	id, err := pathID(c)
	if err != nil {
		return play.Draft{}, err
	}
	return s.play.Staff().Draft(r.Ctx, r.Staff, id)
}

// showDraft is where a draft is mended, previewed and published.
func (s *Server) showDraft(c *fiber.Ctx, r *request) error {
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	return s.draftPage(c, r, fiber.StatusOK, d, nil)
}

func (s *Server) draftPage(c *fiber.Ctx, r *request, status int, d play.Draft, problem *page.Problem) error {
	return s.draftPageWhy(c, r, status, d, problem, "")
}

// draftPageWhy shows a draft with what the reader of a file said, in its own words.
func (s *Server) draftPageWhy(c *fiber.Ctx, r *request, status int, d play.Draft, problem *page.Problem, why string) error {
	looked := play.Look(d)
	unlisted, err := s.play.Staff().WasUnlisted(r.Ctx, d.Set)
	if err != nil {
		return err
	}
	p := page.Draft{
		Desk: s.desk(r, page.AtSets), Title: d.Title, Set: d.Set, Href: draftPath(d.ID), Version: d.Version, Changed: d.Changed, Problem: problem, Why: why,
		Mine: play.MayEdit(r.Staff, d.Owner), Sound: looked.Sound(), InFolder: s.play.InFolder(d.Set), Unlisted: unlisted,
		Errors: looked.List.Count(diag.Error), Warnings: looked.List.Count(diag.Warning), Findings: page.DraftFindings(looked.List),
	}
	if looked.Set != nil {
		p.Questions = len(looked.Set.Questions)
		p.Modes, p.Limits, p.Certainty = page.Modes(looked.Set.Reading != nil, p.Questions, ""), page.Limits(0), page.CertaintyRules("")
	}
	p.ReadingFile = readingOf(d, looked)
	if doc, err := play.OpenDraft(d); err == nil {
		for i, f := range p.Findings {
			if n := doc.QuestionAt(f.Line); f.File == "set.yaml" && n > 0 && f.Question != "" {
				p.Findings[i].Form = draftQuestionPath(d.ID, n)
			}
		}
	}
	for _, f := range d.Files {
		switch {
		case f.Name == "set.yaml":
			p.Text = page.DraftText{Name: f.Name, Text: string(f.Data), Lines: page.Numbered(f.Name, f.Data, looked.List)}
		case f.Name == p.ReadingFile:
			p.Reading = page.DraftText{Name: f.Name, Text: string(f.Data), Lines: page.Numbered(f.Name, f.Data, looked.List)}
		case strings.HasPrefix(f.Name, "import/"):
			p.Waiting = strings.TrimPrefix(f.Name, "import/")
		default:
			p.Files = append(p.Files, page.DraftFile{Name: f.Name, Size: len(f.Data)})
		}
	}
	for _, sug := range play.Suggest(looked.Set) {
		item := page.Suggested{Question: sug.Question.ID, Stem: sug.Question.Stem}
		for _, passage := range sug.Passages {
			item.Passages = append(item.Passages, page.SuggestedPassage{N: passage.N, Words: passage.Words, HTML: template.HTML(passage.HTML)})
		}
		p.Suggested = append(p.Suggested, item)
	}
	return s.show(c, r, status, "teach/draft", p)
}

// saveDraft keeps the texts of a draft and checks them again. What somebody
// else has saved meanwhile is not overwritten: the page comes back with the
// text that was sent, and says so.
func (s *Server) saveDraft(c *fiber.Ctx, r *request) error {
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(r.Form.Get("version"))
	if err != nil {
		return errBadRequest
	}
	mine := d
	mine.Version = version
	if set := strings.TrimSpace(r.Form.Get("set")); set != "" {
		mine.Set = set
	}
	mine.Files = withText(withText(d.Files, "set.yaml", r.Form.Get("text")), readingOf(d, play.Look(d)), r.Form.Get("reading"))
	saved, err := s.play.Staff().Save(r.Ctx, r.Staff, mine)
	if errors.Is(err, play.ErrChanged) {
		mine.Version = d.Version // so that the next press keeps this text
		return s.draftPage(c, r, fiber.StatusConflict, mine, &page.Problem{Message: "problem.changed", Control: "text"})
	}
	if problem, _ := uploadProblem(err); problem != nil {
		if problem.Control == "file" {
			problem.Control = "text"
		}
		mine.Set = d.Set
		return s.draftPage(c, r, fiber.StatusUnprocessableEntity, mine, problem)
	}
	if err != nil {
		return err
	}
	return goTo(c, draftPath(saved.ID))
}

// readingOf names the file that the form has as the reading. Where the set names
// itself as its reading, or an image, saving the form must not replace that.
func readingOf(d play.Draft, looked play.Looked) string {
	const usual = "reading.md"
	if looked.Set == nil || looked.Set.ReadingFile == "" || looked.Set.ReadingFile == "set.yaml" {
		return usual
	}
	if data, there := play.FileOf(d, looked.Set.ReadingFile); there && !utf8.Valid(data) {
		return usual
	}
	return looked.Set.ReadingFile
}

// withText puts a text in place of a file's; an empty one removes the file.
func withText(files []quiz.File, name, text string) []quiz.File {
	var out []quiz.File
	for _, f := range files {
		if f.Name != name {
			out = append(out, f)
		}
	}
	if text == "" {
		return out
	}
	return append(out, quiz.File{Name: name, Data: []byte(unixLines(text))})
}

// addFiles puts more files into a draft. They replace those of the same names
// as the page showed them, and nothing that was saved since: then the page comes
// back and says so.
func (s *Server) addFiles(c *fiber.Ctx, r *request) error {
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	if len(r.Files) == 0 {
		return s.draftPage(c, r, fiber.StatusUnprocessableEntity, d, &page.Problem{Message: "problem.no-file", Control: "file"})
	}
	version, err := strconv.Atoi(r.Form.Get("version"))
	if err != nil {
		return errBadRequest
	}
	files, err := play.Receive(r.Ctx, r.Files)
	if err == nil {
		for _, f := range files {
			if _, there := play.FileOf(d, f.Name); there {
				d.Version = version // of what is replaced
			}
			d.Files = append(withText(d.Files, f.Name, ""), f)
		}
		d, err = s.play.Staff().Save(r.Ctx, r.Staff, d)
	}
	if errors.Is(err, play.ErrChanged) {
		if d, err = s.draftOf(c, r); err != nil {
			return err
		}
		return s.draftPage(c, r, fiber.StatusConflict, d, &page.Problem{Message: "problem.changed-reload", Control: "file"})
	}
	if problem, why := uploadProblem(err); problem != nil {
		if d, err = s.draftOf(c, r); err != nil {
			return err
		}
		return s.draftPageWhy(c, r, fiber.StatusUnprocessableEntity, d, problem, why)
	}
	if err != nil {
		return err
	}
	return s.toDraft(c, d)
}

// acceptQuote makes a suggested passage the quote of a question.
func (s *Server) acceptQuote(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(r.Form.Get("version"))
	passage, err2 := strconv.Atoi(r.Form.Get("passage"))
	if errors.Join(err, err2) != nil {
		return errBadRequest
	}
	_, err = s.play.Staff().Accept(r.Ctx, r.Staff, id, version, r.Form.Get("question"), passage)
	return s.backToDraft(c, r, err, "#suggested")
}

// backToDraft leads back to the draft of the path after something was done to
// it, or shows why it was not.
func (s *Server) backToDraft(c *fiber.Ctx, r *request, err error, to string) error {
	problem := &page.Problem{Message: "problem.changed-reload", Control: "text"}
	refused, isRefused := errors.AsType[*play.Refused](err)
	switch {
	case err == nil:
		return goTo(c, c.Path()[:strings.LastIndexByte(c.Path(), '/')]+to)
	case isRefused:
		problem.Message = refused.Message
	case !errors.Is(err, play.ErrChanged):
		return err
	}
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	return s.draftPage(c, r, fiber.StatusConflict, d, problem)
}

// publishDraft makes the draft the next revision of its set.
func (s *Server) publishDraft(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(r.Form.Get("version"))
	if err != nil {
		return errBadRequest
	}
	rev, err := s.play.Staff().ReleaseAs(r.Ctx, r.Staff, id, version, r.Form.Get("unlisted") != "", r.Form.Get("note"))
	if err != nil {
		return s.backToDraft(c, r, err, "")
	}
	return goTo(c, historyPath(rev.Set.ID))
}

// preview begins a session of the draft as a learner has it.
func (s *Server) preview(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := s.authenticate(c, r); err != nil { // as a learner, by the other cookie
		return err
	}
	if err := s.ensureLearner(c, r); err != nil {
		return err
	}
	minutes, err := strconv.Atoi(cmp.Or(r.Form.Get("minutes"), "0"))
	if err != nil || minutes < 0 || minutes > mostMinutes {
		return errBadRequest
	}
	session, err := s.play.Staff().Preview(r.Ctx, r.Staff, id, r.Learner, play.Start{
		Mode: quiz.Mode(r.Form.Get("mode")), Certainty: quiz.CertaintyRule(r.Form.Get("certainty")), TimeLimit: 60 * minutes,
	})
	if err != nil {
		return s.backToDraft(c, r, err, "")
	}
	return goTo(c, firstPath(session))
}

// showDeleteDraft asks before a draft is removed.
func (s *Server) showDeleteDraft(c *fiber.Ctx, r *request) error {
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	return s.show(c, r, fiber.StatusOK, "teach/delete-draft", page.DeleteDraft{Desk: s.desk(r, page.AtSets), Title: d.Title, Href: draftPath(d.ID), Changed: d.Changed})
}

// deleteDraft removes a draft.
func (s *Server) deleteDraft(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := s.play.Staff().DeleteDraft(r.Ctx, r.Staff, id); err != nil {
		return err
	}
	return goTo(c, setsPath)
}
