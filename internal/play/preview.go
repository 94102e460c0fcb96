package play

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"verbatim/internal/format"
	"verbatim/internal/quiz"
)

// previewSuffix marks what is kept for a preview. No set can have such a name,
// so a preview is part of no set's statistics.
const previewSuffix = ".preview"

// Preview says whether this is a draft as somebody previews it.
func (r *Revision) Preview() bool { return strings.HasSuffix(r.Set.ID, previewSuffix) }

// Preview begins a session of a draft as a learner has it, by what was chosen.
// It belongs to no set: nothing counts it. A review asks every question, as if
// each were due: a draft has no memory of anybody. ErrNotFound, *Refused.
func (s *Staff) Preview(ctx context.Context, who Who, id, learner uuid.UUID, chosen Start) (quiz.Session, error) {
	d, err := s.Draft(ctx, who, id)
	if err != nil {
		return quiz.Session{}, err
	}
	if !Look(d).Sound() {
		return quiz.Session{}, &Refused{"refused.set-broken"}
	}
	set, _, err := format.Parse(d.Set+previewSuffix, d.Files)
	if err != nil {
		return quiz.Session{}, err
	}
	r := NewRevision(set, set.Files)
	if err := s.keep(ctx, r); err != nil {
		return quiz.Session{}, err
	}
	if chosen.Mode == quiz.Review && chosen.Certainty.Known() {
		items := make([]int, len(set.Questions))
		for i := range items {
			items[i] = i
		}
		return s.beginReview(ctx, learner, r, chosen, items)
	}
	return s.startWith(ctx, learner, r, chosen)
}
