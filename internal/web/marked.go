package web

import (
	"bytes"
	"html/template"
	"strconv"

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
	verdicts := s.passageVerdicts(w)
	in := &fillings{blankSession: idWord(w.Session.ID)}
	if in[blankList], err = s.tiles(r, w, verdicts); err != nil {
		return err
	}
	if in[blankLegend], err = s.legend(r, verdicts); err != nil {
		return err
	}
	st := markedState{w.Revision.Hash, w.Done(), w.Next(0)}
	return showCast(s, c, fiber.StatusOK, mouldKey[markedState]{template: "marked", lang: r.Lang, of: st}, in, func(in *samples) (any, error) {
		session := "/sessions/" + in.text(blankSession)
		p := page.Marked{
			Frame: s.frame(r.Lang, "", walkOf(w.Revision)), Set: setOf(w.Revision, r.Lang), Session: page.Links{Results: session + "/results"},
			Done: st.done, Next: st.next, Legend: in.html(blankLegend), Text: in.html(blankList),
		}
		if st.next > 0 {
			p.Session.Continue = session + "/questions/" + strconv.Itoa(st.next)
		}
		return p, nil
	})
}

// markedState is what the page of the marked reading depends on, its blanks apart.
type markedState struct {
	revision string // its hash
	done     bool
	next     int
}

// tileState is what a stretch of the marked reading depends on, the session's
// id apart. Questions mostly have the number that they have in the set, so that
// sessions share it.
type tileState struct {
	revision string // its hash
	tile     int
	paint    string // the verdict on each passage, and on each question that is linked
}

// tiles gives the reading, each stretch of it painted with what was answered.
func (s *Server) tiles(r *request, w *play.Walk, verdicts []quiz.Verdict) (casts, error) {
	session := &fillings{blankSession: idWord(w.Session.ID)}
	printed := s.pages.press.get(w.Revision)
	paints := make([][]byte, len(printed.tiles))
	for passage, v := range verdicts {
		if v != quiz.NotAsked {
			paint := &paints[printed.tileOf[passage]]
			*paint = append(append(strconv.AppendInt(*paint, int64(passage), 10), v...), ' ')
		}
	}
	for i := range w.Answers {
		if at := printed.questions[w.Session.Items[w.Answers[i].N-1]].at; at.First < at.Last {
			paint := &paints[printed.tileOf[at.Last-1]]
			*paint = append(append(strconv.AppendInt(append(*paint, '/'), int64(w.Answers[i].N), 10), w.Answers[i].Verdict()...), ' ')
		}
	}
	list := make(casts, len(printed.tiles))
	for i := range printed.tiles {
		tile := &printed.tiles[i]
		if len(paints[i]) == 0 {
			list[i] = cast{tile.plain, &nothing}
			continue
		}
		key := mouldKey[tileState]{template: "partials/tile", lang: r.Lang, of: tileState{w.Revision.Hash, i, string(paints[i])}}
		blanks := &nothing
		if bytes.IndexByte(paints[i], '/') >= 0 { // it has a link
			blanks = session
		}
		var err error
		list[i], err = pour(s.pages, key, blanks, func(in *samples) (any, error) {
			opts := markedRender(w.Revision)
			var err error
			opts.Marks, err = s.marks(r, w, verdicts, tile.Tile, in.text(blankSession))
			return page.Tile{HTML: template.HTML(w.Revision.Set.Reading.TileHTML(tile.Tile, opts))}, err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// severity orders verdicts: where several questions cite one passage, the
// passage is painted with the one that most needs another look.
var severity = map[quiz.Verdict]int{quiz.NotAsked: 0, quiz.Right: 1, quiz.Partial: 2, quiz.LeftOut: 3, quiz.Unknown: 4, quiz.Wrong: 5}

// passageVerdicts says how each passage of the reading is painted.
func (s *Server) passageVerdicts(w *play.Walk) []quiz.Verdict {
	printed := s.pages.press.get(w.Revision)
	verdicts := make([]quiz.Verdict, len(w.Revision.Set.Reading.Passages))
	for i := range verdicts {
		verdicts[i] = quiz.NotAsked
	}
	for i := range w.Answers {
		at, v := printed.questions[w.Session.Items[w.Answers[i].N-1]].at, w.Answers[i].Verdict()
		for k := at.First; k < at.Last; k++ {
			if severity[v] > severity[verdicts[k]] {
				verdicts[k] = v
			}
		}
	}
	return verdicts
}

// marks paints each passage of a tile that was asked about once, and puts after
// it a link to the feedback on each question about it.
func (s *Server) marks(r *request, w *play.Walk, verdicts []quiz.Verdict, tile reading.Tile, session string) ([]reading.Mark, error) {
	words, printed := s.pages.words[r.Lang], s.pages.press.get(w.Revision)
	var marks []reading.Mark
	for i := tile.First; i < tile.Last; i++ {
		if v := verdicts[i]; v != quiz.NotAsked {
			marks = append(marks, reading.Mark{Passage: i, Class: "painted painted-" + string(v)})
		}
	}
	// Of links that end together, the reading shows the last of the marks first.
	for i := len(w.Answers) - 1; i >= 0; i-- {
		a := w.Answers[i]
		at := printed.questions[w.Session.Items[a.N-1]].at
		if last := at.Last - 1; at.First == at.Last || last < tile.First || last >= tile.Last {
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
		marks = append(marks, reading.Mark{
			Passage: at.Last - 1, Href: "/sessions/" + session + "/questions/" + strconv.Itoa(a.N) + "/feedback", BackText: text,
		})
	}
	return marks, nil
}

// legend gives the lines of the legend.
func (s *Server) legend(r *request, verdicts []quiz.Verdict) (casts, error) {
	counts := legendOf(verdicts)
	lines := make(casts, len(counts))
	for i, count := range counts {
		line, err := pourData(s.pages, r.Lang, "partials/legend-line", count)
		if err != nil {
			return nil, err
		}
		lines[i] = cast{line, &nothing}
	}
	return lines, nil
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
