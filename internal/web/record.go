package web

import (
	"bytes"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// showTable answers with a session as a table to keep.
func (s *Server) showTable(c *fiber.Ctx, r *request) error {
	record, err := s.record(c, r, ".csv")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := record.WriteCSV(&b); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Response().SetBodyRaw(b.Bytes())
	return nil
}

// showJSON answers with a session for programs.
func (s *Server) showJSON(c *fiber.Ctx, r *request) error {
	record, err := s.record(c, r, ".json")
	if err != nil {
		return err
	}
	return c.JSON(record)
}

// record writes down the session that the address names, and tells the browser
// to keep it as a file.
func (s *Server) record(c *fiber.Ctx, r *request, ending string) (page.Record, error) {
	w, err := s.walk(c, r)
	if err != nil {
		return page.Record{}, err
	}
	if w.Session.Open() {
		return page.Record{}, errNotFound
	}
	if !w.Shows(quiz.ShowReasons) {
		return page.Record{}, errHidden
	}
	c.Attachment("verbatim-" + w.Session.Started.UTC().Format("2006-01-02") + ending)
	return page.RecordOf(w), nil
}
