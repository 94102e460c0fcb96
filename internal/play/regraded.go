package play

import (
	"context"

	"verbatim/internal/quiz"
)

// Regrading is what a regrade has made of an answer, as its learner is told.
type Regrading struct {
	Regrade
	Before, After quiz.Grade
}

// Judged is a question as its answer was graded: by the revision that was asked
// or, after a regrade, by the one in which it was corrected.
type Judged struct {
	Revision *Revision
	Item     int // the question's place there
	Response quiz.Response
}

// Question is the question in the words that it was graded by.
func (j Judged) Question() *quiz.Question { return &j.Revision.Set.Questions[j.Item] }

// regradings reads what stands of the regrades of a session, by the numbers of
// its questions and then the oldest first.
func (p *Play) regradings(ctx context.Context, w *Walk) error {
	all, err := p.store.Regraded(ctx, w.Session.ID)
	if err != nil {
		return err
	}
	w.Regraded = map[int][]Regrading{}
	w.judged = map[int]Judged{}
	for _, g := range all {
		r, err := p.store.Regrade(ctx, g.Regrade)
		if err != nil {
			return err
		}
		w.Regraded[g.N] = append(w.Regraded[g.N], Regrading{r, g.Before, g.After})
		delete(w.judged, g.N)
		a, answered := w.Answer(g.N)
		if r.Rule != quiz.ByKey || !answered || w.Question(g.N) == nil {
			continue
		}
		corrected, err := p.revision(ctx, r.Revision)
		if err != nil {
			return err
		}
		item := corrected.Set.Index(r.Question)
		if item < 0 {
			continue
		}
		j := Judged{Revision: corrected, Item: item}
		if a.Response != "" {
			if j.Response, err = quiz.Carry(w.Question(g.N), j.Question(), a.Response); err != nil {
				continue
			}
		}
		w.judged[g.N] = j
	}
	return nil
}

// Judged gives question n, which is answered, as its answer was graded.
func (w *Walk) Judged(n int) Judged {
	if j, ok := w.judged[n]; ok {
		return j
	}
	a, _ := w.Answer(n)
	return Judged{w.Revision, w.Session.Items[n-1], a.Response}
}
