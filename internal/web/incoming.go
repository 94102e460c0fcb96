package web

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// showIncoming lists what would come in from the file that waits in a draft.
func (s *Server) showIncoming(c *fiber.Ctx, r *request) error {
	d, err := s.draftOf(c, r)
	if err != nil {
		return err
	}
	return s.incomingPage(c, r, fiber.StatusOK, d, nil)
}

func (s *Server) incomingPage(c *fiber.Ctx, r *request, status int, d play.Draft, problem *page.Problem) error {
	review, err := s.play.Staff().Review(r.Ctx, d)
	if errors.Is(err, play.ErrNotFound) {
		return goTo(c, draftPath(d.ID))
	}
	if err != nil {
		return err
	}
	p := page.Incoming{
		Desk: s.desk(r, page.AtSets), Title: d.Title, Href: draftPath(d.ID), Version: d.Version, File: review.File, Format: review.Format,
		Mine: play.MayEdit(r.Staff, d.Owner), Findings: page.DraftFindings(review.List), Problem: problem,
	}
	for i, row := range review.Rows {
		item := page.IncomingRow{
			N: i + 1, ID: row.Question.ID, Stem: row.Question.Stem, Kind: row.Question.Kind,
			Exists: row.Exists, Unasked: row.Unasked, Findings: page.DraftFindings(row.List),
		}
		p.Rows = append(p.Rows, item)
	}
	return s.show(c, r, status, "teach/incoming", p)
}

// bringIn writes what was chosen into the draft.
func (s *Server) bringIn(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(r.Form.Get("version"))
	if err != nil {
		return errBadRequest
	}
	fates := map[string]string{}
	for name := range r.Form {
		if question, ok := strings.CutPrefix(name, "q-"); ok {
			fates[question] = r.Form.Get(name)
		} else if name != "version" {
			return errBadRequest
		}
	}
	d, err := s.play.Staff().BringIn(r.Ctx, r.Staff, id, version, fates)
	refused, isRefused := errors.AsType[*play.Refused](err)
	if isRefused || errors.Is(err, play.ErrChanged) {
		problem := &page.Problem{Message: "problem.changed-reload", Control: "rows"}
		if isRefused {
			problem.Message = refused.Message
		}
		if d, err = s.draftOf(c, r); err != nil {
			return err
		}
		return s.incomingPage(c, r, fiber.StatusConflict, d, problem)
	}
	if err != nil {
		return err
	}
	return s.toDraft(c, d)
}

// discard takes the file away that waits in a draft.
func (s *Server) discard(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	_, err = s.play.Staff().Discard(r.Ctx, r.Staff, id)
	return s.backToDraft(c, r, err, "")
}
