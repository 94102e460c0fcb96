package play

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// terms are good ones: open for two hours from now, two attempts.
func (h *house) terms() quiz.Terms {
	now := h.clock.now()
	return quiz.Terms{
		Title: "Week 1", Mode: quiz.Practice, Opens: now, Closes: now.Add(2 * time.Hour), Zone: "Europe/Paris",
		Attempts: 2, Identity: quiz.Anonymous, KeepDays: 10, Reveal: quiz.RevealAll(),
	}
}

// tutor is who assigns.
var tutor = Who{Account: Account{ID: uuid.Must(uuid.NewV7()), Name: "Tutor", Role: Instructor}}

func (h *house) assign(t quiz.Terms, roster ...store.Person) quiz.Assignment {
	h.t.Helper()
	a, err := h.Staff().Assign(h.t.Context(), tutor, "tides", t, roster)
	h.must(err)
	return a
}

// attend finds an assignment as the learner of the house does.
func (h *house) attend(a quiz.Assignment) *Attendance {
	h.t.Helper()
	found, err := h.Attend(h.t.Context(), h.learner, quiz.ShowCode(a.Code))
	h.must(err)
	return found
}

func at(t *testing.T, what string, err error, message, control string) {
	t.Helper()
	var p *quiz.Problem
	if !errors.As(err, &p) || p.Message != message || p.Control != control {
		t.Errorf("%s: the error is %v, want %s at %s", what, err, message, control)
	}
}

func TestAssignRefusesTerms(t *testing.T) {
	h := newHouse(t)
	for message, c := range map[string]struct {
		control string
		edit    func(*quiz.Terms)
	}{
		"title":           {"title", func(t *quiz.Terms) { t.Title = " \t" }},
		"title-long":      {"title", func(t *quiz.Terms) { t.Title = string(make([]rune, maxTitle+1)) }},
		"mode":            {"mode", func(t *quiz.Terms) { t.Mode = quiz.Retry }},
		"certainty":       {"certainty", func(t *quiz.Terms) { t.Certainty = "always" }},
		"questions":       {"questions", func(t *quiz.Terms) { t.Questions = -1 }},
		"zone":            {"zone", func(t *quiz.Terms) { t.Zone = "Mars/Olympus" }},
		"window":          {"closes", func(t *quiz.Terms) { t.Closes = t.Opens }},
		"time-limit":      {"time-limit", func(t *quiz.Terms) { t.TimeLimit = -1 }},
		"time-limit-mode": {"time-limit", func(t *quiz.Terms) { t.TimeLimit = 5 }},
		"attempts":        {"attempts", func(t *quiz.Terms) { t.Attempts = maxAttempts + 1 }},
		"keep":            {"keep", func(t *quiz.Terms) { t.KeepDays = -1 }},
		"identity":        {"identity", func(t *quiz.Terms) { t.Identity = "passport" }},
		"roster":          {"roster", func(t *quiz.Terms) { t.Identity = quiz.Roster }},
		"topic":           {"topic-0", func(t *quiz.Terms) { t.Topics = []string{"whales"} }},
		"draw":            {"draw-kinds", func(t *quiz.Terms) { t.Draw = quiz.Draws{"kinds": 3} }},
		"no-questions":    {"topic-0", func(t *quiz.Terms) { t.Topics = []string{"empty"} }},
	} {
		terms := h.terms()
		c.edit(&terms)
		_, err := h.Staff().Assign(t.Context(), tutor, "tides", terms, nil)
		at(t, "the assignment", err, "problem.assign-"+message, c.control)
		kept := h.assign(h.terms())
		at(t, "the change", h.Staff().ChangeTerms(t.Context(), tutor, kept.ID, terms, nil), "problem.assign-"+message, c.control)
	}
	_, err := h.Staff().Assign(t.Context(), tutor, "whales", h.terms(), nil)
	wants(t, "an unknown set", err, ErrNotFound)
}

// TestAttend walks through an assignment: joined, attempted, gone on with,
// attempted again, used up.
func TestAttend(t *testing.T) {
	h := newHouse(t)
	a := h.assign(h.terms())
	here := h.attend(a)
	if here.Me != nil || here.Left != 2 {
		t.Errorf("before joining: %+v", here)
	}
	_, err := h.Attempt(t.Context(), here)
	wants(t, "an attempt before joining", err, ErrNotFound)
	h.must(h.Join(t.Context(), h.learner, here, "", store.Person{}))
	here = h.attend(a)
	first, err := h.Attempt(t.Context(), here)
	h.must(err)
	equal(t, "the assignment of the session", first.Assignment, a.ID)
	h.clock.move(time.Minute)
	h.answer(first, 1, quiz.Form{"answer": {"dont-know"}})
	again, err := h.Attempt(t.Context(), h.attend(a))
	h.must(err)
	equal(t, "an unfinished attempt that is gone on with", again.ID, first.ID)
	for n := 2; n <= 4; n++ {
		h.answer(first, n, quiz.Form{"dont-know": {""}, "answer": {"dont-know"}})
	}
	second, err := h.Attempt(t.Context(), h.attend(a))
	h.must(err)
	if second.ID == first.ID {
		t.Error("a finished attempt is begun again")
	}
	refused(t, "an attempt that its learner would undo", h.Delete(t.Context(), h.learner, second.ID), "refused.class-keeps")
	equal(t, "the attempts that the class has", len(h.attend(a).Attempts), 2)
	for n := 1; n <= 4; n++ {
		h.answer(second, n, quiz.Form{"dont-know": {""}, "answer": {"dont-know"}})
	}
	here = h.attend(a)
	equal(t, "the attempts that are left", here.Left, 0)
	_, err = h.Attempt(t.Context(), here)
	refused(t, "an attempt too many", err, "refused.no-attempt")

	joined, err := h.Joined(t.Context(), h.learner, 10)
	h.must(err)
	equal(t, "the number of joined assignments", len(joined), 1)
	equal(t, "the joined assignment", joined[0].ID, a.ID)
}

func TestAttendInTheWindow(t *testing.T) {
	h := newHouse(t)
	terms := h.terms()
	terms.Opens = terms.Opens.Add(time.Hour)
	a := h.assign(terms)
	here := h.attend(a)
	h.must(h.Join(t.Context(), h.learner, here, "", store.Person{})) // early is welcome
	_, err := h.Attempt(t.Context(), here)
	refused(t, "an attempt too early", err, "refused.not-yet")
	h.clock.move(time.Hour)
	s, err := h.Attempt(t.Context(), h.attend(a))
	h.must(err)
	h.clock.move(time.Hour)
	_, err = h.Attempt(t.Context(), h.attend(a))
	refused(t, "an attempt too late", err, "refused.closed")
	_, err = h.Answer(t.Context(), h.learner, s.ID, 1, quiz.Form{"answer": {"dont-know"}})
	refused(t, "an answer too late", err, "refused.closed")
	late := h.attend(a)
	late.Me = nil
	refused(t, "joining too late", h.Join(t.Context(), uuid.Must(uuid.NewV7()), late, "", store.Person{}), "refused.closed")

	// The window is what its terms say now.
	terms.Closes = terms.Closes.Add(time.Hour)
	h.must(h.Staff().ChangeTerms(t.Context(), tutor, a.ID, terms, nil))
	h.answer(s, 1, quiz.Form{"answer": {"dont-know"}})
}

func TestJoinAsksWhoOneIs(t *testing.T) {
	h := newHouse(t)
	ada := store.Person{Number: "17", Name: "Ada"}
	join := func(a quiz.Assignment, nickname string, who store.Person) (*store.Participant, error) {
		learner, _, err := h.NewLearner(t.Context())
		h.must(err)
		here, err := h.Attend(t.Context(), learner, a.Code)
		h.must(err)
		err = h.Join(t.Context(), learner, here, nickname, who)
		return here.Me, err
	}
	as := func(i quiz.Identity, roster ...store.Person) quiz.Assignment {
		terms := h.terms()
		terms.Identity = i
		return h.assign(terms, roster...)
	}

	me, err := join(as(quiz.Anonymous), "whoever", ada)
	h.must(err)
	if me.Nickname != "" || me.Person != (store.Person{}) {
		t.Errorf("who was not to be asked is kept as %+v", me)
	}
	a := as(quiz.Nickname)
	_, err = join(a, "  ", ada)
	at(t, "no nickname", err, "problem.join-nickname", "nickname")
	_, err = join(a, "\u200b\u3164\u200d", ada)
	at(t, "a nickname that nobody sees", err, "problem.join-nickname", "nickname")
	for typed, kept := range map[string]string{
		" Count \n ess ":         "Count ess",
		"\u202eadA\u2066":        "adA", // else it would turn round what stands after it in the instructor's list
		"می\u200cنا":             "می\u200cنا",
		"👩\u200d🔬":               "👩\u200d🔬",
		"Zoe\u0308 \u00ad\ufeff": "Zoe\u0308",
	} {
		me, err = join(a, typed, ada)
		h.must(err)
		equal(t, "the nickname", me.Nickname, kept)
	}
	a = as(quiz.Named)
	_, err = join(a, "", store.Person{Number: "17"})
	at(t, "no name", err, "problem.join-name", "name")
	_, err = join(a, "", store.Person{Name: "Ada"})
	at(t, "no number", err, "problem.join-number", "number")
	_, err = join(a, "", store.Person{Name: string(make([]rune, maxName+1)), Number: "1"})
	at(t, "a long name", err, "problem.join-long", "name")
	me, err = join(a, "", ada)
	h.must(err)
	equal(t, "the person", me.Person, ada)
	_, err = join(a, "", ada)
	at(t, "a number twice", err, "problem.join-taken", "number")
	a = as(quiz.Roster, ada)
	_, err = join(a, "", store.Person{Number: "18"})
	at(t, "a number that is not listed", err, "problem.join-unlisted", "number")
	me, err = join(a, "", store.Person{Number: " \u200e17 "}) // as it is copied from some pages
	h.must(err)
	equal(t, "the person of the roster", me.Person, ada)

	h.clock.move(11 * 24 * time.Hour)
	n, err := h.ForgetPeople(t.Context())
	h.must(err)
	equal(t, "how many are forgotten", n, 8) // five nicknames, two numbers, and the roster's row
}

func TestAttendUnknownCodes(t *testing.T) {
	h := newHouse(t)
	for _, code := range []string{"", "BCDF-GHJK", "not a code"} {
		_, err := h.Attend(t.Context(), h.learner, code)
		wants(t, code, err, ErrNotFound)
	}
}

// TestTrust12OthersAssignments holds what one instructor makes from another.
func TestTrust12OthersAssignments(t *testing.T) {
	h := newHouse(t)
	a, ctx, staff := h.assign(h.terms()), t.Context(), h.Staff()
	as := func(role Role) Who {
		return Who{Account: Account{ID: uuid.Must(uuid.NewV7()), Name: string(role), Role: role}}
	}
	someone := uuid.Must(uuid.NewV7())
	for name, call := range map[string]struct {
		sees bool // no more than looking
		do   func(Who) error
	}{
		"look":         {true, func(w Who) error { _, _, err := staff.Assignment(ctx, w, a.ID); return err }},
		"participants": {true, func(w Who) error { _, err := staff.Participants(ctx, w, a.ID, uuid.Nil, 9); return err }},
		"roster":       {true, func(w Who) error { _, err := staff.Roster(ctx, w, a.ID); return err }},
		"change":       {false, func(w Who) error { return staff.ChangeTerms(ctx, w, a.ID, h.terms(), nil) }},
		"close":        {false, func(w Who) error { return staff.CloseAssignment(ctx, w, a.ID) }},
	} {
		wants(t, name+" by another instructor", call.do(as(Instructor)), ErrNotFound)
		wants(t, name+" by the owner", call.do(tutor), nil)
		wants(t, name+" by an admin", call.do(as(Admin)), nil)
		var want error
		if !call.sees {
			want = ErrNotFound
		}
		wants(t, name+" by an assistant", call.do(as(Assistant)), want)
	}
	wants(t, "extra minutes by another instructor", staff.Extend(ctx, as(Instructor), a.ID, someone, "5"), ErrNotFound)
	h.must(h.store.Append(ctx, Entry{ID: uuid.Must(uuid.NewV7()), Action: "here"}))
	for _, gone := range []uuid.UUID{someone, uuid.Nil} {
		wants(t, "taking out who is not there", staff.RemoveParticipant(ctx, tutor, a.ID, gone), ErrNotFound)
	}
	log, err := staff.Log(ctx, uuid.Nil, 1)
	h.must(err)
	equal(t, "what was logged last", log[0].Action, "here")
	wants(t, "deletion by another instructor", staff.DeleteAssignment(ctx, as(Instructor), a.ID), ErrNotFound)
	for role, n := range map[Role]int{Admin: 1, Assistant: 1, Instructor: 0} {
		list, err := staff.Assignments(ctx, as(role), uuid.Nil, 9)
		h.must(err)
		equal(t, "how many are listed to "+string(role), len(list), n)
	}
	h.must(staff.DeleteAssignment(ctx, tutor, a.ID))
	_, _, err = staff.Assignment(ctx, tutor, a.ID)
	wants(t, "a deleted assignment", err, ErrNotFound)
}

func TestCloseAssignment(t *testing.T) {
	h := newHouse(t)
	terms := h.terms()
	terms.Opens, terms.Closes = terms.Opens.Add(time.Hour), terms.Closes.Add(time.Hour)
	a := h.assign(terms)
	h.must(h.Staff().CloseAssignment(t.Context(), tutor, a.ID))
	equal(t, "the window", h.attend(a).Window, quiz.Closed)
	h.clock.move(time.Hour)
	h.must(h.Staff().CloseAssignment(t.Context(), tutor, a.ID))
	equal(t, "the moment of closing, closed twice", h.attend(a).Closes, h.clock.now().Add(-time.Hour))
}

// TestFinishWhatHasClosed: a test that nobody has come back to is finished with
// what was saved, as of the moment at which its assignment closed.
func TestFinishWhatHasClosed(t *testing.T) {
	h := newHouse(t)
	terms := h.terms()
	terms.Mode = quiz.Test
	a := h.assign(terms)
	h.must(h.Join(t.Context(), h.learner, h.attend(a), "", store.Person{}))
	s, err := h.Attempt(t.Context(), h.attend(a))
	h.must(err)
	_, err = h.Save(t.Context(), h.learner, s.ID, 1, quiz.Form{"answer": {"dont-know"}})
	h.must(err)
	for _, want := range []int{0, 1, 0} {
		n, err := h.FinishOverdue(t.Context())
		h.must(err)
		equal(t, "how many tests are finished", n, want)
		h.clock.move(2 * time.Hour)
	}
	w := h.walk(s)
	equal(t, "when it was finished", w.Session.Finished, a.Closes)
	equal(t, "its answers", len(w.Answers), 4)
	_, err = h.Save(t.Context(), h.learner, s.ID, 2, quiz.Form{"answer": {"dont-know"}})
	if _, ok := errors.AsType[*Over](err); !ok {
		t.Errorf("saving once it has closed: %v", err)
	}
}
