package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

var assignmentTests = map[string]func(*testing.T, *fixture){
	"come back as they were": func(t *testing.T, f *fixture) {
		a := f.assignment(uuid.Nil)
		f.reopen()
		got, err := f.Assignment(ctx, a.ID)
		must(t, err)
		equal(t, "the assignment", got, a)
		got, err = f.AssignmentByCode(ctx, a.Code)
		must(t, err)
		equal(t, "the assignment of the code", got, a)

		a.Terms = quiz.Terms{Title: "Again", Mode: quiz.Practice, Zone: "UTC", Identity: quiz.Anonymous}
		must(t, f.ChangeTerms(ctx, a.ID, a.Terms))
		got, err = f.Assignment(ctx, a.ID)
		must(t, err)
		equal(t, "the changed assignment", got, a)

		wants(t, "terms of none", f.ChangeTerms(ctx, newID(), a.Terms), store.ErrNotFound)
		_, err = f.Assignment(ctx, newID())
		wants(t, "no assignment", err, store.ErrNotFound)
		_, err = f.AssignmentByCode(ctx, "")
		wants(t, "no code", err, store.ErrNotFound)
		must(t, f.CreateAssignment(ctx, a, nil)) // sent again
		twin := a
		twin.ID = newID()
		wants(t, "a code that is in use", f.CreateAssignment(ctx, twin, nil), store.ErrTaken)
		twin.Code, twin.Revision = "OTHER", hashOf("nothing")
		wants(t, "a revision that is not kept", f.CreateAssignment(ctx, twin, nil), store.ErrNotFound)
	},
	"are listed by owner, newest first": func(t *testing.T, f *fixture) {
		mine, other := newID(), newID()
		a, b, c := f.assignment(mine), f.assignment(other), f.assignment(mine)
		p := f.join(c, f.learner(), "")
		f.join(c, f.learner(), "")
		f.attempt(c, p.Learner)
		list := func(owner, before uuid.UUID, limit int) (out []store.AssignmentSummary) {
			out, err := f.Assignments(ctx, owner, before, limit)
			must(t, err)
			return out
		}
		of := func(a quiz.Assignment, joined, started int) store.AssignmentSummary {
			return store.AssignmentSummary{Assignment: a, Joined: joined, Started: started}
		}
		equal(t, "mine", list(mine, uuid.Nil, 10), []store.AssignmentSummary{of(c, 2, 1), of(a, 0, 0)})
		equal(t, "everybody's", list(uuid.Nil, uuid.Nil, 2), []store.AssignmentSummary{of(c, 2, 1), of(b, 0, 0)})
		equal(t, "the next", list(uuid.Nil, b.ID, 2), []store.AssignmentSummary{of(a, 0, 0)})
		equal(t, "nobody's", len(list(newID(), uuid.Nil, 2)), 0)
	},
	"are joined once": func(t *testing.T, f *fixture) {
		a := f.assignment(uuid.Nil)
		learner := f.learner()
		got := make([]store.Participant, 16)
		together(len(got), func(i int) {
			p := newParticipant(a, learner, fmt.Sprint("nickname ", i))
			kept, err := f.Join(ctx, p)
			if err != nil {
				t.Error(err)
			}
			got[i] = kept
		})
		f.reopen()
		all, err := f.Participants(ctx, a.ID, uuid.Nil, 10)
		must(t, err)
		equal(t, "the number of participants", len(all), 1)
		for _, p := range got {
			equal(t, "what each was told", p, all[0])
		}
		one, err := f.Participant(ctx, a.ID, learner)
		must(t, err)
		equal(t, "the participant", one, all[0])
		_, err = f.Participant(ctx, a.ID, f.learner())
		wants(t, "who has not joined", err, store.ErrNotFound)
		_, err = f.Join(ctx, newParticipant(quiz.Assignment{ID: newID()}, learner, ""))
		wants(t, "no assignment", err, store.ErrNotFound)
	},
	"come with their roster, or not at all": func(t *testing.T, f *fixture) {
		a := f.assignment(uuid.Nil)
		people := []store.Person{{Number: "1", Name: "Ada"}}
		twin := a
		twin.ID = newID()
		wants(t, "a code that is in use", f.CreateAssignment(ctx, twin, people), store.ErrTaken)
		got, err := f.Roster(ctx, twin.ID)
		must(t, err)
		equal(t, "the length of its roster", len(got), 0)
		twin.Code = "ANOTHER"
		must(t, f.CreateAssignment(ctx, twin, people))
		must(t, f.CreateAssignment(ctx, twin, people)) // sent again
		f.reopen()
		got, err = f.Roster(ctx, twin.ID)
		must(t, err)
		equal(t, "its roster", got, people)
	},
	"take numbers of the roster alone, and each once": func(t *testing.T, f *fixture) {
		a := f.assignment(uuid.Nil)
		must(t, f.ChangeAssignment(ctx, a.ID, a.Terms, []store.Person{{Number: "9", Name: "Gone"}}))
		people := []store.Person{{Number: "1", Name: "Ada"}, {Number: "2", Name: "Émilie"}}
		a.Title = "With a roster"
		must(t, f.ChangeAssignment(ctx, a.ID, a.Terms, people))
		f.reopen()
		got, err := f.Roster(ctx, a.ID)
		must(t, err)
		equal(t, "the roster", got, people)
		stored, err := f.Assignment(ctx, a.ID)
		must(t, err)
		equal(t, "the terms beside it", stored.Terms, a.Terms)
		wants(t, "the roster of none", f.ChangeAssignment(ctx, newID(), a.Terms, people), store.ErrNotFound)

		by := func(number string) (store.Participant, error) {
			p := newParticipant(a, f.learner(), "")
			p.Person = store.Person{Number: number, Name: "whatever"}
			return f.Join(ctx, p)
		}
		p, err := by("1")
		must(t, err)
		equal(t, "the person", p.Person, people[0])
		_, err = by("1")
		wants(t, "a number that is taken", err, store.ErrTaken)
		_, err = by("3")
		wants(t, "a number that is not there", err, store.ErrNotFound)
		must(t, f.RemoveParticipant(ctx, a.ID, p.ID))
		_, err = by("1")
		must(t, err)

		open := f.assignment(uuid.Nil)
		q := newParticipant(open, f.learner(), "")
		q.Person = store.Person{Number: "7", Name: "Grace"}
		kept, err := f.Join(ctx, q)
		must(t, err)
		equal(t, "a participant where there is no roster", kept, q)
	},
	"are listed to who has joined": func(t *testing.T, f *fixture) {
		a, b := f.assignment(uuid.Nil), f.assignment(uuid.Nil)
		learner := f.learner()
		f.join(b, learner, "")
		f.join(a, learner, "")
		f.join(b, f.learner(), "")
		for limit, want := range [][]quiz.Assignment{nil, {a}, {a, b}, {a, b}} {
			got, err := f.Joined(ctx, learner, limit)
			must(t, err)
			equal(t, "what a learner has joined", got, want)
		}
	},
	"list participants by pages": func(t *testing.T, f *fixture) {
		a, other := f.assignment(uuid.Nil), f.assignment(uuid.Nil)
		var want []store.Participant
		for range 5 {
			want = append(want, f.join(a, f.learner(), "x"))
			f.join(other, f.learner(), "")
		}
		first, err := f.Participants(ctx, a.ID, uuid.Nil, 3)
		must(t, err)
		rest, err := f.Participants(ctx, a.ID, first[2].ID, 3)
		must(t, err)
		equal(t, "the participants", append(first, rest...), want)
	},
	"count attempts, deleted ones too": func(t *testing.T, f *fixture) {
		a := f.assignment(uuid.Nil) // allows two
		p := f.join(a, f.learner(), "")
		one := f.attempt(a, p.Learner)
		must(t, f.DeleteSession(ctx, one.ID))
		two := f.attempt(a, p.Learner)
		equal(t, "the assignment of a session", two.Assignment, a.ID)
		_, err := f.CreateSession(ctx, f.attemptOf(a, p.Learner), "")
		wants(t, "a third attempt", err, store.ErrNoAttempt)
		list, err := f.Attempts(ctx, a.ID, p.Learner)
		must(t, err)
		equal(t, "the number of attempts that are left to see", len(list), 1)
		equal(t, "the attempt", list[0].Session, two)
		one2, err := f.Participant(ctx, a.ID, p.Learner)
		must(t, err)
		equal(t, "the attempts", one2.Attempts, 2)
		_, err = f.CreateSession(ctx, f.attemptOf(a, f.learner()), "")
		wants(t, "an attempt of who has not joined", err, store.ErrNotFound)
	},
	"do not hide what learners do alone": func(t *testing.T, f *fixture) {
		a := f.assignment(uuid.Nil)
		p := f.join(a, f.learner(), "")
		alone := f.session(p.Learner, "kratom") // not counted, not limited
		f.attempt(a, p.Learner)
		latest, err := f.Latest(ctx, p.Learner)
		must(t, err)
		equal(t, "the newest session of their own", latest, []store.Summary{{Session: alone, Last: alone.Started}})
	},
	"take two clicks for one attempt": func(t *testing.T, f *fixture) {
		a := f.assignment(uuid.Nil)
		p := f.join(a, f.learner(), "")
		s := f.attemptOf(a, p.Learner)
		got := make([]quiz.Session, 8)
		together(len(got), func(i int) {
			s := s
			s.ID = newID()
			kept, err := f.CreateSession(ctx, s, "")
			if err != nil {
				t.Error(err)
			}
			got[i] = kept
		})
		for _, s := range got {
			equal(t, "the session", s, got[0])
		}
	},
	"extend the time of one": func(t *testing.T, f *fixture) {
		a := f.assignment(uuid.Nil)
		p := f.join(a, f.learner(), "")
		must(t, f.Extend(ctx, a.ID, p.ID, 15))
		got, err := f.Participant(ctx, a.ID, p.Learner)
		must(t, err)
		equal(t, "the extension", got.Extension, 15)
		wants(t, "an extension in another assignment", f.Extend(ctx, newID(), p.ID, 15), store.ErrNotFound)
	},
	"forget persons and keep answers": func(t *testing.T, f *fixture) {
		a, later := f.assignment(uuid.Nil), f.assignment(uuid.Nil)
		later.KeepDays = 0 // until they are deleted
		must(t, f.ChangeTerms(ctx, later.ID, later.Terms))
		must(t, f.ChangeAssignment(ctx, a.ID, a.Terms, []store.Person{{Number: "1", Name: "Ada"}}))
		p := newParticipant(a, f.learner(), "Countess")
		p.Person = store.Person{Number: "1", Name: "Ada"}
		p, err := f.Join(ctx, p)
		must(t, err)
		q := f.join(later, f.learner(), "Grace")
		s := f.attempt(a, p.Learner)
		f.answer(newAnswer(s.ID, 1))

		due := store.ForgetAt(a.Terms)
		n, err := f.ForgetPeople(ctx, due.Add(-time.Microsecond))
		must(t, err)
		equal(t, "how many are forgotten too early", n, 0)
		n, err = f.ForgetPeople(ctx, due)
		must(t, err)
		equal(t, "how many are forgotten", n, 2)
		f.reopen()
		p.Nickname, p.Person, p.Attempts = "", store.Person{}, 1
		got, err := f.Participant(ctx, a.ID, p.Learner)
		must(t, err)
		equal(t, "the participant", got, p)
		got, err = f.Participant(ctx, later.ID, q.Learner)
		must(t, err)
		equal(t, "a participant who is not to be forgotten", got, q)
		_, answers := f.walk(s.ID)
		equal(t, "the number of answers", len(answers), 1)
	},
	"go with all that is theirs": func(t *testing.T, f *fixture) {
		a, other := f.assignment(uuid.Nil), f.assignment(uuid.Nil)
		p := f.join(a, f.learner(), "x")
		f.join(other, p.Learner, "x")
		s, kept := f.attempt(a, p.Learner), f.attempt(other, p.Learner)
		f.answer(newAnswer(s.ID, 1))
		retry := f.retry(s)
		must(t, f.DeleteAssignment(ctx, a.ID))
		must(t, f.DeleteAssignment(ctx, a.ID))
		for _, id := range []uuid.UUID{s.ID, retry.ID} {
			_, _, err := f.Walk(ctx, id)
			wants(t, "a session of it", err, store.ErrNotFound)
		}
		_, err := f.Participant(ctx, a.ID, p.Learner)
		wants(t, "a participant", err, store.ErrNotFound)
		f.walk(kept.ID)
	},
}

// assignment makes an assignment of two attempts with all terms set.
func (f *fixture) assignment(owner uuid.UUID) quiz.Assignment {
	f.t.Helper()
	if owner == uuid.Nil {
		owner = newID()
	}
	id := newID()
	a := quiz.Assignment{
		ID: id, Code: id.String(), Owner: owner, Set: "kratom", Revision: f.revision("kratom"), Created: day,
		Terms: quiz.Terms{
			Title: "Week 1 – Émilie's group", Mode: quiz.Practice, Topics: []string{"risks"}, Questions: 3, Certainty: quiz.CertaintyOptional,
			Opens: day, Closes: day.Add(48 * time.Hour), Zone: "Europe/Paris", TimeLimit: 20, Attempts: 2,
			Identity: quiz.Named, KeepDays: 30, Reveal: quiz.RevealAll(),
		},
	}
	must(f.t, f.CreateAssignment(ctx, a, nil))
	return a
}

func newParticipant(a quiz.Assignment, learner uuid.UUID, nickname string) store.Participant {
	return store.Participant{ID: newID(), Assignment: a.ID, Learner: learner, Joined: day, Nickname: nickname}
}

// join makes a learner a participant.
func (f *fixture) join(a quiz.Assignment, learner uuid.UUID, nickname string) store.Participant {
	f.t.Helper()
	p := newParticipant(a, learner, nickname)
	kept, err := f.Join(ctx, p)
	must(f.t, err)
	equal(f.t, "the participant", kept, p)
	return kept
}

// attemptOf is a session of an assignment that has not been kept.
func (f *fixture) attemptOf(a quiz.Assignment, learner uuid.UUID) quiz.Session {
	s := newSession(learner, a.Set, a.Revision)
	s.Assignment = a.ID
	return s
}

// attempt begins a session of an assignment.
func (f *fixture) attempt(a quiz.Assignment, learner uuid.UUID) quiz.Session {
	f.t.Helper()
	s := f.attemptOf(a, learner)
	kept, err := f.CreateSession(ctx, s, "")
	must(f.t, err)
	equal(f.t, "the session", kept, s)
	return kept
}
