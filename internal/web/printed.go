package web

import (
	"html"
	"html/template"
	"strconv"
	"strings"
	"sync"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/reading"
	"verbatim/internal/web/page"
)

// printed is what never changes in a revision, as HTML. It is in the language
// of the set, so it serves every language of the interface.
type printed struct {
	questions []printedQuestion // in the order of the set
	cites     page.Cites
	tiles     []printedTile // of the reading as it is marked
	tileOf    []int         // where each passage is among them
}

// printedTile is a stretch of the reading; plain is how it is without marks.
type printedTile struct {
	reading.Tile
	plain *mould
}

type printedQuestion struct {
	stem        template.HTML // the first paragraph
	given       template.HTML // the others, with tables, images and code
	hints       []template.HTML
	explanation template.HTML // in paragraphs
	passage     *page.Passage // nil where the set has no source
	at          reading.Match // where in the reading that is
}

// press keeps what has been printed. Revisions that are no longer served are
// asked for as long as somebody has a session of them.
type press struct {
	mu        sync.Mutex
	revisions map[string]*printed
}

// mostPrinted bounds the memory for revisions, at some 100 KB each.
const mostPrinted = 64

func (p *press) get(r *play.Revision) *printed {
	p.mu.Lock()
	defer p.mu.Unlock()
	if made, ok := p.revisions[r.Hash]; ok {
		return made
	}
	if p.revisions == nil || len(p.revisions) >= mostPrinted {
		p.revisions = map[string]*printed{}
	}
	made := printRevision(r)
	p.revisions[r.Hash] = made
	return made
}

func printRevision(r *play.Revision) *printed {
	media := mediaPath(r)
	p := &printed{cites: page.Cites{}}
	cite := func(c quiz.Citation) *page.Passage {
		m, ok := r.Find(c)
		if !ok {
			return nil
		}
		passage := passageOf(r.Set.Reading, m)
		passage.Address, passage.Origin = r.Set.SourceLink(c), r.Set.Source.Name()
		p.cites[c] = passage
		return &passage
	}
	for i := range r.Set.Questions {
		q := &r.Set.Questions[i]
		stem, given := firstParagraph(q.Stem)
		this := printedQuestion{
			stem: inline(media, stem), given: blocks(media, given), explanation: prose(media, q.Explanation), passage: cite(q.Citation),
		}
		for _, hint := range q.Hints {
			this.hints = append(this.hints, inline(media, hint))
		}
		p.questions = append(p.questions, this)
		p.questions[i].at, _ = r.Find(q.Citation)
		for _, c := range q.Body.Citations() {
			cite(c.Citation)
		}
	}
	if doc := r.Set.Reading; doc != nil {
		p.tileOf = make([]int, len(doc.Passages))
		for i, tile := range doc.Tiles(markedRender(r)) {
			p.tiles = append(p.tiles, printedTile{tile, &mould{parts: []piece{newPiece([]byte(tile.HTML))}}})
			for passage := tile.First; passage < tile.Last; passage++ {
				p.tileOf[passage] = i
			}
		}
	}
	return p
}

// markedRender is how the marked reading is written, but for its marks.
func markedRender(r *play.Revision) reading.Render {
	return reading.Render{HeadingShift: markedShift, ImagePrefix: mediaPath(r)}
}

// Headings of the reading stand below those of the page around it.
const (
	panelShift  = 2 // below the panel's h2
	markedShift = 1 // below the page's h1
)

// anchor is the id that a passage has in the reading's HTML.
func anchor(passage int) string { return "p" + strconv.Itoa(passage) }

// passageOf gives the passage around a quote, with the quote marked: the
// sentence or the list item, and of a table's row the cell alone, because the
// other cells are not its sentence.
func passageOf(doc *reading.Document, m reading.Match) page.Passage {
	first := doc.Passages[m.First]
	p := page.Passage{Heading: doc.Sections[first.Section].Title, Anchor: anchor(m.First)}
	var around string
	if first.Kind == reading.Row {
		cells := strings.Split(first.Text, betweenCells)
		for _, cell := range cells {
			if strings.Contains(cell, m.Text) {
				around = cell
			}
		}
		if around != cells[0] {
			p.Row = cells[0]
		}
	} else {
		texts := make([]string, 0, m.Last-m.First)
		for _, passage := range doc.Passages[m.First:m.Last] {
			texts = append(texts, passage.Text)
		}
		around = strings.Join(texts, " ")
	}
	before, after, found := strings.Cut(around, m.Text)
	if !found || strings.Contains(after, m.Text) {
		before, after = "", "" // which of them is meant cannot be told: the quote alone
	}
	quoted := doc.Typeset(m.Text)
	if first.Kind == reading.Row { // the bar is none of the reading's words: the style sheet draws it
		quoted = strings.ReplaceAll(quoted, betweenCells, ` <span class="bar"></span> `)
	}
	p.Words = template.HTML(doc.Typeset(before) + "<mark>" + quoted + "</mark>" + doc.Typeset(after))
	return p
}

// betweenCells stands between the cells of a row in its text.
const betweenCells = " | "

// The ids that feedback and the reading beside it link to each other by.
const (
	verdictAnchor = "verdict"
	currentAnchor = "passage"
)

// panelState is what the reading beside a question depends on.
type panelState struct {
	revision string // its hash
	item     int    // the question's place in it whose passage is marked; -1: none
}

// panel gives the reading beside a question that is being asked.
func (s *Server) panel(lang string, r *play.Revision) (*mould, error) {
	key := mouldKey[panelState]{template: "partials/panel", lang: lang, of: panelState{r.Hash, -1}}
	return pourPlain(s.pages, key, func() (any, error) {
		html := r.Set.Reading.HTML(reading.Render{HeadingShift: panelShift, ImagePrefix: mediaPath(r)})
		return page.Panel{HTML: template.HTML(html), Title: r.Set.Title, Language: page.Foreign(r.Set.Language, lang)}, nil
	})
}

// panelAt gives the reading beside feedback, with the passage of question n marked.
func (s *Server) panelAt(lang string, w *play.Walk, n int) (cast, error) {
	r, item := w.Revision, w.Session.Items[n-1]
	label, err := pourData(s.pages, lang, "partials/label", page.Nth{N: n})
	if err != nil {
		return cast{}, err
	}
	key := mouldKey[panelState]{template: "partials/panel", lang: lang, of: panelState{r.Hash, item}}
	return pour(s.pages, key, &fillings{blankLabel: label}, func(in *samples) (any, error) {
		back, err := s.pages.words[lang].T("panel.back")
		m, _ := r.Find(r.Set.Questions[item].Citation)
		return page.Panel{
			HTML:  paintPanel(r, m, html.UnescapeString(in.text(blankLabel)), back),
			Title: r.Set.Title, Language: page.Foreign(r.Set.Language, lang), Open: true,
		}, err
	})
}

// paintPanel gives the reading with a passage marked. label names the passage,
// back the link after it.
func paintPanel(r *play.Revision, m reading.Match, label, back string) template.HTML {
	marks := make([]reading.Mark, 0, m.Last-m.First+1)
	for i := m.First; i < m.Last; i++ {
		mark := reading.Mark{Passage: i, Class: "current"}
		if i == m.First {
			mark.ID, mark.Label, mark.TabIndex = currentAnchor, label, true
		}
		if i == m.Last-1 {
			mark.Href, mark.BackText = "#"+verdictAnchor, back
		}
		marks = append(marks, mark)
	}
	marks = append(marks, reading.Mark{Start: m.Start, End: m.End, Class: "quoted"})
	return template.HTML(r.Set.Reading.HTML(reading.Render{HeadingShift: panelShift, Marks: marks, ImagePrefix: mediaPath(r)}))
}
