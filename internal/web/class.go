package web

import (
	"html/template"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/reading"
	"verbatim/internal/web/page"
)

// The results of a class, for those who teach: of all who took a set by
// themselves, or of those who joined an assignment.

// figuresFor is how long a page of figures may take. Those of a large class are
// computed once for all who look at them.
const figuresFor = 30 * time.Second

// showClasses lists the sets that there may be results of.
func (s *Server) showClasses(c *fiber.Ctx, r *request) error {
	p := page.Classes{Desk: s.desk(r, page.AtResults)}
	others, err := s.play.Staff().Others(r.Ctx, r.Staff)
	if err != nil {
		return err
	}
	for _, rev := range s.play.Staff().Library() {
		if others[rev.Set.ID] {
			continue
		}
		taken, err := s.play.Taken(r.Ctx, rev.Set.ID)
		if err != nil {
			return err
		}
		p.Add(setOf(rev, r.Lang), classPath(rev.Set.ID), taken)
	}
	return s.show(c, r, fiber.StatusOK, "teach/classes", p)
}

// class is whose results are asked for.
type class struct {
	path       string // of its pages
	scope      play.Scope
	rev        *play.Revision
	taken      []play.Taken // the revisions to choose from; nil for an assignment, which has one
	assignment *page.ClassAssignment
}

// classAt finds the class that the address names. What is another's is not there.
func (s *Server) classAt(c *fiber.Ctx, r *request, revision string) (*class, error) {
	set := c.Params("set")
	if set == "" {
		return s.classAssigned(c, r)
	}
	others, err := s.play.Staff().Others(r.Ctx, r.Staff)
	if err != nil {
		return nil, err
	}
	if others[set] {
		return nil, errNotFound
	}
	taken, err := s.play.Taken(r.Ctx, set)
	if err != nil {
		return nil, err
	}
	rev, err := s.play.Pick(r.Ctx, set, revision, taken)
	if err != nil {
		return nil, err
	}
	return &class{path: classPath(set), scope: play.Scope{Revision: rev.Hash}, rev: rev, taken: taken}, nil
}

func (s *Server) classAssigned(c *fiber.Ctx, r *request) (*class, error) {
	id, err := pathID(c)
	if err != nil {
		return nil, err
	}
	a, rev, err := s.play.Staff().Assignment(r.Ctx, r.Staff, id)
	if err != nil {
		return nil, err
	}
	return &class{
		path: assignedPath(id), scope: play.Scope{Revision: rev.Hash, Assignment: id}, rev: rev,
		assignment: &page.ClassAssignment{ID: id, Title: a.Title, Href: assignmentPath(id), Named: a.Identity.Asks()},
	}, nil
}

// classOf gives whose results are asked for, what every page on them shows, and
// the figures.
func (s *Server) classOf(c *fiber.Ctx, r *request, q page.ClassQuery) (*class, page.Class, *play.Results, error) {
	at, err := s.classAt(c, r, q.Revision)
	if err != nil {
		return nil, page.Class{}, nil, err
	}
	results, err := s.play.Results(r.Ctx, at.scope, at.rev)
	if err != nil {
		return nil, page.Class{}, nil, err
	}
	p := page.Class{
		Desk: s.desk(r, page.AtResults), Set: setOf(at.rev, r.Lang), Here: at.links(q, play.May(r.Staff.Role, play.Instructor)),
		Assignment: at.assignment, Revision: page.ClassRevision{Name: shortHash(at.rev.Hash)},
	}
	if at.assignment != nil {
		p.At = page.AtAssignments
	}
	if p.Reports, err = s.reportsOf(r, at.rev.Set.ID); err != nil {
		return nil, page.Class{}, nil, err
	}
	if len(at.taken) > 1 {
		for _, t := range at.taken {
			p.Revisions = append(p.Revisions, page.ClassRevision{
				Name: shortHash(t.Hash), Published: t.Published, Sessions: t.Sessions, Chosen: t.Hash == at.rev.Hash,
				Href: onRevision(at.path, shortHash(t.Hash)),
			})
		}
	}
	return at, p, results, nil
}

// shortHash is as much of a revision's hash as tells it from others.
func shortHash(hash string) string { return hash[:12] }

// onRevision keeps the choice of a revision in an address.
func onRevision(path, revision string) string {
	if revision == "" {
		return path
	}
	return path + "?revision=" + revision
}

func (at *class) links(q page.ClassQuery, publishes bool) page.ClassLinks {
	links := page.ClassLinks{
		Overview: onRevision(at.path, q.Revision), Learners: onRevision(at.path+"/learners", q.Revision), Export: at.path + "/export",
		Table: at.path, Everyone: at.path + "/learners",
	}
	links.Reports = page.InboxQuery{Set: at.rev.Set.ID}.On(inboxPath)
	if publishes {
		links.Regrade = at.regradePath()
	}
	if at.rev.Set.Reading != nil {
		links.Reading = onRevision(at.path+"/reading", q.Revision)
	}
	return links
}

// item gives the address of a question's page, on the revision that is shown.
func (at *class) item(q page.ClassQuery) func(id string) string {
	return func(id string) string { return onRevision(at.path+"/questions/"+id, q.Revision) }
}

func queryOf(c *fiber.Ctx) page.ClassQuery {
	return page.ReadClassQuery(func(name string) string { return c.Query(name) })
}

// showClass sums up what a class has done with a set.
func (s *Server) showClass(c *fiber.Ctx, r *request) error {
	q := queryOf(c)
	at, p, results, err := s.classOf(c, r, q)
	if err != nil {
		return err
	}
	return s.show(c, r, fiber.StatusOK, "teach/results", page.ClassResultsOf(results, p, q, at.item(q)))
}

// showClassLearners lists how each learner did.
func (s *Server) showClassLearners(c *fiber.Ctx, r *request) error {
	q := queryOf(c)
	at, p, results, err := s.classOf(c, r, q)
	if err != nil {
		return err
	}
	people, err := s.peopleOf(r, at)
	if err != nil {
		return err
	}
	return s.show(c, r, fiber.StatusOK, "teach/results-learners", page.ClassLearnersOf(results, p, q, people))
}

// peopleAtOnce is how many participants are read at a time.
const peopleAtOnce = 500

// peopleOf says who the learners of an assignment are that asked for it, as long
// as that is kept.
func (s *Server) peopleOf(r *request, at *class) (page.People, error) {
	if at.assignment == nil || !at.assignment.Named {
		return nil, nil
	}
	people := page.People{}
	for after := uuid.Nil; ; {
		list, err := s.play.Staff().Participants(r.Ctx, r.Staff, at.scope.Assignment, after, peopleAtOnce)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			people.Add(play.Alias(at.rev.Set.ID, at.scope.Assignment, p.Learner), p)
		}
		if len(list) < peopleAtOnce {
			return people, nil
		}
		after = list[len(list)-1].ID
	}
}

// showClassItem shows how a class did with one question.
func (s *Server) showClassItem(c *fiber.Ctx, r *request) error {
	q := queryOf(c)
	at, class, results, err := s.classOf(c, r, q)
	if err != nil {
		return err
	}
	n := at.rev.Set.Index(c.Params("question"))
	if n < 0 {
		return errNotFound
	}
	p := page.ClassItemOf(results, n, class, at.item(q))
	this := s.pages.press.get(at.rev).questions[n]
	p.Asked, p.Given, p.Passage, p.Media = this.stem, this.given, this.passage, mediaPath(at.rev)
	if this.passage != nil && p.Here.Reading != "" {
		p.Anchor = p.Here.Reading + "#" + this.passage.Anchor
	}
	return s.show(c, r, fiber.StatusOK, "teach/results-question", p)
}

// showClassReading shows the reading, shaded by how well the class did.
func (s *Server) showClassReading(c *fiber.Ctx, r *request) error {
	q := queryOf(c)
	at, class, results, err := s.classOf(c, r, q)
	if err != nil {
		return err
	}
	if at.rev.Set.Reading == nil {
		return errNotFound
	}
	p := page.ClassReading{Class: page.ClassOf(results, class)}
	if p.Enough {
		shades, err := page.Shaded(results)
		if err != nil {
			return err
		}
		marks, err := s.shadeMarks(r, results, shades, at.item(q))
		if err != nil {
			return err
		}
		p.Legend = page.ShadeLegend(shades)
		p.Text = template.HTML(at.rev.Set.Reading.HTML(reading.Render{HeadingShift: markedShift, Marks: marks, ImagePrefix: mediaPath(at.rev)}))
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
