package play

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"verbatim/internal/measure"
	"verbatim/internal/quiz"
)

// Live is where the learners of an assignment stand at a moment.
type Live struct {
	At       time.Time
	Begun    int // learners with a scored session
	Finished int // of them, those whose newest session is finished
	Walks    []LiveWalk
	Here     []int // for each question of the set, how many stand at it
	Answered []int // and how many have answered it
}

// LiveWalk is a session that is under way.
type LiveWalk struct {
	Name     string // stands for the learner
	Answered int
	Of       int
	Item     int // the place in the set of the question that they stand at
	Last     time.Time
}

// Version names what the page of it shows: it changes whenever that does.
func (l *Live) Version() string {
	h := fnv.New64a()
	fmt.Fprint(h, l.Begun, l.Finished, l.Here, l.Answered)
	for _, w := range l.Walks {
		fmt.Fprint(h, w.Name, w.Item, w.Answered)
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// Enough says whether there are enough learners to show where each stands.
func (l *Live) Enough() bool { return l.Begun >= measure.Least }

// Live looks where the learners of an assignment stand, by their newest scored
// sessions. Of a test it knows the answers once it is handed in.
func (p *Play) Live(ctx context.Context, of Scope, rev *Revision) (*Live, error) {
	live := &Live{At: p.now(), Here: make([]int, len(rev.Set.Questions)), Answered: make([]int, len(rev.Set.Questions))}
	var newest *quiz.Session
	var given []quiz.Answer
	settle := func() {
		if newest != nil {
			live.add(newest, given)
		}
	}
	err := p.store.EachWalk(ctx, of, func(s quiz.Session, answers []quiz.Answer) error {
		if !s.Mode.Scored() {
			return nil
		}
		if newest != nil && newest.Learner != s.Learner {
			settle()
		}
		newest, given = &s, answers // of one learner the newest comes last
		return nil
	})
	if err != nil {
		return nil, err
	}
	settle()
	slices.SortFunc(live.Walks, func(a, b LiveWalk) int {
		if by := b.Last.Compare(a.Last); by != 0 {
			return by
		}
		return bytes.Compare([]byte(a.Name), []byte(b.Name))
	})
	return live, nil
}

func (l *Live) add(s *quiz.Session, answers []quiz.Answer) {
	l.Begun++
	w := LiveWalk{Name: Alias(s.Set, s.Assignment, s.Learner), Answered: len(answers), Of: len(s.Items), Last: s.Started}
	for _, a := range answers {
		l.Answered[s.Items[a.N-1]]++
		if a.At.After(w.Last) {
			w.Last = a.At
		}
	}
	next := s.Next(answers, 0)
	if next == 0 {
		l.Finished++
		return
	}
	w.Item = s.Items[next-1]
	l.Here[w.Item]++
	l.Walks = append(l.Walks, w)
}
