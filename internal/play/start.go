package play

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

// Start is what a learner chooses before the first question. The zero value of
// each field but Set means the usual: practice, all topics, all questions, no certainty.
type Start struct {
	Set       string
	Mode      quiz.Mode
	Topics    []string           // names
	Questions int                // how many, drawn by chance; more than there are means all
	Certainty quiz.CertaintyRule // whether each question asks how sure one is
	TimeLimit int                // of a test, in seconds; 0: none
}

// Start begins a session with the current revision of a set. The same request
// again within a few seconds gives the same session. The error is ErrNotFound
// for an unknown set and one that is unlisted, a *Refused for what the set cannot give.
func (p *Play) Start(ctx context.Context, learner uuid.UUID, s Start) (quiz.Session, error) {
	r, err := p.Current(s.Set)
	if err != nil {
		return quiz.Session{}, err
	}
	return p.startWith(ctx, learner, r, s)
}

// Start begins a session of any set, the unlisted ones too, for somebody who
// teaches and looks at it as learners do.
func (s *Staff) Start(ctx context.Context, learner uuid.UUID, st Start) (quiz.Session, error) {
	r, err := s.Current(st.Set)
	if err != nil {
		return quiz.Session{}, err
	}
	return s.startWith(ctx, learner, r, st)
}

// startWith begins a session with a revision that the store keeps.
func (p *Play) startWith(ctx context.Context, learner uuid.UUID, r *Revision, s Start) (quiz.Session, error) {
	if s.Mode == "" {
		s.Mode = quiz.Practice
	}
	switch {
	case !slices.Contains([]quiz.Mode{quiz.Practice, quiz.Test, quiz.WalkThrough, quiz.Review}, s.Mode), s.Mode == quiz.WalkThrough && r.Set.Reading == nil:
		return quiz.Session{}, &Refused{"refused.mode"}
	case s.Questions < 0:
		return quiz.Session{}, &Refused{"refused.number"}
	case !s.Certainty.Known():
		return quiz.Session{}, &Refused{"refused.certainty"}
	case s.TimeLimit < 0 || s.TimeLimit > 60*maxTimeLimit:
		return quiz.Session{}, &Refused{"refused.time-limit"}
	case s.Mode != quiz.Test:
		s.TimeLimit = 0
	}
	topics := slices.Compact(slices.Sorted(slices.Values(s.Topics)))
	for _, t := range topics {
		if !r.Set.Topics.Has(t) {
			return quiz.Session{}, &Refused{"refused.topic"}
		}
	}
	s.Topics = topics
	if s.Mode == quiz.Review {
		return p.startReview(ctx, learner, r, s)
	}
	seed, err := p.drawSeed()
	if err != nil {
		return quiz.Session{}, err
	}
	items := quiz.Selection{Topics: topics, Questions: s.Questions}.From(r.Set, seed)
	if len(items) == 0 {
		return quiz.Session{}, &Refused{"refused.no-questions"}
	}
	if s.Mode == quiz.WalkThrough {
		inReadingOrder(r, items)
	}
	return p.begin(ctx, quiz.Session{
		Learner:   learner,
		Set:       r.Set.ID,
		Revision:  r.Hash,
		Mode:      s.Mode,
		Certainty: s.Certainty,
		Seed:      seed,
		Items:     items,
		TimeLimit: s.TimeLimit,
	}, fmt.Sprintf("questions=%d topics=%s certainty=%s limit=%d", s.Questions, strings.Join(topics, ","), s.Certainty, s.TimeLimit))
}

// Retry begins a session that asks the missed questions of another again;
// nothing of it is scored. It is a *Refused where none was missed, or what is
// right is not shown yet.
func (p *Play) Retry(ctx context.Context, learner, session uuid.UUID) (quiz.Session, error) {
	w, err := p.Walk(ctx, learner, session)
	if err != nil {
		return quiz.Session{}, err
	}
	if !w.Shows(quiz.ShowReasons) {
		return quiz.Session{}, &Refused{"refused.hidden"}
	}
	var items []int
	for _, a := range w.Answers {
		if a.Missed() {
			items = append(items, w.Session.Items[a.N-1])
		}
	}
	if len(items) == 0 {
		return quiz.Session{}, &Refused{"refused.none-missed"}
	}
	seed, err := p.drawSeed()
	if err != nil {
		return quiz.Session{}, err
	}
	return p.begin(ctx, quiz.Session{
		Learner:  learner,
		Set:      w.Session.Set,
		Revision: w.Session.Revision,
		Mode:     quiz.Retry,
		Seed:     seed,
		Parent:   session,
		Items:    items,
	}, fmt.Sprintf("items=%d", items))
}

func (p *Play) begin(ctx context.Context, s quiz.Session, asked string) (quiz.Session, error) {
	id, err := p.newID()
	if err != nil {
		return quiz.Session{}, err
	}
	s.ID, s.Started = id, p.now()
	kept, err := p.store.CreateSession(ctx, s, asked)
	if err == nil && kept.ID == s.ID {
		p.stats.sessions.Add(1)
	}
	return kept, err
}
