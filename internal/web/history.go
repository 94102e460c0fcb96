package web

import (
	"github.com/gofiber/fiber/v2"

	"verbatim/internal/play"
	"verbatim/internal/web/page"
)

// showHistory lists what was served of a set, newest first.
func (s *Server) showHistory(c *fiber.Ctx, r *request) error {
	set := c.Params("set")
	all, err := s.play.Staff().History(r.Ctx, r.Staff, set)
	if err != nil {
		return err
	}
	p := page.History{
		Desk: s.desk(r, page.AtSets), Title: set, Set: set, Href: historyPath(set),
		Mine: play.MayEdit(r.Staff, all[0].Owner), Withdrawn: all[0].Revision == "", Unlisted: all[0].Unlisted, InFolder: s.play.InFolder(set),
	}
	for i, pub := range all {
		item := page.HistoryItem{By: pub.By, At: pub.At, Note: pub.Note, Withdrawn: pub.Revision == "", Revision: pub.Revision, Served: i == 0 && pub.Revision != "" && !p.InFolder}
		item.Back = p.Mine && pub.Revision != "" && pub.Revision != all[0].Revision
		if i+1 < len(all) && pub.Revision != "" && pub.Revision == all[i+1].Revision && pub.Unlisted != all[i+1].Unlisted {
			item.Listing = "listed"
			if pub.Unlisted {
				item.Listing = "unlisted"
			}
		}
		if pub.Revision != "" {
			item.Short = pub.Revision[:12]
			for _, before := range all[i+1:] {
				if before.Revision != "" && before.Revision != pub.Revision {
					item.Diff = historyPath(set) + "/diff?from=" + before.Revision + "&to=" + pub.Revision
					break
				}
			}
			if rev, err := s.play.Revision(r.Ctx, set, pub.Revision); err == nil {
				item.Questions = len(rev.Set.Questions)
				if i == 0 || p.Title == set {
					p.Title = rev.Set.Title
				}
			}
		}
		p.Items = append(p.Items, item)
	}
	if p.Items[0].Served {
		p.Library = setPath(set)
	}
	return s.show(c, r, fiber.StatusOK, "teach/history", p)
}

// showDiff compares two revisions of a set, question by question.
func (s *Server) showDiff(c *fiber.Ctx, r *request) error {
	set := c.Params("set")
	if _, err := s.play.Staff().History(r.Ctx, r.Staff, set); err != nil {
		return err
	}
	from, err := s.play.Revision(r.Ctx, set, c.Query("from"))
	if err != nil {
		return err
	}
	to, err := s.play.Revision(r.Ctx, set, c.Query("to"))
	if err != nil {
		return err
	}
	p := page.Diff{Desk: s.desk(r, page.AtSets), Title: to.Set.Title, Href: historyPath(set), From: from.Hash[:12], To: to.Hash[:12]}
	for _, change := range play.Compare(from.Set, to.Set) {
		item := page.DiffItem{What: change.What, Part: change.Part, ID: change.ID, Stem: change.Stem}
		for _, l := range change.Lines {
			item.Lines = append(item.Lines, page.DiffLineOf(l.Op, l.Text))
		}
		p.Items = append(p.Items, item)
	}
	return s.show(c, r, fiber.StatusOK, "teach/diff", p)
}

// editSet makes a draft of what was last published of a set, and leads to the
// question that is named or to all of it.
func (s *Server) editSet(c *fiber.Ctx, r *request) error {
	d, err := s.play.Staff().EditSet(r.Ctx, r.Staff, c.Params("set"))
	if err != nil {
		return err
	}
	if doc, err := play.OpenDraft(d); err == nil && r.Form.Get("question") != "" {
		for i := range doc.Len() {
			if doc.Outline(i).ID == r.Form.Get("question") {
				return goTo(c, draftQuestionPath(d.ID, i+1))
			}
		}
	}
	return goTo(c, draftPath(d.ID))
}

// rollBack serves an earlier revision again.
func (s *Server) rollBack(c *fiber.Ctx, r *request) error {
	set := c.Params("set")
	if err := s.play.Staff().RollBack(r.Ctx, r.Staff, set, r.Form.Get("revision"), r.Form.Get("note")); err != nil {
		return err
	}
	return goTo(c, historyPath(set))
}

// withdraw serves a set no more.
func (s *Server) withdraw(c *fiber.Ctx, r *request) error {
	set := c.Params("set")
	if err := s.play.Staff().Withdraw(r.Ctx, r.Staff, set, r.Form.Get("note")); err != nil {
		return err
	}
	return goTo(c, historyPath(set))
}
