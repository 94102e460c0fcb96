package play

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Summary is a session as a list shows it.
type Summary = store.Summary

// Walk is a session as it stands, with the revision that it is pinned to. Its
// slices are for reading only.
type Walk struct {
	Session    quiz.Session
	Revision   *Revision
	Answers    []quiz.Answer    // in the order of their numbers; none in an open test
	Saved      []quiz.Saved     // what is saved of an open test, in the order of the numbers
	Assignment *quiz.Assignment // nil where the learner began it alone
	At         time.Time        // when it was looked at
	// Regraded says what stands of regrades, by the question's number and then the
	// oldest first.
	Regraded map[int][]Regrading

	judged map[int]Judged // by the question's number; those graded by another revision
}

// Shows says whether the learner may see a detail of how the answers were graded.
func (w *Walk) Shows(d quiz.Detail) bool {
	return w.Assignment == nil || slices.Contains(w.Assignment.At(w.At, w.Done()), d)
}

// ShowsScore says whether the learner may see the score of a session. The
// error is the store's.
func (p *Play) ShowsScore(ctx context.Context, s *Summary) (bool, error) {
	if s.Assignment == uuid.Nil {
		return true, nil
	}
	now := p.now()
	a, err := p.assigned.get(ctx, s.Assignment, now)
	if err != nil {
		return false, err
	}
	return slices.Contains(a.At(now, s.Done()), quiz.ShowScore), nil
}

// Walk gives a session of the learner. A test whose time is over is finished
// first. Somebody else's is ErrNotFound.
func (p *Play) Walk(ctx context.Context, learner, session uuid.UUID) (*Walk, error) {
	s, answers, err := p.store.Walk(ctx, session)
	if err != nil {
		return nil, err
	}
	if s.Learner != learner {
		return nil, ErrNotFound
	}
	r, err := p.revision(ctx, s.Revision)
	if err != nil {
		return nil, err
	}
	w := &Walk{Session: s, Revision: r, Answers: answers, At: p.now()}
	if s.Assignment != uuid.Nil {
		if w.Assignment, err = p.assigned.get(ctx, s.Assignment, w.At); err != nil {
			return nil, err
		}
	}
	if s.Open() {
		return p.openTest(ctx, w)
	}
	if s.Regraded > 0 {
		return w, p.regradings(ctx, w)
	}
	return w, nil
}

// Question gives the question that is asked as number n, from 1; nil where
// there is no such number.
func (w *Walk) Question(n int) *quiz.Question {
	if n < 1 || n > len(w.Session.Items) {
		return nil
	}
	return &w.Revision.Set.Questions[w.Session.Items[n-1]]
}

// Answer gives the answer to question n; it reports false where there is none.
func (w *Walk) Answer(n int) (quiz.Answer, bool) {
	i, ok := w.find(n)
	if !ok {
		return quiz.Answer{}, false
	}
	return w.Answers[i], true
}

func (w *Walk) find(n int) (int, bool) {
	if i := n - 1; i >= 0 && i < len(w.Answers) && w.Answers[i].N == n { // nothing is left out before it
		return i, true
	}
	return slices.BinarySearchFunc(w.Answers, n, func(a quiz.Answer, n int) int { return a.N - n })
}

// Next gives the number of the first unanswered question after n, going round
// to the start; 0 when all are answered. In an open test, saved counts as answered.
func (w *Walk) Next(n int) int {
	if !w.Session.Open() {
		return w.Session.Next(w.Answers, n)
	}
	saved := make([]quiz.Answer, len(w.Saved))
	for i, d := range w.Saved {
		saved[i].N = d.N
	}
	return w.Session.Next(saved, n)
}

// Answered counts the questions that are answered; in an open test, saved.
func (w *Walk) Answered() int { return len(w.Answers) + len(w.Saved) }

// Done says whether all questions are answered; of a test, whether it is finished.
func (w *Walk) Done() bool { return len(w.Answers) == len(w.Session.Items) }

// Score scores the session by its own answers.
func (w *Walk) Score() quiz.Score {
	return quiz.ScoreOf(w.Revision.Set, &w.Session, w.Answers)
}

// Delete removes a session of the learner with its answers and retries.
// Somebody else's is ErrNotFound. One of an assignment is *Refused: it is the
// class's to keep, or an attempt that went badly could be taken back.
func (p *Play) Delete(ctx context.Context, learner, session uuid.UUID) error {
	s, _, err := p.store.Walk(ctx, session)
	if err != nil {
		return err
	}
	if s.Learner != learner {
		return ErrNotFound
	}
	if s.Assignment != uuid.Nil {
		return &Refused{"refused.class-keeps"}
	}
	if err := p.store.DeleteSession(ctx, session); err != nil {
		return err
	}
	p.decks.forget(learner)
	return nil
}

// Sessions lists a learner's sessions, newest first: at most limit of those
// that began before the session `before` (the zero id: from the newest).
func (p *Play) Sessions(ctx context.Context, learner, before uuid.UUID, limit int) ([]Summary, error) {
	return p.store.Sessions(ctx, learner, before, limit)
}

// Latest gives the learner's newest scored session of each set, by the set's id.
func (p *Play) Latest(ctx context.Context, learner uuid.UUID) (map[string]Summary, error) {
	summaries, err := p.store.Latest(ctx, learner)
	if err != nil {
		return nil, err
	}
	latest := make(map[string]Summary, len(summaries))
	for _, s := range summaries {
		latest[s.Set] = s
	}
	return latest, nil
}
