package web

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// What classes have done, for programs.

// apiResults gives the figures of a class, as its page shows them.
func (s *Server) apiResults(c *fiber.Ctx, r *request) error {
	_, results, err := s.apiClass(c, r)
	if err != nil {
		return err
	}
	return s.sendJSON(c, fiber.StatusOK, results)
}

// apiClass gives the class that the address names, and its figures.
func (s *Server) apiClass(c *fiber.Ctx, r *request) (*class, *play.Results, error) {
	at, err := s.classAt(c, r, c.Query("revision"))
	if err != nil {
		return nil, nil, err
	}
	results, err := s.play.Results(r.Ctx, at.scope, at.rev)
	return at, results, err
}

// apiPassages gives the reading passage by passage, with how well the class did
// on each.
func (s *Server) apiPassages(c *fiber.Ctx, r *request) error {
	at, results, err := s.apiClass(c, r)
	if err != nil {
		return err
	}
	if at.rev.Set.Reading == nil {
		return errNotFound
	}
	if !results.Enough() {
		return &fault{failure: errTooFew}
	}
	passages, err := page.ClassPassages(results)
	if err != nil {
		return err
	}
	return s.sendJSON(c, fiber.StatusOK, list[page.ClassPassage]{Items: passages})
}

// apiAnswers gives the answers of a class, a JSON object on each line. Those
// who gave them stand under names that say nothing of who they are.
func (s *Server) apiAnswers(c *fiber.Ctx, r *request) error {
	at, results, err := s.apiClass(c, r)
	if err != nil {
		return err
	}
	if !results.Enough() {
		return &fault{failure: errTooFew}
	}
	sheet := (&page.Export{Ctx: r.Ctx, From: s.play, Scope: at.scope, Revision: at.rev, Options: c.Query("options") == "true"}).Answers()
	return s.sendExport(c, r, at, "answers (API)", "application/x-ndjson", func(to io.Writer) error { return writeLines(to, sheet) })
}

// apiFile gives a file of a class for a spreadsheet.
func (s *Server) apiFile(c *fiber.Ctx, r *request) error {
	at, results, err := s.apiClass(c, r)
	if err != nil {
		return err
	}
	if !results.Enough() {
		return &fault{failure: errTooFew}
	}
	err = s.exportFile(c, r, at, results, exportOrder{c.Params("form"), c.Query("options") == "true", c.Query("names") == "true"})
	if errors.Is(err, errBadRequest) {
		return errNotFound // there is no such file
	}
	return err
}

// writeLines writes a sheet as JSON, an object on each line.
func writeLines(to io.Writer, sheet page.Sheet) error {
	w := bufio.NewWriter(to)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	line := make(map[string]any, len(sheet.Head))
	err := sheet.Rows(func(row []any) error {
		for i, name := range sheet.Head {
			line[name] = row[i]
		}
		return enc.Encode(line)
	})
	return errors.Join(err, w.Flush())
}
