package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

func newReport(s quiz.Session, n int) store.Report {
	return store.Report{
		ID: newID(), Session: s.ID, N: n, Set: s.Set, Revision: s.Revision, Question: "moon", Reason: "answer", Text: "µ \x00 \" 🙂", At: day,
	}
}

var reportTests = map[string]func(*testing.T, *fixture){
	"are kept once for a question and closed": func(t *testing.T, f *fixture) {
		learner := f.learner()
		s, other := f.session(learner, "kratom"), f.session(learner, "other")
		first, second, third := newReport(s, 1), newReport(s, 2), newReport(other, 1)
		for _, r := range []store.Report{first, second, third} {
			must(t, f.PutReport(ctx, r))
		}
		again := first
		again.ID, again.Reason, again.Text, again.At = newID(), "other", "", day.Add(time.Hour)
		must(t, f.PutReport(ctx, again))
		again.ID = first.ID
		f.reopen()
		got, err := f.Report(ctx, s.ID, 1)
		must(t, err)
		equal(t, "the report that was replaced", got, again)
		_, err = f.Report(ctx, s.ID, 3)
		wants(t, "no report", err, store.ErrNotFound)

		list := func(what, set string, closed bool, before uuid.UUID, limit int, want ...store.Report) {
			t.Helper()
			got, err := f.Reports(ctx, store.ReportQuery{Set: set, Open: true, Closed: closed, Before: before, Limit: limit})
			must(t, err)
			equal(t, what, got, want)
		}
		list("all", "", false, uuid.Nil, 10, third, second, again)
		list("those on a set", "kratom", false, uuid.Nil, 10, second, again)
		list("the newest", "", false, uuid.Nil, 1, third)
		list("those before", "kratom", false, second.ID, 10, again)
		list("none", "kratom", false, uuid.Nil, 0)

		at := day.Add(2 * time.Hour)
		open, err := f.OpenReports(ctx)
		must(t, err)
		equal(t, "how many are open", open, []store.OpenReports{{Set: "kratom", Question: "moon", N: 2}, {Set: "other", Question: "moon", N: 1}})
		must(t, f.CloseReport(ctx, second.ID, at, "Ada", "The key was wrong."))
		must(t, f.CloseReport(ctx, second.ID, at.Add(time.Hour), "Eve", "It was not."))
		wants(t, "no report to close", f.CloseReport(ctx, newID(), at, "", ""), store.ErrNotFound)
		second.Closed, second.ClosedBy, second.Note = at, "Ada", "The key was wrong."
		open, err = f.OpenReports(ctx)
		must(t, err)
		equal(t, "how many are open then", open, []store.OpenReports{{Set: "kratom", Question: "moon", N: 1}, {Set: "other", Question: "moon", N: 1}})
		one, err := f.ReportByID(ctx, second.ID)
		must(t, err)
		equal(t, "the one that was closed", one, second)
		_, err = f.ReportByID(ctx, newID())
		wants(t, "no report of an id", err, store.ErrNotFound)
		closed, err := f.Reports(ctx, store.ReportQuery{Set: "kratom", Question: "moon", Closed: true, Limit: 10})
		must(t, err)
		equal(t, "those that were closed", closed, []store.Report{second})
		none, err := f.Reports(ctx, store.ReportQuery{Set: "kratom", Question: "sun", Open: true, Closed: true, Limit: 10})
		must(t, err)
		equal(t, "those on another question", len(none), 0)
		must(t, f.ReopenReport(ctx, second.ID))
		wants(t, "no report to open again", f.ReopenReport(ctx, newID()), store.ErrNotFound)
		opened := second
		opened.Closed, opened.ClosedBy, opened.Note = time.Time{}, "", ""
		list("one that was opened again", "kratom", false, uuid.Nil, 10, opened, again)
		must(t, f.CloseReport(ctx, second.ID, at, "Ada", "The key was wrong."))
		list("those that are open", "kratom", false, uuid.Nil, 10, again)
		list("closed ones too", "kratom", true, uuid.Nil, 10, second, again)
		reopened := newReport(s, 2)
		must(t, f.PutReport(ctx, reopened))
		reopened.ID = second.ID
		list("one that was reported again", "kratom", false, uuid.Nil, 10, reopened, again)

		must(t, f.DeleteSession(ctx, s.ID))
		list("those of sessions that are left", "", true, uuid.Nil, 10, third)
	},
	"need a session": func(t *testing.T, f *fixture) {
		s := f.session(f.learner(), "kratom")
		s.ID = newID()
		wants(t, "a report of no session", f.PutReport(ctx, newReport(s, 1)), store.ErrNotFound)
	},
}
