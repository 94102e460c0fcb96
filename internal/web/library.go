package web

import (
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// showLibrary lists the sets, each with what the learner has done of it.
func (s *Server) showLibrary(c *fiber.Ctx, r *request) error {
	latest, err := s.latest(r)
	if err != nil {
		return err
	}
	p := page.Library{Frame: s.frame(r.Lang, r.Token, page.InLibrary)}
	for _, rev := range s.play.Library() {
		set := rev.Set
		card := page.Card{
			Set: setOf(rev, r.Lang), Description: set.Description,
			Questions: len(set.Questions), Minutes: set.Minutes(len(set.Questions)),
		}
		for _, t := range set.Topics {
			card.Topics = append(card.Topics, t.Title)
		}
		if card.Done, err = s.done(r, latest, set.ID); err != nil {
			return err
		}
		p.Sets = append(p.Sets, card)
	}
	return s.show(c, r, fiber.StatusOK, "library", p)
}

// latest gives the learner's newest session of each set; none for a stranger.
func (s *Server) latest(r *request) (map[string]play.Summary, error) {
	if r.Learner == uuid.Nil {
		return nil, nil
	}
	return s.play.Latest(r.Ctx, r.Learner)
}

// done says what the learner has done of a set; nil before the first session.
func (s *Server) done(r *request, latest map[string]play.Summary, set string) (*page.Done, error) {
	sum, ok := latest[set]
	if !ok {
		return nil, nil
	}
	d := &page.Done{
		Answered: sum.Answered, Asked: len(sum.Items), Percent: percentOf(sum), Results: resultsPath(sum.ID),
	}
	if sum.Answered < len(sum.Items) {
		w, err := s.play.Walk(r.Ctx, r.Learner, sum.ID)
		if err != nil {
			return nil, err
		}
		if d.Next = w.Next(0); d.Next > 0 {
			d.Continue = questionPath(sum.ID, d.Next)
		}
	}
	return d, nil
}

// percentOf is the share of the marks of what is answered.
func percentOf(sum play.Summary) int {
	if sum.Worth == 0 {
		return 0
	}
	return page.Percent(sum.Points / sum.Worth)
}

// setOf is the set of a revision as pages name it.
func setOf(rev *play.Revision, lang string) page.Set {
	set := page.Set{Title: rev.Set.Title, Href: setPath(rev.Set.ID), Language: page.Foreign(rev.Set.Language, lang)}
	if rev.Set.Reading != nil {
		set.Reading = readingPath(rev.Set.ID)
	}
	return set
}
