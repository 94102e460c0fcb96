package web

import (
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// showResults sums up a session, as far as it has come.
func (s *Server) showResults(c *fiber.Ctx, r *request) error {
	w, err := s.walk(c, r)
	if err != nil {
		return err
	}
	set, score := w.Revision.Set, w.Score()
	p := page.Results{
		Frame: s.frame(r.Lang, r.Token, page.Elsewhere), Set: setOf(w.Revision, r.Lang),
		Scored: w.Session.Mode.Scored(), Done: w.Done(), Started: w.Session.Started,
		Score: page.FiguresOf(score.Tally), Legend: page.LegendOf(score.Tally),
		Topics:      page.Rows(score.Topics, set.Topics.Title),
		Evidence:    page.Rows(score.Evidence, func(name string) string { return name }),
		Next:        w.Next(0),
		Calibration: page.CalibrationOf(w),
	}
	for _, a := range w.Answers {
		outcome, err := s.outcome(r, w, a, p.Set.Language)
		if err != nil {
			return err
		}
		list := &p.Right
		switch {
		case a.Verdict() == quiz.Wrong && a.Certainty == quiz.VerySure:
			list = &p.SureWrong
		case !a.Missed() && a.Certainty == quiz.Unsure:
			list = &p.UnsureRight
		case a.Missed():
			list = &p.Missed
		}
		*list = append(*list, outcome)
		if a.Missed() {
			p.Again++
		}
	}
	p.Session = linksOf(w)
	if p.Again == 0 {
		p.Session.Retry = ""
	}
	return s.show(c, r, fiber.StatusOK, "results", p)
}

func (s *Server) outcome(r *request, w *play.Walk, a quiz.Answer, language *page.Language) (page.Outcome, error) {
	q, printed := w.Question(a.N), s.pages.press.get(w.Revision)
	this := printed.questions[w.Session.Items[a.N-1]]
	summary, err := s.pages.kind(r.Lang, q.Kind, summaryPart, page.Kind[any]{
		View: q.Body.Review(w.Session.ShuffleFor(q), a.Response), Language: language, Media: mediaPath(w.Revision), Verdict: a.Verdict(),
	})
	return page.Outcome{
		N: a.N, Verdict: a.Verdict(), Certainty: a.Certainty, Stem: this.stem, Given: this.given, Summary: summary, Passage: this.passage,
		Feedback: feedbackPath(w.Session.ID, a.N), Language: language,
	}, err
}

// retry begins a session of the missed questions.
func (s *Server) retry(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	session, err := s.play.Retry(r.Ctx, r.Learner, id)
	if err != nil {
		return err
	}
	return goTo(c, questionPath(session.ID, 1))
}

// linksOf gives the pages of a session that there are at this point of it.
func linksOf(w *play.Walk) page.Links {
	id := w.Session.ID
	links := page.Links{Results: resultsPath(id), Delete: deletePath(id)}
	if next := w.Next(0); next > 0 {
		links.Continue = questionPath(id, next)
	} else {
		links.Retry = retryPath(id)
	}
	if len(w.Answers) > 0 {
		links.Table, links.JSON = tablePath(id), jsonPath(id)
	}
	if w.Revision.Set.Reading != nil && len(w.Answers) > 0 {
		links.Marked = markedPath(id)
	}
	if w.Session.Parent != uuid.Nil {
		links.Parent = resultsPath(w.Session.Parent)
	}
	return links
}
