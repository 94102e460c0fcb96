package web

import (
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// resultsState is what the page of results depends on, its blanks apart.
type resultsState struct {
	revision string // its hash
	mode     quiz.Mode
	done     bool
	unlisted bool // the set is
}

// showResults sums up a session, as far as it has come.
func (s *Server) showResults(c *fiber.Ctx, r *request) error {
	w, err := s.walk(c, r)
	if err != nil {
		return err
	}
	if w.Session.Open() {
		return goTo(c, checkPath(w.Session.ID))
	}
	if !w.Shows(quiz.ShowReasons) {
		return s.showWithheldResults(c, r, w)
	}
	again := 0
	for i := range w.Answers {
		if w.Answers[i].Missed() {
			again++
		}
	}
	in := &fillings{blankSession: idWord(w.Session.ID)}
	if err := s.summaries(r, w, in); err != nil {
		return err
	}
	if next := w.Next(0); next > 0 {
		in[blankNext] = numberWord(next)
		if in[blankNth], err = pourData(s.pages, r.Lang, "partials/go-on", page.Nth{N: next}); err != nil {
			return err
		}
	} else if again > 0 {
		in[blankToken] = word(r.Token)
		if in[blankAgain], err = pourData(s.pages, r.Lang, "partials/retry", page.Nth{N: again}); err != nil {
			return err
		}
	}
	if w.Session.Parent != uuid.Nil && !w.Session.Mode.Scored() {
		in[blankParent] = idWord(w.Session.Parent)
	}
	if len(w.Answers) > 0 {
		if in[blankList], err = s.outcomes(r, w); err != nil {
			return err
		}
	}
	key := mouldKey[resultsState]{template: "results", lang: r.Lang, of: resultsState{w.Revision.Hash, w.Session.Mode, w.Done(), s.play.Unlisted(w.Revision.Set.ID)}}
	return showCast(s, c, fiber.StatusOK, key, in, func(in *samples) (any, error) {
		p := page.Results{
			Frame: s.frame(r.Lang, in.text(blankToken), walkOf(w.Revision)), Set: s.beginning(w.Revision, r.Lang),
			Review: w.Session.Mode == quiz.Review, Scored: w.Session.Mode.Scored(), Done: w.Done(),
			Summary: in.html(blankScore), GoOn: in.html(blankNth), Again: in.html(blankAgain),
			Calibration: in.html(blankCertainty), Topics: in.html(blankTopics), Evidence: in.html(blankEvidence), Questions: in.html(blankList),
		}
		session := "/sessions/" + in.text(blankSession)
		p.Session = page.Links{Table: session + "/answers.csv", JSON: session + "/answers.json", Share: session + "/summary.txt"}
		if len(w.Answers) > 0 && w.Revision.Set.Reading != nil {
			p.Session.Marked = session + "/reading"
		}
		switch {
		case !w.Done():
			p.Session.Continue = session + "/questions/" + in.text(blankNext)
		case again > 0:
			p.Session.Retry = session + "/retry"
		}
		if parent := in.text(blankParent); parent != "" {
			p.Session.Parent = "/sessions/" + parent + "/results"
		}
		return p, nil
	})
}

// tallyState is what figures depend on.
type tallyState struct {
	name, language string
	tally          quiz.Tally
	scored         bool
	mark, bonus    string
}

// summaries fills in the figures of a session: all of it, its certainty, and
// each topic and kind of evidence.
func (s *Server) summaries(r *request, w *play.Walk, in *fillings) error {
	score, set := w.Score(), w.Revision.Set
	all := tallyState{tally: score.Tally, scored: w.Session.Mode.Scored()}
	if calibration := page.CalibrationOf(w); calibration != nil {
		all.mark, all.bonus = calibration.Mark, calibration.Bonus
		html, err := s.pages.fragment(r.Lang, "partials/calibration", calibration)
		if err != nil {
			return err
		}
		in[blankCertainty] = markup(html)
	}
	var err error
	in[blankScore], err = pourPlain(s.pages, mouldKey[tallyState]{template: "partials/summary", lang: r.Lang, of: all}, func() (any, error) {
		return page.SummaryOf(all.tally, all.scored, all.mark, all.bonus), nil
	})
	if err != nil {
		return err
	}
	rows := func(b blank, template string, groups []quiz.Group, language string, title func(string) string) error {
		list := make(casts, len(groups))
		for i, g := range groups {
			key := mouldKey[tallyState]{template: template, lang: r.Lang, of: tallyState{name: title(g.Name), language: language, tally: g.Tally}}
			list[i], err = pour(s.pages, key, &nothing, func(*samples) (any, error) {
				return page.Row{Name: title(g.Name), Figures: page.FiguresOf(g.Tally), Language: page.Foreign(language, r.Lang)}, nil
			})
			if err != nil {
				return err
			}
		}
		if len(list) > 0 {
			in[b] = list
		}
		return nil
	}
	if err := rows(blankTopics, "partials/topic-row", score.Topics, set.Language, set.Topics.Title); err != nil {
		return err
	}
	return rows(blankEvidence, "partials/evidence-row", score.Evidence, "", func(name string) string { return name })
}

// outcomesState is what a group of answers depends on.
type outcomesState struct {
	group page.Group
	n     int
}

// outcomes gives the answers of a session, group by group.
func (s *Server) outcomes(r *request, w *play.Walk) (casts, error) {
	lists := map[page.Group]*outcomes{}
	in := &fillings{}
	for i := range w.Answers {
		a := &w.Answers[i]
		row, err := s.outcome(r, w, a, in)
		if err != nil {
			return nil, err
		}
		group := page.GroupOf(*a)
		if lists[group] == nil {
			lists[group] = &outcomes{in: in}
		}
		lists[group].rows = append(lists[group].rows, row)
	}
	var groups casts
	for _, group := range page.Groups() {
		list := lists[group]
		if list == nil {
			continue
		}
		key := mouldKey[outcomesState]{template: "partials/outcomes", lang: r.Lang, of: outcomesState{group, len(list.rows)}}
		c, err := pour(s.pages, key, &fillings{blankList: list}, func(in *samples) (any, error) {
			return page.Outcomes{Group: group, N: len(list.rows), List: in.html(blankList)}, nil
		})
		if err != nil {
			return nil, err
		}
		groups = append(groups, c)
	}
	return groups, nil
}

// outcomes are answers in the results, one after the other. They differ in
// their numbers alone in what comes into their blanks.
type outcomes struct {
	in   *fillings
	rows []outcome
}

type outcome struct {
	mould       *mould
	number, nth filling
}

func (o *outcomes) writeTo(to *sheet) {
	for i := range o.rows {
		row := &o.rows[i]
		o.in[blankNumber], o.in[blankNth] = row.number, row.nth
		cast{row.mould, o.in}.writeTo(to)
	}
}

// outcomeState is what an answer in the results depends on, its blanks apart.
type outcomeState struct {
	answerState
	response quiz.Response
	reply    quiz.Verdict
}

// outcome shows an answer in the results. Options stand in the order of the
// file, so that sessions in which they were shuffled share it.
func (s *Server) outcome(r *request, w *play.Walk, a *quiz.Answer, in *fillings) (row outcome, err error) {
	in[blankNumber] = numberWord(a.N)
	if in[blankNth], err = s.number(r, a.N); err != nil {
		return outcome{}, err
	}
	j := w.Judged(a.N)
	key := mouldKey[outcomeState]{template: "partials/outcome", lang: r.Lang, of: outcomeState{answerOf(w, a), j.Response, a.Reply()}}
	c, err := pour(s.pages, key, in, func(in *samples) (any, error) {
		order := quiz.Shuffle{Question: j.Question().ID, Fixed: true}
		summary, err := s.pages.kind(r.Lang, j.Question().Kind, summaryPart, s.reviewed(r, j, a, order))
		this := s.pages.press.get(w.Revision).questions[w.Session.Items[a.N-1]]
		return page.Outcome{
			N: in.text(blankNumber), Nth: in.html(blankNth), Verdict: a.Verdict(), Certainty: a.Certainty, Tried: page.TriedOf(w, a), Regraded: page.RegradeNoteOf(w, a.N, true),
			Stem: this.stem, Given: this.given, Summary: summary, Passage: this.passage, Language: page.Foreign(w.Revision.Set.Language, r.Lang),
			Feedback: "questions/" + in.text(blankNumber) + "/feedback", // beside the results: so the session need not be in it
		}, err
	})
	return outcome{c.mould, in[blankNumber], in[blankNth]}, err
}

// number writes a number for people.
func (s *Server) number(r *request, n int) (filling, error) {
	const grouped = 1000 // from here on, languages write it in groups of digits
	if n < grouped {
		return numberWord(n), nil
	}
	return pourData(s.pages, r.Lang, "partials/number", page.Nth{N: n})
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
