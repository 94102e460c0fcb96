package web

import (
	"cmp"
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// showSets lists the drafts and the published sets that one may see.
func (s *Server) showSets(c *fiber.Ctx, r *request) error {
	drafts, err := s.play.Staff().Drafts(r.Ctx, r.Staff)
	if err != nil {
		return err
	}
	published, err := s.play.Staff().Published(r.Ctx, r.Staff)
	if err != nil {
		return err
	}
	names, err := s.accountNames(r)
	if err != nil {
		return err
	}
	p := page.Sets{Desk: s.desk(r, page.AtSets)}
	ours := map[string]bool{}
	for _, pub := range published {
		ours[pub.Set] = true
		item := page.PublishedSet{Title: pub.Set, Set: pub.Set, Href: historyPath(pub.Set), By: pub.By, At: pub.At, Note: pub.Note, Withdrawn: pub.Revision == "", Hidden: s.play.InFolder(pub.Set), Unlisted: pub.Unlisted}
		if rev, err := s.play.Staff().Current(pub.Set); err == nil && rev.Hash == pub.Revision {
			item.Title, item.Questions = rev.Set.Title, len(rev.Set.Questions)
		}
		p.Published = append(p.Published, item)
	}
	for _, d := range drafts {
		item := page.DraftItem{Title: d.Title, Set: d.Set, Href: draftPath(d.ID), Changed: d.Changed}
		if d.Owner != r.Staff.ID {
			item.Owner = names[d.Owner]
		}
		p.Drafts = append(p.Drafts, item)
	}
	for _, rev := range s.play.Staff().Library() {
		if s.play.InFolder(rev.Set.ID) && !ours[rev.Set.ID] {
			p.Folder = append(p.Folder, page.FolderSet{Title: rev.Set.Title, Href: setPath(rev.Set.ID), Questions: len(rev.Set.Questions)})
		}
	}
	return s.show(c, r, fiber.StatusOK, "teach/sets", p)
}

// accountNames gives the names of the accounts to those who see what others make.
func (s *Server) accountNames(r *request) (map[uuid.UUID]string, error) {
	if r.Staff.Role == play.Instructor {
		return nil, nil
	}
	all, err := s.play.Staff().Accounts(r.Ctx)
	names := map[uuid.UUID]string{}
	for _, a := range all {
		names[a.ID] = a.Name
	}
	return names, err
}

// showNewSet asks for what a new set is to be made of.
func (s *Server) showNewSet(c *fiber.Ctx, r *request) error {
	return s.newSetPage(c, r, fiber.StatusOK, nil, "")
}

func (s *Server) newSetPage(c *fiber.Ctx, r *request, status int, problem *page.Problem, why string) error {
	return s.show(c, r, status, "teach/new-set", page.NewSet{
		Desk: s.desk(r, page.AtSets), Set: r.Form.Get("set"), Text: r.Form.Get("text"), Reading: r.Form.Get("reading"), Problem: problem, Why: why,
	})
}

// newSet makes a draft of what was sent: files, pasted text, or both.
func (s *Server) newSet(c *fiber.Ctx, r *request) error {
	sent := pasted(r)
	if len(sent) == 0 {
		return s.newSetPage(c, r, fiber.StatusUnprocessableEntity, &page.Problem{Message: "problem.no-file", Control: "file"}, "")
	}
	name := cmp.Or(strings.TrimSpace(r.Form.Get("set")), play.SetName(baseName(sent[0].Name)))
	files, err := play.Receive(r.Ctx, sent)
	var d play.Draft
	if err == nil {
		d, err = s.play.Staff().NewDraft(r.Ctx, r.Staff, name, files)
	}
	if problem, why := uploadProblem(err); problem != nil {
		return s.newSetPage(c, r, fiber.StatusUnprocessableEntity, problem, why)
	}
	if err != nil {
		return err
	}
	return s.toDraft(c, d)
}

// toDraft leads to a draft, or first to the review of what waits in it.
func (s *Server) toDraft(c *fiber.Ctx, d play.Draft) error {
	for _, f := range d.Files {
		if strings.HasPrefix(f.Name, "import/") {
			return goTo(c, draftPath(d.ID)+"/review")
		}
	}
	return goTo(c, draftPath(d.ID))
}

// pasted gives the files that were sent, with the texts that were pasted as
// files among them. A text that is no set.yaml is told by its content.
func pasted(r *request) []quiz.File {
	sent := r.Files
	if text := r.Form.Get("text"); strings.TrimSpace(text) != "" {
		name := "pasted.txt"
		if looksNative(text) {
			name = "set.yaml"
		}
		sent = append(sent, quiz.File{Name: name, Data: []byte(unixLines(text))})
	}
	if text := r.Form.Get("reading"); strings.TrimSpace(text) != "" {
		sent = append(sent, quiz.File{Name: "reading.md", Data: []byte(unixLines(text))})
	}
	return sent
}

// looksNative says whether a text begins as a set.yaml does.
func looksNative(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, _, ok := strings.Cut(line, ":")
		return ok && (key == "title" || key == "questions" || key == "description" || key == "language" || key == "reading" || key == "topics")
	}
	return false
}

// unixLines undoes what forms make of line breaks.
func unixLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// baseName names a set after a file: "pond-life" of pond-life.zip.
func baseName(file string) string {
	base := file[strings.LastIndexAny(file, `/\`)+1:]
	if dot := strings.LastIndexByte(base, '.'); dot > 0 {
		base = base[:dot]
	}
	return base
}

// uploadProblem is how a form comes back whose files cannot be taken; nil for
// every other error. why is what the reader of the file said.
func uploadProblem(err error) (problem *page.Problem, why string) {
	if u, ok := errors.AsType[*play.Unreadable](err); ok {
		return &page.Problem{Message: "problem.file", Control: "file"}, u.Error()
	}
	refused, ok := errors.AsType[*play.Refused](err)
	if !ok {
		return nil, ""
	}
	control := "file"
	if refused.Message == "refused.set-name" {
		control = "set"
	}
	return &page.Problem{Message: refused.Message, Control: control}, ""
}
