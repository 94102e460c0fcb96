package play

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"verbatim/internal/measure"
	"verbatim/internal/quiz"
)

// DryRun is what a regrade would do.
type DryRun struct {
	Order
	Corrected *quiz.Question   // by whose key it is graded; nil for other rules
	Asked     []*quiz.Question // as it was asked, once for each wording; the newest first

	Learners int
	Answers  int // of finished sessions
	UnderWay int // answers of sessions that are not finished, which stay as they are
	Up, Down int // answers after which the session's share of the points would be higher, or lower
	Same     int
	Cannot   int // answers that cannot be graded without guessing, which stay as they are
	Moves    []Move
	Changes  []GradeChange // the answers whose grade changes or that cannot be graded, by learner and session
}

// Move counts the answers that go from one verdict to another.
type Move struct {
	From, To quiz.Verdict
	N        int
}

// GradeChange is what a regrade would make of an answer.
type GradeChange struct {
	Name          string // of the learner, an alias
	Session       uuid.UUID
	N             int // the question's number there
	From, To      quiz.Verdict
	Before, After quiz.Grade
	Cannot        bool // it stays as it is
	// Of the whole session, in points.
	TotalBefore, TotalAfter quiz.Tally

	learner uuid.UUID
}

// Enough says whether there are enough learners to show more than their number
// where nobody is named.
func (d *DryRun) Enough() bool { return d.Learners >= measure.Least }

// Changed counts the grades that would be others.
func (d *DryRun) Changed() int { return len(d.Changes) - d.Cannot }

// asking gives the revisions that matter for an order, the newest first: those
// that ask its question and were taken, and the one whose key counts. One that
// cannot be read any more is left out: its answers cannot be graded. ErrNotFound
// where no revision asks the question.
func (p *Play) asking(ctx context.Context, o Order) ([]*Revision, error) {
	taken, err := p.store.Taken(ctx, o.Set)
	if err != nil {
		return nil, err
	}
	var asking []*Revision
	for i, t := range taken {
		if t.Sessions == 0 && t.Hash != o.Revision && i > 0 {
			continue
		}
		r, err := p.revision(ctx, t.Hash)
		switch {
		case errors.Is(err, ErrUnavailable), ctx.Err() != nil:
			return nil, err
		case err != nil:
			p.log.ErrorContext(ctx, "a revision cannot be read for a regrade", "set", o.Set, "revision", t.Hash, "error", err)
		case r.Set.Index(o.Question) >= 0:
			asking = append(asking, r)
		}
	}
	if len(asking) == 0 {
		return nil, ErrNotFound
	}
	return asking, nil
}

// DryRun tells what a regrade would do. It changes nothing. ErrNotFound where
// somebody may not order it, there is no such question or revision, or no such rule.
func (s *Staff) DryRun(ctx context.Context, who Who, o Order) (*DryRun, error) {
	may, err := s.mayRegrade(ctx, who, o)
	if err != nil {
		return nil, err
	}
	return s.dryRun(ctx, o, may)
}

// dryRun is DryRun of the answers that may be looked at.
func (p *Play) dryRun(ctx context.Context, o Order, may func(assignment uuid.UUID) bool) (*DryRun, error) {
	d := &DryRun{Order: o}
	asking, err := p.asking(ctx, o)
	if err != nil {
		return nil, err
	}
	if d.Corrected, err = correctedBy(asking, o); err != nil {
		return nil, err
	}
	look := &rerun{DryRun: d, may: may, moves: map[Move]int{}, learners: map[uuid.UUID]bool{}}
	for _, r := range asking {
		look.asked = &r.Set.Questions[r.Set.Index(o.Question)]
		look.set = r.Set
		if o.Assignment == uuid.Nil {
			if err := p.store.EachWalk(ctx, Scope{Revision: r.Hash}, look.walk); err != nil {
				return nil, err
			}
			continue
		}
		a, err := p.store.Assignment(ctx, o.Assignment)
		if err != nil {
			return nil, err
		}
		if a.Revision == r.Hash {
			if err := p.store.EachWalk(ctx, Scope{Assignment: a.ID}, look.walk); err != nil {
				return nil, err
			}
		}
	}
	look.sum()
	return d, nil
}

// correctedBy gives the question by whose key an order is carried out; nil for
// other rules than that.
func correctedBy(asking []*Revision, o Order) (*quiz.Question, error) {
	if !o.Rule.Known() {
		return nil, ErrNotFound
	}
	if o.Rule != quiz.ByKey {
		return nil, nil
	}
	for _, r := range asking {
		if r.Hash == o.Revision {
			return &r.Set.Questions[r.Set.Index(o.Question)], nil
		}
	}
	return nil, ErrNotFound
}

// rerun gathers a dry run.
type rerun struct {
	*DryRun
	may      func(assignment uuid.UUID) bool
	set      *quiz.Set // that the sessions ask
	asked    *quiz.Question
	moves    map[Move]int
	learners map[uuid.UUID]bool
}

// walk looks at a session. Those that are not scored have no score to change.
func (r *rerun) walk(s quiz.Session, answers []quiz.Answer) error {
	if !s.Mode.Scored() || !r.may(s.Assignment) {
		return nil
	}
	if err := fits(&s, r.set); err != nil {
		return err
	}
	for i, a := range answers {
		if &r.set.Questions[s.Items[a.N-1]] != r.asked {
			continue
		}
		if len(answers) < len(s.Items) {
			r.UnderWay++
			return nil
		}
		r.answer(&s, answers, i)
	}
	return nil
}

// answer looks at the answer of a finished session.
func (r *rerun) answer(s *quiz.Session, answers []quiz.Answer, i int) {
	a := answers[i]
	r.Answers++
	if !r.learners[s.Learner] {
		r.learners[s.Learner] = true
		r.Learners++
	}
	if !slices.ContainsFunc(r.Asked, func(q *quiz.Question) bool { return q.Stem == r.asked.Stem }) {
		r.Asked = append(r.Asked, r.asked)
	}
	c := GradeChange{Name: Alias(s.Set, s.Assignment, s.Learner), Session: s.ID, N: a.N, From: a.Verdict(), To: a.Verdict(), Before: a.Grade(), learner: s.Learner}
	c.TotalBefore = quiz.ScoreOf(r.set, s, answers).Tally
	c.TotalAfter = c.TotalBefore
	var err error
	if c.After, err = r.Rule.Grade(r.set.Trying(r.asked), r.asked, r.Corrected, a); err != nil {
		c.After, c.Cannot = c.Before, true
		r.Cannot++
		r.Changes = append(r.Changes, c)
		return
	}
	if c.After == c.Before {
		r.Same++
		return
	}
	after := slices.Clone(answers)
	after[i] = a.Regraded(c.After)
	c.TotalAfter = quiz.ScoreOf(r.set, s, after).Tally
	switch before, after := c.TotalBefore.Fraction(), c.TotalAfter.Fraction(); {
	case after > before+sameFraction:
		r.Up++
	case after < before-sameFraction:
		r.Down++
	default:
		r.Same++
	}
	c.To = after[i].Verdict()
	r.moves[Move{From: c.From, To: c.To}]++
	r.Changes = append(r.Changes, c)
}

// sum completes the dry run.
func (r *rerun) sum() {
	for m, n := range r.moves {
		m.N = n
		r.Moves = append(r.Moves, m)
	}
	slices.SortFunc(r.Moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
}
