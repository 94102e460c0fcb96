package play

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"verbatim/internal/measure"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Scope says whose answers are meant.
type Scope = store.Scope

// Results are the figures of a class: of the first tries at one revision of a
// set, in sessions that were finished.
type Results struct {
	Revision *Revision
	At       time.Time // when they were computed
	measure.Figures
	Left        LeftOut
	Topics      []measure.Group // in the order of the set
	Evidence    []measure.Group // in the order of quiz.EvidenceKinds
	Calibration measure.Calibration
	Class       []ClassMember // by their names
}

// Enough says whether there are enough learners to show more than their number.
func (r *Results) Enough() bool { return r.Learners >= measure.Least }

// MarshalJSON writes all figures. Of too few learners it writes how many there are.
func (r *Results) MarshalJSON() ([]byte, error) {
	type head struct {
		Set      string    `json:"set"`
		Title    string    `json:"title"`
		Revision string    `json:"revision"`
		At       time.Time `json:"at"`
		Learners int       `json:"learners"`
		LeftOut  LeftOut   `json:"left_out"`
	}
	h := head{r.Revision.Set.ID, r.Revision.Set.Title, r.Revision.Hash, r.At.UTC().Truncate(time.Second), r.Learners, r.Left}
	if !r.Enough() {
		return json.Marshal(struct {
			head
			Enough int `json:"figures_from_learners"`
		}{h, measure.Least})
	}
	return json.Marshal(struct {
		head
		Figures     measure.Figures     `json:"figures"`
		Topics      []measure.Group     `json:"topics"`
		Evidence    []measure.Group     `json:"evidence"`
		Calibration measure.Calibration `json:"calibration"`
		Class       []ClassMember       `json:"learners_each"`
	}{h, r.Figures, r.Topics, r.Evidence, r.Calibration, r.Class})
}

// ComputeResults reads the answers of a scope, whose sessions are all of the
// revision.
func ComputeResults(ctx context.Context, from WalkReader, of Scope, rev *Revision, now time.Time) (*Results, error) {
	set := rev.Set
	r := &Results{Revision: rev, At: now}
	items := measure.NewItems(itemsOf(set))
	err := EachLearner(ctx, from, of, rev, func(l *ClassLearner) error {
		tries := make([]measure.Try, 0, len(l.Given))
		for g := range l.Counted() {
			tries = append(tries, tryOf(g, &set.Questions[g.Item]))
		}
		if len(tries) > 0 {
			items.Add(tries)
			r.Class = append(r.Class, MemberOf(l))
		}
		r.Left.add(l.Left)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(r.Class, func(a, b ClassMember) int { return cmp.Compare(a.Name, b.Name) })
	r.Figures = items.Figures()
	var bins []measure.Bin
	for i := range r.Items {
		bins = append(bins, r.Items[i].Certainty...)
	}
	r.Calibration = measure.CalibrateBins(bins)
	var topics, evidence []string
	for _, t := range set.Topics {
		topics = append(topics, t.Name)
	}
	for _, e := range quiz.EvidenceKinds() {
		evidence = append(evidence, string(e))
	}
	r.Topics = measure.GroupItems(r.Items, topics, func(i int) string { return set.Questions[i].Topic })
	r.Evidence = measure.GroupItems(r.Items, evidence, func(i int) string { return string(set.Questions[i].Evidence) })
	return r, nil
}

// itemsOf gives the questions of a set as their figures need them.
func itemsOf(set *quiz.Set) []measure.Item {
	items := make([]measure.Item, len(set.Questions))
	for i := range set.Questions {
		q := &set.Questions[i]
		items[i] = measure.Item{ID: q.ID, Worth: q.Points()}
		if o, ok := q.Body.(quiz.Offering); ok {
			items[i].Options = o.Offers()
			if guess, known := o.Guess(); known {
				items[i].Guess = &guess
			}
		}
	}
	return items
}
