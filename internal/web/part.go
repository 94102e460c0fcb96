package web

import (
	"html/template"
	"strings"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
	"verbatim/internal/web/page"
)

// showPart shows a part of the reading, before the questions about it.
func (s *Server) showPart(c *fiber.Ctx, r *request) error {
	w, err := s.walk(c, r)
	if err != nil {
		return err
	}
	n, err := pathNumber(c)
	if err != nil {
		return err
	}
	if w.Session.Mode != quiz.WalkThrough { // it is not read in parts
		return goTo(c, sessionPath(w.Session.ID))
	}
	parts := w.Parts()
	if n > len(parts) {
		return errNotFound
	}
	part, doc := parts[n-1], w.Revision.Set.Reading
	var text strings.Builder
	for i := part.FirstSection; i < part.LastSection; i++ {
		text.WriteString(doc.SectionHTML(i, reading.Render{HeadingShift: markedShift, ImagePrefix: mediaPath(w.Revision)}))
	}
	p := page.Stretch{
		Frame: s.frame(r.Lang, r.Token, walkOf(w.Revision)), Set: s.beginning(w.Revision, r.Lang), N: n, Of: len(parts),
		Text: template.HTML(text.String()), Questions: part.Last - part.First + 1,
	}
	next := w.Next(part.First - 1)
	switch {
	case part.First <= next && next <= part.Last:
		p.Go = questionPath(w.Session.ID, next)
	case n < len(parts):
		p.Answered, p.Go = true, partPath(w.Session.ID, n+1)
	default:
		p.Answered, p.Go = true, resultsPath(w.Session.ID)
	}
	if n > 1 {
		p.Back = partPath(w.Session.ID, n-1)
	}
	return s.show(c, r, fiber.StatusOK, "part", p)
}

// partBefore gives the part that is to be read before question n; 0 where one
// is in the middle of it, or the session is no walk through the text.
func partBefore(w *play.Walk, n int) int {
	if w.Session.Mode != quiz.WalkThrough || n == 0 {
		return 0
	}
	part := w.PartOf(n)
	if part == 0 || w.Begun(w.Parts()[part-1]) {
		return 0
	}
	return part
}
