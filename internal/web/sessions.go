package web

import (
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// sessionsShown is the length of one part of the list.
const sessionsShown = 20

// showSessions lists the learner's own sessions, newest first.
func (s *Server) showSessions(c *fiber.Ctx, r *request) error {
	p := page.Sessions{Frame: s.frame(r.Lang, r.Token, page.InSessions)}
	var before uuid.UUID
	if from := c.Query("before"); from != "" {
		var err error
		if before, err = uuid.Parse(from); err != nil {
			return errNotFound
		}
		p.Later = true
	}
	if r.Learner != uuid.Nil {
		list, err := s.play.Sessions(r.Ctx, r.Learner, before, sessionsShown+1)
		if err != nil {
			return err
		}
		if len(list) > sessionsShown {
			list = list[:sessionsShown]
			p.Older = "/sessions?before=" + list[sessionsShown-1].ID.String()
		}
		for i := range list {
			entry, err := s.entry(r, &list[i])
			if err != nil {
				return err
			}
			p.Items = append(p.Items, entry)
		}
	}
	return s.show(c, r, fiber.StatusOK, "sessions", p)
}

// entry is a session in the list. A set that is no longer served is known by
// its id alone.
func (s *Server) entry(r *request, sum *play.Summary) (page.Session, error) {
	scored, err := s.play.ShowsScore(r.Ctx, sum)
	if err != nil {
		return page.Session{}, err
	}
	entry := page.Session{
		Set:   page.Set{Title: sum.Set},
		Links: page.Links{Results: resultsPath(sum.ID)},

		Started: sum.Started, Mode: listedMode(sum.Mode), Scored: scored && sum.Mode.Scored(), Open: sum.Open(),
		Answered: sum.Answered, Asked: len(sum.Items), Percent: percentOf(*sum),
	}
	if rev, err := s.play.Staff().Current(sum.Set); err == nil { // an unlisted one too: it was taken
		entry.Set = s.beginning(rev, r.Lang)
	}
	if sum.Assignment == uuid.Nil { // the others are the class's to keep
		entry.Links.Delete = deletePath(sum.ID)
	}
	if !sum.Done() {
		entry.Links.Continue = sessionPath(sum.ID)
	}
	return entry, nil
}

// listedMode is the mode that the list names; practice goes without saying.
func listedMode(m quiz.Mode) quiz.Mode {
	if m == quiz.Practice {
		return ""
	}
	return m
}

// showDelete asks before a session is removed.
func (s *Server) showDelete(c *fiber.Ctx, r *request) error {
	w, err := s.walk(c, r)
	if err != nil {
		return err
	}
	if w.Assignment != nil {
		return errClassKeeps
	}
	return s.show(c, r, fiber.StatusOK, "delete", page.Delete{
		Frame: s.frame(r.Lang, r.Token, page.InSessions),
		Session: page.Session{
			Set: setOf(w.Revision, r.Lang), Started: w.Session.Started, Mode: w.Session.Mode, Scored: w.Session.Mode.Scored(),
			Answered: w.Answered(), Asked: len(w.Session.Items),
		},
		Action: deletePath(w.Session.ID),
	})
}

// deleteSession removes a session.
func (s *Server) deleteSession(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	if err := s.play.Delete(r.Ctx, r.Learner, id); err != nil {
		return err
	}
	return goTo(c, "/sessions")
}
