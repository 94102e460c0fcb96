package web

import (
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"verbatim/internal/play"
	"verbatim/internal/quiz"
	"verbatim/internal/web/page"
)

// What learners found wrong, for those who can put it right.

// inboxRows is how many reports a page lists.
const inboxRows = 30

// showInbox lists reports, newest first.
func (s *Server) showInbox(c *fiber.Ctx, r *request) error {
	return s.inbox(c, r, fiber.StatusOK, page.ReadInboxQuery(func(name string) string { return c.Query(name) }), uuid.Nil, nil)
}

// inbox shows the page; problem is what is wrong with the form of the report at.
func (s *Server) inbox(c *fiber.Ctx, r *request, status int, q page.InboxQuery, at uuid.UUID, problem *page.Problem) error {
	var before uuid.UUID
	if q.Before != "" {
		var err error
		if before, err = uuid.Parse(q.Before); err != nil {
			return errNotFound
		}
	}
	list, err := s.play.Staff().Reports(r.Ctx, r.Staff, play.ReportQuery{
		Set: q.Set, Question: q.Question, Open: q.Open(), Closed: q.Closed(), Before: before, Limit: inboxRows + 1,
	})
	if err != nil {
		return err
	}
	p := page.Inbox{Desk: s.desk(r, page.AtReports), Query: q, States: page.InboxStates(q, inboxPath), Later: before != uuid.Nil, Problem: problem}
	if q.Set != "" {
		p.Title = s.titleOf(q.Set)
	}
	if len(list) > inboxRows {
		list = list[:inboxRows]
		older := q
		older.Before = list[inboxRows-1].ID.String()
		p.Older = older.On(inboxPath)
	}
	if err := s.reportedSets(r, &p); err != nil {
		return err
	}
	for _, report := range list {
		item, err := s.inboxItem(r, report)
		if err != nil {
			return err
		}
		if report.ID == at {
			item.Problem, item.Note = problem, r.Form.Get("note")
		}
		p.Items = append(p.Items, item)
	}
	return s.show(c, r, status, "teach/reports", p)
}

// reportedSets offers the sets that there are open reports on, and the one that
// is shown.
func (s *Server) reportedSets(r *request, p *page.Inbox) error {
	open, err := s.play.Staff().OpenReports(r.Ctx, r.Staff)
	if err != nil {
		return err
	}
	last := ""
	for _, o := range open {
		if o.Set != last {
			p.Sets = append(p.Sets, page.Word{Value: o.Set, Text: s.titleOf(o.Set)})
			last = o.Set
		}
	}
	return nil
}

// reportsOf counts the open reports on a set, by the question's id.
func (s *Server) reportsOf(r *request, set string) (map[string]int, error) {
	open, err := s.play.Staff().OpenReports(r.Ctx, r.Staff)
	counts := map[string]int{}
	for _, o := range open {
		if o.Set == set {
			counts[o.Question] = o.N
		}
	}
	return counts, err
}

// inboxItem puts a report beside its question, as it was asked.
func (s *Server) inboxItem(r *request, report play.Report) (page.InboxItem, error) {
	item := page.InboxItem{Report: report, Dealt: !report.Closed.IsZero(), Revision: shortHash(report.Revision), Results: classPath(report.Set)}
	may, err := s.play.Staff().MayCorrect(r.Ctx, r.Staff, report.Set)
	if err != nil {
		return item, err
	}
	if may {
		item.Act = inboxPath + "/" + report.ID.String()
		item.Regrade = regradePath(report.Set) + "?question=" + report.Question
		if !s.play.InFolder(report.Set) {
			item.Edit = historyPath(report.Set) + "/edit"
		}
	}
	rev, err := s.play.Revision(r.Ctx, report.Set, report.Revision)
	if errors.Is(err, play.ErrUnavailable) {
		return item, err
	}
	if err != nil { // the report is shown without its question
		item.Set = page.Set{Title: report.Set}
		return item, nil //nolint:nilerr // see above
	}
	item.Set, item.Media = setOf(rev, r.Lang), mediaPath(rev)
	if i := rev.Set.Index(report.Question); i >= 0 {
		q := &rev.Set.Questions[i]
		item.N, item.Stem, item.Key = i+1, s.pages.press.get(rev).questions[i].stem, q.Body.Say(q.Body.Key())
		item.Results = onRevision(classPath(report.Set)+"/questions/"+report.Question, shortHash(report.Revision))
	}
	return item, nil
}

// closeReport notes that a report was dealt with, or takes that back.
func (s *Server) closeReport(c *fiber.Ctx, r *request) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	q := inboxOf(r.Form.Get("to"))
	if r.Form.Get("do") == "reopen" {
		err = s.play.Staff().ReopenReport(r.Ctx, r.Staff, id)
	} else {
		err = s.play.Staff().CloseReport(r.Ctx, r.Staff, id, r.Form.Get("note"))
	}
	if problem, ok := errors.AsType[*quiz.Problem](err); ok {
		return s.inbox(c, r, fiber.StatusUnprocessableEntity, q, id, &page.Problem{Message: problem.Message, Control: problem.Control})
	}
	if err != nil {
		return err
	}
	return goTo(c, q.On(inboxPath))
}

// inboxOf reads the part of the inbox that a form was sent from. Nothing of it
// is believed: it is read as an address would be.
func inboxOf(address string) page.InboxQuery {
	_, query, _ := strings.Cut(address, "?")
	values, _ := url.ParseQuery(query) // what cannot be read is left out
	return page.ReadInboxQuery(values.Get)
}
