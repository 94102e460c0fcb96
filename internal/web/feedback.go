package web

import (
	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// reviewState is what is said of an answer depends on.
type reviewState struct {
	askState
	response quiz.Response
	verdict  quiz.Verdict
}

// review gives an answer as its kind shows it.
func (s *Server) review(r *request, w *play.Walk, a *quiz.Answer) (*mould, error) {
	j := w.Judged(a.N)
	order := w.Session.ShuffleFor(j.Question())
	st := reviewState{askState{judgedOf(w, a.N), order.Seed}, j.Response, a.Reply()}
	key := mouldKey[reviewState]{template: kindTemplate(j.Question().Kind, reviewPart), lang: r.Lang, of: st}
	return pourPlain(s.pages, key, func() (any, error) { return s.reviewed(r, j, a, order), nil })
}

// reviewed is what the templates of a question's kind are given of an answer,
// with the options in an order.
func (s *Server) reviewed(r *request, j play.Judged, a *quiz.Answer, order quiz.Shuffle) page.Kind[any] {
	return page.Kind[any]{
		View: j.Question().Body.Review(order, j.Response), Language: page.Foreign(j.Revision.Set.Language, r.Lang),
		Media: mediaPath(j.Revision), Verdict: a.Reply(), Cites: s.pages.press.get(j.Revision).cites,
	}
}

// answerState is what a page about an answer depends on, its blanks apart.
type answerState struct {
	ofQuestion
	dontKnow  bool
	fraction  float64
	certainty quiz.Certainty
	verdict   quiz.Verdict
	history   any // an answerHistory, where there is more to it than one try
}

// answerHistory is what became of an answer before and after it was graded. Few
// have one, and looking up the others costs less without.
type answerHistory struct {
	tried    page.Tried
	judged   ofQuestion
	regraded page.RegradeNote
}

func answerOf(w *play.Walk, a *quiz.Answer) answerState {
	st := answerState{ofQuestion: questionOf(w, a.N), dontKnow: a.DontKnow, fraction: a.Fraction, certainty: a.Certainty, verdict: a.Verdict()}
	h := answerHistory{page.TriedOf(w, a), judgedOf(w, a.N), page.RegradeNoteOf(w, a.N, true)}
	if h != (answerHistory{judged: st.ofQuestion}) {
		st.history = h
	}
	return st
}

// feedbackState is what a page of feedback depends on, its blanks apart.
type feedbackState struct {
	answerState
	beforePart bool // it leads on to a part of the reading
}

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
	if !w.Shows(quiz.ShowReasons) {
		return s.showWithheld(c, r, w, n)
	}
	in, err := s.places(r, w, n)
	if err != nil {
		return err
	}
	next := w.Next(n)
	if next > 0 {
		in[blankNext] = numberWord(next)
	}
	if in[blankScore], err = pourData(s.pages, r.Lang, "partials/standing", page.StandingOf(w)); err != nil {
		return err
	}
	if s.pages.press.get(w.Revision).questions[w.Session.Items[n-1]].passage != nil {
		if in[blankPanel], err = s.panelAt(r.Lang, w, n); err != nil {
			return err
		}
	}
	if in[blankControls], err = s.review(r, w, &a); err != nil {
		return err
	}
	undo := w.Session.Mode == quiz.Review && w.Newest(n)
	if undo {
		in[blankToken] = word(r.Token)
	}
	in[blankNumber] = numberWord(n)
	part := partBefore(w, next)
	if part > 0 {
		in[blankNext] = numberWord(part)
	}
	key := mouldKey[feedbackState]{template: "feedback", lang: r.Lang, of: feedbackState{answerOf(w, &a), part > 0}}
	return showCast(s, c, fiber.StatusOK, key, in, func(in *samples) (any, error) {
		p := s.feedback(r, w, a, next, in)
		if part > 0 {
			p.Continue = "/sessions/" + in.text(blankSession) + "/parts/" + in.text(blankNext)
		}
		if undo {
			p.Token, p.Undo = in.text(blankToken), "/sessions/"+in.text(blankSession)+"/questions/"+in.text(blankNumber)+"/undo"
		}
		return p, nil
	})
}

func (s *Server) feedback(r *request, w *play.Walk, a quiz.Answer, next int, in *samples) page.Feedback {
	asked, j := s.pages.press.get(w.Revision).questions[w.Session.Items[a.N-1]], w.Judged(a.N)
	this := s.pages.press.get(j.Revision).questions[j.Item]
	session := "/sessions/" + in.text(blankSession)
	p := page.Feedback{
		Frame: s.frame(r.Lang, "", walkOf(w.Revision)), Set: setOf(w.Revision, r.Lang),
		Title: in.html(blankTitle), Place: in.html(blankPlace), Panel: in.html(blankPanel), Standing: in.html(blankScore), Review: in.html(blankControls),
		Stem: asked.stem, Given: asked.given, Explanation: this.explanation,
		Verdict: a.Verdict(), Percent: page.Percent(a.Fraction), Evidence: j.Question().Evidence, Regraded: page.RegradeNoteOf(w, a.N, true),
		Certainty: a.Certainty, Mark: page.MarkOf(a), Tried: page.TriedOf(w, &a),
		Results: session + "/results", Report: session + "/questions/" + in.text(blankNumber) + "/report",
	}
	if next > 0 {
		p.Continue, p.Results = session+"/questions/"+in.text(blankNext), ""
	}
	if this.passage != nil && asked.passage != nil { // beside the panel of what was asked
		passage := *this.passage
		passage.Anchor = currentAnchor
		p.Passage = &passage
	}
	return p
}
