package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// showLibrary lists the sets, each with what the learner has done of it.
func (s *Server) showLibrary(c *fiber.Ctx, r *request) error {
	latest, err := s.latest(r)
	if err != nil {
		return err
	}
	due, err := s.due(r)
	if err != nil {
		return err
	}
	in := &fillings{}
	revisions := s.play.Library()
	turn := turnTo(c, len(revisions))
	if revisions = revisions[min(len(revisions), (turn.page-1)*setsOfPage):]; len(revisions) > 0 {
		revisions = revisions[:min(len(revisions), setsOfPage)]
		cards := make(casts, len(revisions))
		for i, rev := range revisions {
			if cards[i], err = s.card(r, rev, latest, due[rev.Set.ID]); err != nil {
				return err
			}
		}
		in[blankList] = cards
	}
	return showCast(s, c, fiber.StatusOK, mouldKey[turning]{template: "library", lang: r.Lang, of: turn}, in, func(in *samples) (any, error) {
		p := page.Library{Frame: s.frame(r.Lang, "", page.InLibrary), Sets: in.html(blankList), Page: turn.page, Pages: turn.pages}
		if turn.page > 1 {
			p.Previous = "/?page=" + strconv.Itoa(turn.page-1)
		}
		if turn.page < turn.pages {
			p.Next = "/?page=" + strconv.Itoa(turn.page+1)
		}
		return p, nil
	})
}

// setsOfPage is how many sets a page of the library lists.
const setsOfPage = 50

// turning is a page of a list of several, from 1.
type turning struct{ page, pages int }

// turnTo reads which page of the library is asked for; the last one where there
// are not so many.
func turnTo(c *fiber.Ctx, sets int) turning {
	t := turning{1, max(1, (sets+setsOfPage-1)/setsOfPage)}
	if n, err := strconv.Atoi(c.Query("page")); err == nil && n > 1 {
		t.page = min(n, t.pages)
	}
	return t
}

// card shows a set in the library.
func (s *Server) card(r *request, rev *play.Revision, latest map[string]play.Summary, due int) (cast, error) {
	in := &fillings{}
	open, err := s.done(r, latest, rev.Set.ID, in)
	if err != nil {
		return cast{}, err
	}
	return pour(s.pages, mouldKey[startState]{template: "partials/card", lang: r.Lang, of: startState{revision: rev.Hash, open: open, due: due}}, in, func(in *samples) (any, error) {
		set := rev.Set
		asked := page.AskedOf(set, quiz.Selection{})
		card := page.Card{
			Set: setOf(rev, r.Lang), Description: set.Description,
			Asked: asked, Minutes: set.Minutes(asked.Questions), Done: in.html(blankScore), Open: open, Due: due,
		}
		for _, t := range set.Topics {
			card.Topics = append(card.Topics, t.Title)
		}
		return card, nil
	})
}

// latest gives the learner's newest session of each set; none for a stranger.
func (s *Server) latest(r *request) (map[string]play.Summary, error) {
	if r.Learner == uuid.Nil {
		return nil, nil
	}
	return s.play.Latest(r.Ctx, r.Learner)
}

// due counts what the learner had better review, by set; nothing for a stranger.
func (s *Server) due(r *request) (map[string]int, error) {
	if r.Learner == uuid.Nil {
		return nil, nil
	}
	return s.play.Due(r.Ctx, r.Learner)
}

// doneState is what is said of the latest session of a set, its address apart.
type doneState struct {
	answered, asked, percent, next int
	test                           bool // that is not handed in
}

// done fills in what the learner has done of a set, if anything, and reports
// whether that session is still open.
func (s *Server) done(r *request, latest map[string]play.Summary, set string, in *fillings) (open bool, err error) {
	sum, ok := latest[set]
	if !ok {
		return false, nil
	}
	st := doneState{answered: sum.Answered, asked: len(sum.Items), percent: percentOf(sum)}
	if !sum.Done() {
		w, err := s.play.Walk(r.Ctx, r.Learner, sum.ID)
		if err != nil {
			return false, err
		}
		st.next, st.test = w.Next(0), w.Session.Open()
		if w.Done() { // its time has run out
			st.answered, st.percent = st.asked, page.Percent(w.Score().Fraction())
		}
	}
	key := mouldKey[doneState]{template: "partials/done", lang: r.Lang, of: st}
	in[blankScore], err = pour(s.pages, key, &fillings{blankSession: idWord(sum.ID)}, func(in *samples) (any, error) {
		session := "/sessions/" + in.text(blankSession)
		d := page.Done{Answered: st.answered, Asked: st.asked, Open: st.test, Percent: st.percent, Next: st.next}
		switch {
		case st.next > 0:
			d.Continue = session + "/questions/" + strconv.Itoa(st.next)
		case st.test:
			d.Continue = session + "/check"
		default:
			d.Results = session + "/results"
		}
		return d, nil
	})
	return st.next > 0 || st.test, err
}

// percentOf is the share of the marks of what is answered.
func percentOf(sum play.Summary) int {
	if sum.Worth == 0 {
		return 0
	}
	return page.Percent(sum.Points / sum.Worth)
}

// walkOf is the section of the pages on which somebody walks through a revision.
func walkOf(rev *play.Revision) page.Section {
	if rev.Preview() {
		return page.InPreview
	}
	return page.Elsewhere
}

// setOf is the set of a revision as pages name it.
func setOf(rev *play.Revision, lang string) page.Set {
	set := page.Set{Title: rev.Set.Title, Href: setPath(rev.Set.ID), Language: page.Foreign(rev.Set.Language, lang)}
	if rev.Set.Reading != nil {
		set.Reading, set.Origin = readingPath(rev.Set.ID), rev.Set.Source
	}
	return set
}
