package sqlite

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// TestPlans holds each statement to its indexes: with ten million answers none
// may read a table from end to end.
func TestPlans(t *testing.T) {
	h := newHouse(t, Options{Readers: 1})
	ctx := t.Context()
	s := h.session()
	h.must(h.answer(s.ID, 1, "a"))
	h.must(h.answer(s.ID, 2, "b"))
	h.hot.deleted([]uuid.UUID{s.ID}) // so that it is read, and answered twice
	h.must(h.answer(s.ID, 1, "a"))
	_, _, err := h.Walk(ctx, s.ID)
	h.must(err)
	_, err = h.Sessions(ctx, h.learner, s.ID, 10)
	h.must(err)
	h.must(h.EachWalk(ctx, store.Scope{Revision: hash}, func(quiz.Session, []quiz.Answer) error { return nil }))
	h.must(h.EachWalk(ctx, store.Scope{Assignment: s.ID}, func(quiz.Session, []quiz.Answer) error { return nil }))
	_, err = h.Taken(ctx, "kratom")
	h.must(err)
	_, err = h.Latest(ctx, h.learner)
	h.must(err)
	_, err = h.Login(ctx, s.ID)
	if !errors.Is(err, store.ErrNotFound) {
		t.Fatal(err)
	}
	_, err = h.Revision(ctx, hash)
	h.must(err)
	h.must(h.TouchLogin(ctx, s.ID, time.Now()))
	h.must(h.EndLogin(ctx, s.ID))
	h.must(h.DeleteSession(ctx, s.ID))
	_, _, err = h.SweepLearners(ctx, uuid.Nil, 10)
	h.must(err)
	h.tests()
	h.assignments()
	h.accounts()

	queries := map[string]bool{}
	note := func(c *conn) error {
		for q := range c.stmts {
			queries[q] = true
		}
		return nil
	}
	h.must(h.change(ctx, "", note, nil))
	h.must(h.read.with(ctx, note))
	explained := 0
	for q := range queries {
		if strings.HasPrefix(q, "PRAGMA") || strings.HasPrefix(q, "BEGIN") || q == "COMMIT" {
			continue
		}
		explained++
		h.must(h.read.with(ctx, func(c *conn) error {
			stmt, _, err := c.PrepareTransient("EXPLAIN QUERY PLAN " + q)
			if err != nil {
				return err
			}
			defer stmt.Finalize()
			for {
				more, err := stmt.Step()
				if err != nil || !more {
					return err
				}
				// The ids of the sessions to be deleted are no table, nor is the
				// one row that says whether there is a roster. The reports that are open
				// are few, and so are the accounts.
				step := stmt.ColumnText(3)
				if strings.Contains(q, "s.asked =") && strings.HasPrefix(step, "SEARCH s ") && !strings.HasSuffix(step, "PRIMARY KEY (id=?)") {
					t.Errorf("a start looks through more than the learner's last sessions: %s", step)
				}
				if strings.HasPrefix(step, "SCAN") && !slices.Contains([]string{"SCAN gone", "SCAN CONSTANT ROW", "SCAN (subquery-1)", "SCAN (subquery-2)", "SCAN (subquery-3)", "SCAN s USING INDEX session_open_test", "SCAN report USING INDEX report_open", "SCAN a USING INDEX sqlite_autoindex_account_2"}, step) {
					t.Errorf("%s\n\t%s", q, step)
				}
			}
		}))
	}
	if explained < 30 {
		t.Errorf("only %d statements were explained", explained)
	}
}

// assignments runs each statement about assignments.
func (h *house) assignments() {
	h.t.Helper()
	ctx, now := h.t.Context(), time.Now()
	a := quiz.Assignment{ID: newID(), Owner: newID(), Code: "C", Set: "kratom", Revision: hash, Created: now, Terms: quiz.Terms{Closes: now, KeepDays: 1}}
	h.must(h.CreateAssignment(ctx, a, nil))
	h.must(h.CreateAssignment(ctx, a, nil)) // sent again
	h.must(h.ChangeTerms(ctx, a.ID, a.Terms))
	h.must(h.ChangeAssignment(ctx, a.ID, a.Terms, []store.Person{{Number: "1"}}))
	p, err := h.Join(ctx, store.Participant{ID: newID(), Assignment: a.ID, Learner: h.learner, Joined: now, Person: store.Person{Number: "1"}})
	h.must(err)
	h.must(h.Extend(ctx, a.ID, p.ID, 5))
	_, err = h.CreateSession(ctx, quiz.Session{ID: newID(), Learner: h.learner, Set: a.Set, Revision: hash, Mode: quiz.Practice, Started: now, Assignment: a.ID}, "")
	h.must(err)
	_, err = h.Assignment(ctx, a.ID)
	h.must(err)
	_, err = h.AssignmentByCode(ctx, a.Code)
	h.must(err)
	for _, owner := range []uuid.UUID{uuid.Nil, a.Owner} {
		_, err = h.Assignments(ctx, owner, a.ID, 5)
		h.must(err)
	}
	_, err = h.Roster(ctx, a.ID)
	h.must(err)
	_, err = h.Participant(ctx, a.ID, h.learner)
	h.must(err)
	_, err = h.Joined(ctx, h.learner, 5)
	h.must(err)
	_, err = h.Participants(ctx, a.ID, uuid.Nil, 5)
	h.must(err)
	_, err = h.Attempts(ctx, a.ID, h.learner)
	h.must(err)
	_, err = h.ForgetPeople(ctx, now)
	h.must(err)
	h.must(h.RemoveParticipant(ctx, a.ID, p.ID))
	h.must(h.DeleteAssignment(ctx, a.ID))
}

// accounts makes each statement about accounts.
func (h *house) accounts() {
	h.t.Helper()
	ctx := h.t.Context()
	a := store.Account{ID: newID(), Name: "anna", Role: store.Admin}
	for _, of := range []uuid.UUID{uuid.Nil, a.ID} {
		k := store.Ticket{ID: newID(), Account: of, Role: store.Admin}
		h.must(h.PutTicket(ctx, k))
		_, err := h.Ticket(ctx, k.ID)
		h.must(err)
		h.must(h.Redeem(ctx, k.ID, a))
	}
	_, err := h.Account(ctx, a.ID)
	h.must(err)
	_, err = h.AccountByName(ctx, "anna")
	h.must(err)
	_, err = h.ChangeAccount(ctx, a.ID, func(a *store.Account) { a.Role = store.Admin })
	h.must(err)
	h.must(h.SetPassword(ctx, a.ID, "other", uuid.Nil))
	l := store.StaffLogin{ID: newID(), Account: a.ID}
	h.must(h.CreateStaffLogin(ctx, l))
	_, _, err = h.StaffLogin(ctx, l.ID)
	h.must(err)
	_, err = h.StaffLogins(ctx, a.ID)
	h.must(err)
	h.must(h.TouchStaffLogin(ctx, l.ID, time.Now()))
	h.must(h.EndStaffLogins(ctx, a.ID, l.ID))
	h.must(h.EndStaffLogin(ctx, a.ID, l.ID))
	d := store.SetDraft{ID: newID(), Owner: a.ID, Version: 1}
	h.must(h.CreateSetDraft(ctx, d))
	h.must(h.SaveSetDraft(ctx, d))
	_, err = h.SetDraft(ctx, d.ID)
	h.must(err)
	_, err = h.SetDrafts(ctx, a.ID)
	h.must(err)
	h.must(h.DeleteSetDraft(ctx, d.ID))
	h.must(h.Publish(ctx, store.Publication{ID: newID(), Set: "kratom", Revision: hash, Owner: a.ID}))
	_, err = h.Publications(ctx, "kratom")
	h.must(err)
	h.must(h.Append(ctx, store.Entry{ID: newID()}))
	_, err = h.Entries(ctx, uuid.Nil, 1)
	h.must(err)
}

// tests makes every call of a test.
func (h *house) tests() {
	ctx := h.t.Context()
	s := quiz.Session{ID: newID(), Learner: h.learner, Set: "kratom", Revision: hash, Mode: quiz.Test, Items: []int{0}, Started: time.Now()}
	_, err := h.CreateSession(ctx, s, "")
	h.must(err)
	h.must(h.SaveAnswer(ctx, quiz.Saved{Session: s.ID, N: 1, Response: "0", At: s.Started}))
	if err := h.SaveAnswer(ctx, quiz.Saved{Session: h.learner, N: 1, At: s.Started}); !errors.Is(err, store.ErrNotFound) {
		h.t.Fatal(err)
	}
	_, err = h.SavedAnswers(ctx, s.ID)
	h.must(err)
	report := store.Report{ID: newID(), Session: s.ID, N: 1, Set: "kratom", Revision: hash, At: s.Started}
	h.must(h.PutReport(ctx, report))
	_, err = h.Report(ctx, s.ID, 1)
	h.must(err)
	for _, of := range [][2]string{{"", ""}, {"kratom", ""}, {"kratom", "moon"}} {
		for _, state := range [][2]bool{{true, false}, {false, true}, {true, true}} {
			_, err = h.Reports(ctx, store.ReportQuery{Set: of[0], Question: of[1], Open: state[0], Closed: state[1], Limit: 1})
			h.must(err)
		}
	}
	_, err = h.ReportByID(ctx, report.ID)
	h.must(err)
	_, err = h.OpenReports(ctx)
	h.must(err)
	h.must(h.CloseReport(ctx, report.ID, s.Started, "", ""))
	h.must(h.ReopenReport(ctx, report.ID))
	regrade := store.Regrade{ID: newID(), Set: "kratom", Question: "moon", Rule: quiz.Withdraw, At: s.Started}
	_, err = h.BeginRegrade(ctx, regrade)
	h.must(err)
	_, err = h.ApplyRegrade(ctx, regrade.ID, []store.Regraded{{Session: s.ID, N: 1, Before: quiz.Grade{Worth: 1}}})
	h.must(err)
	h.must(h.EndRegrade(ctx, regrade.ID, s.Started))
	_, err = h.Regrade(ctx, regrade.ID)
	h.must(err)
	_, err = h.Regrades(ctx, "kratom", uuid.Nil, 1)
	h.must(err)
	_, err = h.Regraded(ctx, s.ID)
	h.must(err)
	h.must(h.BeginUndo(ctx, regrade.ID, s.Started, ""))
	_, err = h.Undo(ctx, regrade.ID, 1)
	h.must(err)
	_, err = h.Recalled(ctx, h.learner, 1)
	h.must(err)
	h.must(h.TakeBack(ctx, s.ID, 1))
	_, err = h.Overdue(ctx, s.Started, 1)
	h.must(err)
	for range 2 {
		_, _, err = h.Finish(ctx, s.ID, s.Started, func([]quiz.Saved) ([]quiz.Answer, error) {
			return []quiz.Answer{{Session: s.ID, N: 1, Response: "0"}}, nil
		})
		h.must(err)
	}
}
