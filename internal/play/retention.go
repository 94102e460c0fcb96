package play

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
)

// sweepChunk is how many rows are removed at a time, so that learners never
// wait long for a sweep.
const sweepChunk = 200

// learnersAtOnce is how many learners are looked at together.
const learnersAtOnce = 1000

// Swept counts what a sweep has removed.
type Swept struct{ Sessions, Logins, Learners int }

// Sweep removes what is no longer to be kept: sessions outside of assignments
// that began longer ago than keep (0: none), logins that have expired, and
// learners of whom nothing else is left.
func (p *Play) Sweep(ctx context.Context, keep time.Duration) (s Swept, err error) {
	now := p.now()
	for keep > 0 {
		ids, err := p.store.OldSessions(ctx, now.Add(-keep), sweepChunk)
		if err != nil {
			return s, err
		}
		for _, id := range ids {
			if err := p.store.DeleteSession(ctx, id); err != nil {
				return s, err
			}
		}
		if s.Sessions += len(ids); len(ids) < sweepChunk {
			break
		}
	}
	for {
		n, err := p.store.SweepLogins(ctx, now.Add(-idleExpiry), now.Add(-absoluteExpiry), sweepChunk)
		if err != nil {
			return s, err
		}
		if s.Logins += n; n < sweepChunk {
			break
		}
	}
	for after := uuid.Nil; ; {
		last, n, err := p.store.SweepLearners(ctx, after, learnersAtOnce)
		if err != nil || last == uuid.Nil {
			return s, err
		}
		s.Learners += n
		after = last
	}
}

// pageOfSessions is how many sessions are looked at together.
const pageOfSessions = 50

// Everything hands over each session of a learner, newest first.
func (p *Play) Everything(ctx context.Context, learner uuid.UUID, each func(*Walk) error) error {
	return p.allSessions(ctx, learner, func(s Summary) error {
		w, err := p.Walk(ctx, learner, s.ID)
		if errors.Is(err, ErrNotFound) { // it was deleted meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		return each(w)
	})
}

// Forget removes all sessions of a learner outside of assignments, and signs
// the learner out everywhere. What was done in an assignment is the class's to
// keep: it stays, and can no longer be reached by the learner.
func (p *Play) Forget(ctx context.Context, learner, login uuid.UUID) error {
	err := p.allSessions(ctx, learner, func(s Summary) error {
		if s.Assignment != uuid.Nil {
			return nil
		}
		return p.store.DeleteSession(ctx, s.ID)
	})
	if err != nil {
		return err
	}
	if err := p.store.ForgetLearner(ctx, learner); err != nil {
		return err
	}
	p.logins.end(login) // others of the learner's are believed for a moment, as recheck says
	return nil
}

func (p *Play) allSessions(ctx context.Context, learner uuid.UUID, each func(Summary) error) error {
	var before uuid.UUID
	for {
		list, err := p.store.Sessions(ctx, learner, before, pageOfSessions)
		if err != nil {
			return err
		}
		for _, s := range list {
			if err := each(s); err != nil {
				return err
			}
		}
		if len(list) < pageOfSessions {
			return nil
		}
		before = list[len(list)-1].ID
	}
}
