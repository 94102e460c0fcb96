package play

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Attendance is an assignment as one learner finds it.
type Attendance struct {
	quiz.Assignment
	Revision *Revision
	Now      time.Time // when the learner asked
	Window   quiz.Window
	Me       *store.Participant // nil before joining
	Attempts []Summary          // newest first
	Left     int                // attempts that may still be begun; below 0: any number
}

// Unfinished gives the newest attempt where it can be gone on with, else nil.
func (a *Attendance) Unfinished() *Summary {
	if len(a.Attempts) == 0 || a.Attempts[0].Done() {
		return nil
	}
	return &a.Attempts[0]
}

// Attend gives the assignment of a code, as people type it, as a learner (the
// zero id: a stranger) finds it. ErrNotFound.
func (p *Play) Attend(ctx context.Context, learner uuid.UUID, typed string) (*Attendance, error) {
	code, ok := quiz.ReadCode(typed)
	if !ok {
		return nil, ErrNotFound
	}
	found, err := p.store.AssignmentByCode(ctx, code)
	if err != nil {
		return nil, err
	}
	return p.attendance(ctx, learner, found)
}

func (p *Play) attendance(ctx context.Context, learner uuid.UUID, found quiz.Assignment) (*Attendance, error) {
	now := p.now()
	a := &Attendance{Assignment: found, Now: now, Window: found.Window(now), Left: -1}
	if found.Terms.Attempts > 0 {
		a.Left = found.Terms.Attempts
	}
	var err error
	if a.Revision, err = p.revision(ctx, found.Revision); err != nil || learner == uuid.Nil {
		return a, err
	}
	me, err := p.store.Participant(ctx, found.ID, learner)
	if errors.Is(err, ErrNotFound) {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	a.Me = &me
	if a.Left > 0 {
		a.Left = max(0, a.Left-me.Attempts)
	}
	a.Attempts, err = p.store.Attempts(ctx, found.ID, learner)
	return a, err
}

// Joined lists the assignments that a learner has joined, newest first, as the
// learner finds them: at most limit. A stranger (the zero id) has joined none.
func (p *Play) Joined(ctx context.Context, learner uuid.UUID, limit int) ([]*Attendance, error) {
	if learner == uuid.Nil {
		return nil, nil
	}
	list, err := p.store.Joined(ctx, learner, limit)
	if err != nil {
		return nil, err
	}
	out := make([]*Attendance, len(list))
	for i, found := range list {
		if out[i], err = p.attendance(ctx, learner, found); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Bounds of what a learner writes when joining, in characters.
const (
	maxName   = 100
	maxNumber = 40
)

// Join makes a learner a participant of an assignment, named as it asks; one
// who has joined stays as before. The error is a *quiz.Problem where something
// is missing or the number cannot be taken, a *Refused once it has closed.
func (p *Play) Join(ctx context.Context, learner uuid.UUID, a *Attendance, nickname string, who store.Person) error {
	if a.Me != nil {
		return nil
	}
	if a.Window == quiz.Closed {
		return &Refused{"refused.closed"}
	}
	id, err := p.newID()
	if err != nil {
		return err
	}
	me := store.Participant{ID: id, Assignment: a.ID, Learner: learner, Joined: p.now()}
	clean := func(value, control, missing string, limit int) string {
		value = called(value)
		switch {
		case err != nil:
		case value == "":
			err = &quiz.Problem{Message: missing, Control: control}
		case utf8.RuneCountInString(value) > limit:
			err = &quiz.Problem{Message: "problem.join-long", Control: control}
		}
		return value
	}
	switch a.Identity {
	case quiz.Nickname:
		me.Nickname = clean(nickname, "nickname", "problem.join-nickname", maxName)
	case quiz.Named:
		me.Name = clean(who.Name, "name", "problem.join-name", maxName)
		me.Number = clean(who.Number, "number", "problem.join-number", maxNumber)
	case quiz.Roster:
		me.Number = clean(who.Number, "number", "problem.join-number", maxNumber)
	}
	if err != nil {
		return err
	}
	joined, err := p.store.Join(ctx, me)
	switch {
	case errors.Is(err, store.ErrTaken):
		return &quiz.Problem{Message: "problem.join-taken", Control: "number"}
	case errors.Is(err, ErrNotFound) && a.Identity == quiz.Roster:
		return &quiz.Problem{Message: "problem.join-unlisted", Control: "number"}
	case err != nil:
		return err
	}
	a.Me = &joined
	return nil
}

// Attempt begins a session of an assignment, or gives the unfinished one. The
// error is a *Refused where it is not open or no attempt is left.
func (p *Play) Attempt(ctx context.Context, a *Attendance) (quiz.Session, error) {
	switch {
	case a.Me == nil:
		return quiz.Session{}, ErrNotFound
	case a.Window == quiz.NotYet:
		return quiz.Session{}, &Refused{"refused.not-yet"}
	case a.Window == quiz.Closed:
		return quiz.Session{}, &Refused{"refused.closed"}
	}
	if s := a.Unfinished(); s != nil {
		return s.Session, nil
	}
	seed, err := p.drawSeed()
	if err != nil {
		return quiz.Session{}, err
	}
	s, err := p.begin(ctx, quiz.Session{
		Learner:    a.Me.Learner,
		Set:        a.Set,
		Revision:   a.Assignment.Revision,
		Mode:       a.Mode,
		Certainty:  a.Certainty,
		Seed:       seed,
		Items:      a.Selection().From(a.Revision.Set, seed),
		Assignment: a.ID,
		TimeLimit:  60 * a.TimeLimit,
		Extension:  60 * a.Me.Extension,
	}, "assigned")
	if errors.Is(err, store.ErrNoAttempt) {
		return quiz.Session{}, &Refused{"refused.no-attempt"}
	}
	return s, err
}
