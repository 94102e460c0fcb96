package web

import (
	"net/url"
	"slices"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
)

// mediaPath is what stands before the path of each image of a revision. The
// address names the revision, so browsers may keep what it leads to for good.
func mediaPath(r *play.Revision) string { return setPath(r.Set.ID) + "/media/" + r.Hash + "/" }

// showMedia answers with an image of a set. Nothing else of the set's files is
// shown, whatever its name says.
func (s *Server) showMedia(c *fiber.Ctx, r *request) error {
	name, err := url.PathUnescape(c.Params("*"))
	if err != nil {
		return errNotFound
	}
	rev, err := s.play.Revision(r.Ctx, c.Params("set"), c.Params("revision"))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rev.Files, func(f quiz.File) bool { return f.Name == name })
	if i < 0 {
		return errNotFound
	}
	mediaType := rev.Files[i].MediaType()
	if mediaType == "" {
		return errNotFound
	}
	c.Set(fiber.HeaderCacheControl, keepForGood)
	c.Set(fiber.HeaderContentType, mediaType)
	c.Response().SetBodyRaw(rev.Files[i].Data)
	return nil
}
