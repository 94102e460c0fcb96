package web

import (
	"github.com/gofiber/fiber/v2"

	"verbatim/internal/web/page"
)

// showFeedback shows an answered question with what was right and why. It only
// reads what was graded; a question without an answer leads back to itself.
func (s *Server) showFeedback(c *fiber.Ctx, r *request) error {
	w, n, err := s.walkAt(c, r)
	if err != nil {
		return err
	}
	a, answered := w.Answer(n)
	if !answered {
		return goTo(c, questionPath(w.Session.ID, n))
	}
	q, item := w.Question(n), w.Session.Items[n-1]
	printed := s.pages.press.get(w.Revision)
	p := page.Feedback{
		Frame: s.frame(r, page.Elsewhere), Set: setOf(w.Revision, r.Lang), Place: placeOf(w, n),
		Stem: printed.questions[item].stem, Given: printed.questions[item].given, Explanation: printed.questions[item].explanation,
		Verdict: a.Verdict(), Percent: page.Percent(a.Fraction), Evidence: q.Evidence,
		Certainty: a.Certainty, Mark: page.MarkOf(a),
		Score: w.Score().Tally, Results: resultsPath(w.Session.ID),
	}
	review := page.Kind[any]{
		View:     q.Body.Review(w.Session.ShuffleFor(q), a.Response),
		Language: p.Set.Language, Media: mediaPath(w.Revision), Verdict: a.Verdict(), Cites: printed.cites,
	}
	if p.Review, err = s.pages.kind(r.Lang, q.Kind, reviewPart, review); err != nil {
		return err
	}
	if next := w.Next(n); next > 0 {
		p.Continue = questionPath(w.Session.ID, next)
	}
	if passage := printed.questions[item].passage; passage != nil {
		p.Passage = &page.Passage{Words: passage.Words, Heading: passage.Heading, Row: passage.Row, Anchor: currentAnchor}
		p.Panel = &page.Panel{Title: p.Set.Title, Language: p.Set.Language, Open: true}
		if p.Panel.HTML, err = s.panel(w.Revision, r.Lang, item, n); err != nil {
			return err
		}
	}
	return s.show(c, r, fiber.StatusOK, "feedback", p)
}
