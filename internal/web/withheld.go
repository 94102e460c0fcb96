package web

import (
	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// An assignment may show less than everything of how answers were graded, or
// nothing before a certain time. Its pages are made here, whole, from what may
// be seen alone, so that nothing of the rest can slip into them.

// showWithheld shows an answered question.
func (s *Server) showWithheld(c *fiber.Ctx, r *request, w *play.Walk, n int) error {
	p := page.Withheld{
		Frame: s.frame(r.Lang, r.Token, walkOf(w.Revision)), Set: setOf(w.Revision, r.Lang),
		Place: page.Place{N: n, Of: len(w.Session.Items), Answered: len(w.Answers), Scored: true},
		More:  page.MoreOf(w), Assignment: joinPath(w.Assignment.Code), Results: resultsPath(w.Session.ID),
	}
	var err error
	if p.Told, err = s.told(r, w, n); err != nil {
		return err
	}
	if w.Shows(quiz.ShowScore) {
		standing := page.StandingOf(w)
		p.Standing = &standing
	}
	if next := w.Next(n); next > 0 {
		p.Continue = questionPath(w.Session.ID, next)
	}
	return s.show(c, r, fiber.StatusOK, "withheld", p)
}

// showWithheldResults sums up a session.
func (s *Server) showWithheldResults(c *fiber.Ctx, r *request, w *play.Walk) error {
	p := page.WithheldResults{
		Frame: s.frame(r.Lang, r.Token, walkOf(w.Revision)), Set: setOf(w.Revision, r.Lang), Done: w.Done(),
		Next: w.Next(0), More: page.MoreOf(w), Assignment: joinPath(w.Assignment.Code),
	}
	if p.Next > 0 {
		p.Continue = questionPath(w.Session.ID, p.Next)
	}
	if w.Shows(quiz.ShowScore) {
		summary := page.SummaryOf(w.Score().Tally, true, "", "")
		p.Summary = &summary
	}
	for _, a := range w.Answers {
		told, err := s.told(r, w, a.N)
		if err != nil {
			return err
		}
		p.Items = append(p.Items, told)
	}
	return s.show(c, r, fiber.StatusOK, "withheld-results", p)
}

// told gives an answer with what may be seen of how it was graded.
func (s *Server) told(r *request, w *play.Walk, n int) (page.Told, error) {
	a, _ := w.Answer(n)
	q, j, printed := w.Question(n), w.Judged(n), s.pages.press.get(w.Revision).questions[w.Session.Items[n-1]]
	language := page.Foreign(w.Revision.Set.Language, r.Lang)
	t := page.Told{Given: printed.given, Checked: page.Checked{
		Nth: page.Nth{N: n, Of: len(w.Session.Items)}, Stem: printed.stem, Answered: a.DontKnow || a.Response != "",
		Certainty: a.Certainty, Href: feedbackPath(w.Session.ID, n), Media: mediaPath(w.Revision), Language: language,
	}}
	if a.Response != "" {
		t.Said = q.Body.Say(a.Response)
	}
	if w.Shows(quiz.ShowVerdict) {
		t.Verdict, t.Percent, t.Tried = a.Verdict(), page.Percent(a.Fraction), page.TriedOf(w, &a)
		t.Regraded = page.RegradeNoteOf(w, n, w.Shows(quiz.ShowKey)) // the reason may tell the key
	}
	if !w.Shows(quiz.ShowKey) {
		return t, nil
	}
	var err error
	judged := j.Question()
	t.Review, err = s.pages.kind(r.Lang, judged.Kind, reviewPart, page.Kind[any]{
		View: page.Bare(judged.Body.Review(w.Session.ShuffleFor(judged), j.Response)), Language: language, Media: mediaPath(j.Revision), Verdict: t.Verdict,
	})
	return t, err
}
