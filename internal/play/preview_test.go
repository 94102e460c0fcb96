package play

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"verbatim/internal/quiz"
)

// A preview in any mode that learners have is walked through to its end, and no
// figure, no due question and no list of revisions of the set is another after it.
func TestPreviewsCountNowhere(t *testing.T) {
	h := realHouse(t)
	ctx, s := t.Context(), h.Staff()
	anna := h.colleague("anna", Instructor)
	d, err := s.NewDraft(ctx, anna, "ponds", pondFiles(pondSet))
	h.must(err)
	rev, err := s.Release(ctx, anna, d.ID, d.Version, "")
	h.must(err)
	begun, err := h.Start(ctx, h.learner, Start{Set: "ponds"})
	h.must(err)
	h.pick(begun, 1, 1)
	h.clock.move(48 * time.Hour)
	figures := func() []any {
		r, err := ComputeResults(ctx, h.store, Scope{Revision: rev.Hash}, rev, begun.Started)
		h.must(err)
		taken, err := h.Taken(ctx, "ponds")
		h.must(err)
		due, err := h.Due(ctx, h.learner)
		h.must(err)
		return []any{*r, taken, due}
	}
	before := figures()
	for _, mode := range []quiz.Mode{quiz.Practice, quiz.Test, quiz.WalkThrough, quiz.Review} {
		for _, rule := range []quiz.CertaintyRule{quiz.CertaintyOff, quiz.CertaintyOptional, quiz.CertaintyRequired} {
			t.Run(fmt.Sprintf("%s %s", mode, rule), func(t *testing.T) {
				p, err := s.Preview(ctx, anna, d.ID, h.learner, Start{Mode: mode, Certainty: rule})
				if err != nil {
					t.Fatal(err)
				}
				if p.Mode != mode || p.Certainty != rule || len(p.Items) != 1 {
					t.Errorf("it is %+v", p)
				}
				q := h.walk(p).Question(1)
				form := q.Body.Fill(p.ShuffleFor(q), q.Body.Key())
				form["certainty"] = []string{"3"}
				if mode != quiz.Test {
					_, err = h.Answer(ctx, h.learner, p.ID, 1, form)
					h.must(err)
				} else {
					_, err = h.Save(ctx, h.learner, p.ID, 1, form)
					h.must(err)
					_, err = h.Finish(ctx, h.learner, p.ID)
					h.must(err)
				}
				if w := h.walk(p); !w.Done() || w.Answers[0].Fraction != 1 {
					t.Errorf("it ends as %+v", w)
				}
				if after := figures(); !reflect.DeepEqual(before, after) {
					t.Errorf("the figures were\n%+v\nand are\n%+v", before, after)
				}
				h.clock.move(time.Minute)
			})
		}
	}
	_, err = s.Preview(ctx, anna, d.ID, h.learner, Start{Mode: quiz.Review, Certainty: "perhaps"})
	refusedAs(t, "a certainty that there is not", err, "refused.certainty")
}
