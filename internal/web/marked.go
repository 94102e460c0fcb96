package web

import (
	"html/template"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
	"verbatim/internal/web/page"
)

// showMarked shows the whole reading, painted with the answers of a session.
func (s *Server) showMarked(c *fiber.Ctx, r *request) error {
	w, err := s.walk(c, r)
	if err != nil {
		return err
	}
	if w.Session.Open() {
		return goTo(c, checkPath(w.Session.ID))
	}
	doc := w.Revision.Set.Reading
	if doc == nil {
		return errNotFound
	}
	if !w.Shows(quiz.ShowReasons) {
		return errHidden
	}
	verdicts := passageVerdicts(w)
	marks, err := s.marks(r, w, verdicts)
	if err != nil {
		return err
	}
	return s.show(c, r, fiber.StatusOK, "marked", page.Marked{
		Frame: s.frame(r.Lang, r.Token, page.Elsewhere), Set: setOf(w.Revision, r.Lang), Session: linksOf(w),
		Done: w.Done(), Next: w.Next(0), Legend: legendOf(verdicts),
		Text: template.HTML(doc.HTML(reading.Render{HeadingShift: markedShift, Marks: marks, ImagePrefix: mediaPath(w.Revision)})),
	})
}

// severity orders verdicts: where several questions cite one passage, the
// passage is painted with the one that most needs another look.
var severity = map[quiz.Verdict]int{quiz.NotAsked: 0, quiz.Right: 1, quiz.Partial: 2, quiz.LeftOut: 3, quiz.Unknown: 4, quiz.Wrong: 5}

// passageVerdicts says how each passage of the reading is painted.
func passageVerdicts(w *play.Walk) []quiz.Verdict {
	verdicts := make([]quiz.Verdict, len(w.Revision.Set.Reading.Passages))
	for i := range verdicts {
		verdicts[i] = quiz.NotAsked
	}
	for _, a := range w.Answers {
		m, ok := w.Revision.Find(w.Question(a.N).Citation)
		if !ok {
			continue
		}
		for i := m.First; i < m.Last; i++ {
			if severity[a.Verdict()] > severity[verdicts[i]] {
				verdicts[i] = a.Verdict()
			}
		}
	}
	return verdicts
}

// marks paints each passage that was asked about once, and puts after it a
// link to the feedback on each question about it.
func (s *Server) marks(r *request, w *play.Walk, verdicts []quiz.Verdict) ([]reading.Mark, error) {
	words := s.pages.words[r.Lang]
	var marks []reading.Mark
	for i, v := range verdicts {
		if v != quiz.NotAsked {
			marks = append(marks, reading.Mark{Passage: i, Class: "painted painted-" + string(v)})
		}
	}
	// Of links that end together, the reading shows the last of the marks first.
	for i := len(w.Answers) - 1; i >= 0; i-- {
		a := w.Answers[i]
		m, ok := w.Revision.Find(w.Question(a.N).Citation)
		if !ok {
			continue
		}
		verdict, err := words.T("verdict." + string(a.Verdict()))
		if err != nil {
			return nil, err
		}
		text, err := words.T("marked.mark", "n", a.N, "verdict", verdict)
		if err != nil {
			return nil, err
		}
		marks = append(marks, reading.Mark{Passage: m.Last - 1, Href: feedbackPath(w.Session.ID, a.N), BackText: text})
	}
	return marks, nil
}

// legendOf counts the passages of each verdict, best first.
func legendOf(verdicts []quiz.Verdict) []page.Count {
	count := map[quiz.Verdict]int{}
	for _, v := range verdicts {
		count[v]++
	}
	var legend []page.Count
	for _, v := range []quiz.Verdict{quiz.Right, quiz.Partial, quiz.Wrong, quiz.Unknown, quiz.LeftOut, quiz.NotAsked} {
		if count[v] > 0 {
			legend = append(legend, page.Count{Verdict: v, N: count[v]})
		}
	}
	return legend
}
