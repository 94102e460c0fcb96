package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// setAt gives the set that a learner's path names. An unlisted one is there for
// who has signed in to teach alone; teaches says that it was found so.
func (s *Server) setAt(c *fiber.Ctx, r *request) (rev *play.Revision, teaches bool, err error) {
	set := c.Params("set")
	rev, err = s.play.Current(set)
	if !errors.Is(err, play.ErrNotFound) || !s.play.Unlisted(set) {
		return rev, false, err
	}
	if _, err = s.staffOf(c, r); err != nil {
		return nil, false, err
	}
	rev, err = s.play.Staff().Current(set)
	return rev, true, err
}

// beginning says where sessions of a set begin, for the pages of one: where the
// set is unlisted or previewed, no address leads there.
func (s *Server) beginning(rev *play.Revision, lang string) page.Set {
	set := setOf(rev, lang)
	if s.play.Unlisted(rev.Set.ID) || rev.Preview() {
		set.Href, set.Reading = "", ""
	}
	return set
}

// listSet shows a set in the library, or hides it from learners who have no
// assignment of it.
func (s *Server) listSet(c *fiber.Ctx, r *request) error {
	set := c.Params("set")
	if err := s.play.Staff().List(r.Ctx, r.Staff, set, r.Form.Get("unlisted") != ""); err != nil {
		return err
	}
	return goTo(c, historyPath(set))
}
