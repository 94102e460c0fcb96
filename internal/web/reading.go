package web

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/reading"
	"verbatim/internal/web/page"
)

// showReading shows the reading of a set by itself. Its own title heads the
// page; one without a title goes under that of the set.
func (s *Server) showReading(c *fiber.Ctx, r *request) error {
	rev, _, err := s.setAt(c, r)
	if err != nil {
		return err
	}
	doc := rev.Set.Reading
	if doc == nil {
		return errNotFound
	}
	shift := markedShift
	if doc.Title != "" {
		shift = 0
	}
	return showCast(s, c, fiber.StatusOK, mouldKey[string]{template: "reading", lang: r.Lang, of: rev.Hash}, &nothing, func(*samples) (any, error) {
		return page.Reading{
			Frame: s.frame(r.Lang, "", page.Elsewhere), Set: setOf(rev, r.Lang), Titled: doc.Title != "",
			Text: template.HTML(doc.HTML(reading.Render{HeadingShift: shift, ImagePrefix: mediaPath(rev)})),
		}, nil
	})
}
