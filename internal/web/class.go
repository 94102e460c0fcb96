package web

import (
	"html/template"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/reading"
	"verbatim/internal/web/page"
)

// The results of a class, for those who teach.

// figuresFor is how long a page of figures may take. Those of a large class are
// computed once for all who look at them.
const figuresFor = 30 * time.Second

// showClasses lists the sets that there may be results of.
func (s *Server) showClasses(c *fiber.Ctx, r *request) error {
	p := page.Classes{Desk: s.desk(r, page.AtResults)}
	for _, rev := range s.play.Library() {
		taken, err := s.play.Taken(r.Ctx, rev.Set.ID)
		if err != nil {
			return err
		}
		p.Add(setOf(rev, r.Lang), classPath(rev.Set.ID), taken)
	}
	return s.show(c, r, fiber.StatusOK, "teach/classes", p)
}

// classOf finds whose results are asked for, and what every page on them shows.
func (s *Server) classOf(c *fiber.Ctx, r *request, q page.ClassQuery) (page.Class, *play.Results, error) {
	set := c.Params("set")
	taken, err := s.play.Taken(r.Ctx, set)
	if err != nil {
		return page.Class{}, nil, err
	}
	rev, err := s.play.Pick(r.Ctx, set, q.Revision, taken)
	if err != nil {
		return page.Class{}, nil, err
	}
	results, err := s.play.Results(r.Ctx, classScope(rev), rev)
	if err != nil {
		return page.Class{}, nil, err
	}
	class := page.Class{Desk: s.desk(r, page.AtResults), Set: setOf(rev, r.Lang), Here: classLinks(rev, q)}
	for _, t := range taken {
		shown := page.ClassRevision{
			Name: shortHash(t.Hash), Published: t.Published, Sessions: t.Sessions, Chosen: t.Hash == rev.Hash,
			Href: onRevision(classPath(set), shortHash(t.Hash)),
		}
		if shown.Chosen {
			class.Revision = shown
		}
		class.Revisions = append(class.Revisions, shown)
	}
	if len(class.Revisions) == 1 {
		class.Revisions = nil
	}
	return class, results, nil
}

func classScope(rev *play.Revision) play.Scope { return play.Scope{Revision: rev.Hash} }

// shortHash is as much of a revision's hash as tells it from others.
func shortHash(hash string) string { return hash[:12] }

// onRevision keeps the choice of a revision in an address.
func onRevision(path, revision string) string {
	if revision == "" {
		return path
	}
	return path + "?revision=" + revision
}

func classLinks(rev *play.Revision, q page.ClassQuery) page.ClassLinks {
	path := classPath(rev.Set.ID)
	links := page.ClassLinks{
		Overview: onRevision(path, q.Revision), Learners: onRevision(path+"/learners", q.Revision), Export: path + "/export",
		Table: path, Everyone: path + "/learners",
	}
	if rev.Set.Reading != nil {
		links.Reading = onRevision(path+"/reading", q.Revision)
	}
	return links
}

// itemPath gives the address of a question's page, on the revision that is shown.
func itemPath(set string, q page.ClassQuery) func(id string) string {
	return func(id string) string { return onRevision(classPath(set)+"/questions/"+id, q.Revision) }
}

func queryOf(c *fiber.Ctx) page.ClassQuery {
	return page.ReadClassQuery(func(name string) string { return c.Query(name) })
}

// showClass sums up what a class has done with a set.
func (s *Server) showClass(c *fiber.Ctx, r *request) error {
	q := queryOf(c)
	class, results, err := s.classOf(c, r, q)
	if err != nil {
		return err
	}
	return s.show(c, r, fiber.StatusOK, "teach/results", page.ClassResultsOf(results, class, q, itemPath(c.Params("set"), q)))
}

// showClassLearners lists how each learner did.
func (s *Server) showClassLearners(c *fiber.Ctx, r *request) error {
	q := queryOf(c)
	class, results, err := s.classOf(c, r, q)
	if err != nil {
		return err
	}
	return s.show(c, r, fiber.StatusOK, "teach/results-learners", page.ClassLearnersOf(results, class, q))
}

// showClassItem shows how a class did with one question.
func (s *Server) showClassItem(c *fiber.Ctx, r *request) error {
	q := queryOf(c)
	class, results, err := s.classOf(c, r, q)
	if err != nil {
		return err
	}
	rev := results.Revision
	at := rev.Set.Index(c.Params("question"))
	if at < 0 {
		return errNotFound
	}
	p := page.ClassItemOf(results, at, class, itemPath(rev.Set.ID, q))
	this := s.pages.press.get(rev).questions[at]
	p.Asked, p.Given, p.Passage, p.Media = this.stem, this.given, this.passage, mediaPath(rev)
	if this.passage != nil && p.Here.Reading != "" {
		p.Anchor = p.Here.Reading + "#" + this.passage.Anchor
	}
	return s.show(c, r, fiber.StatusOK, "teach/results-question", p)
}

// showClassReading shows the reading, shaded by how well the class did.
func (s *Server) showClassReading(c *fiber.Ctx, r *request) error {
	q := queryOf(c)
	class, results, err := s.classOf(c, r, q)
	if err != nil {
		return err
	}
	rev := results.Revision
	if rev.Set.Reading == nil {
		return errNotFound
	}
	p := page.ClassReading{Class: page.ClassOf(results, class)}
	if p.Enough {
		shades, err := page.Shaded(results)
		if err != nil {
			return err
		}
		marks, err := s.shadeMarks(r, results, shades, itemPath(rev.Set.ID, q))
		if err != nil {
			return err
		}
		p.Legend = page.ShadeLegend(shades)
		p.Text = template.HTML(rev.Set.Reading.HTML(reading.Render{HeadingShift: markedShift, Marks: marks, ImagePrefix: mediaPath(rev)}))
	}
	return s.show(c, r, fiber.StatusOK, "teach/results-reading", p)
}

// shadeMarks shades each passage once, and puts after it a link to each
// question about it.
func (s *Server) shadeMarks(r *request, results *play.Results, shades []page.Shade, path func(id string) string) ([]reading.Mark, error) {
	words := s.pages.words[r.Lang]
	var marks []reading.Mark
	for i, shade := range shades {
		if shade != page.ShadeNone {
			marks = append(marks, reading.Mark{Passage: i, Class: "shade shade-" + string(shade)})
		}
	}
	rev := results.Revision
	// Of links that end together, the reading shows the last of the marks first.
	for i := range slices.Backward(results.Items) {
		q := &rev.Set.Questions[i]
		m, ok := rev.Find(q.Citation)
		if !ok {
			continue
		}
		row := page.ClassItemOf(results, i, page.Class{}, path).Question
		text, err := words.T("class.reading-mark-few", "n", row.N)
		if row.Shown {
			text, err = words.T("class.reading-mark", "n", row.N, "percent", row.Facility)
		}
		if err != nil {
			return nil, err
		}
		marks = append(marks, reading.Mark{Passage: m.Last - 1, Href: path(q.ID), BackText: text})
	}
	return marks, nil
}
