package measure

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"verbatim/internal/quiz"
)

// Item is a question as its figures need it.
type Item struct {
	ID      string
	Worth   float64      // its weight, above 0
	Guess   *float64     // what guessing earns on average, 0..1; nil where that cannot be said
	Options []quiz.Offer // what can be picked; none for kinds that are answered otherwise
}

// Try is one learner's first answer to a question.
type Try struct {
	Item      int     // its place among the items
	Fraction  float64 // 0..1
	DontKnow  bool
	LeftOut   bool  // handed in without an answer
	Picks     []int // places of the options that were picked, each once
	Certainty quiz.Certainty
	Seconds   float64 // since the answer before it; 0 where it is not known
}

// longest is the time, in seconds, from which a learner is taken to have left.
const longest = 3600

// Items gathers tries, learner by learner, for the figures of their questions.
// It holds no learner: for each question it counts how often each combination
// of a mark and a rest occurred, which is all that the figures need. Such
// combinations are few, and never more than the tries.
//
// What is missing: a learner counts for the questions that they were asked and
// nowhere else. "I don't know", and a question left open in a session that has
// ended, earn 0. Totals and rests are shares of what was asked, so that
// learners who were asked different questions can be compared; figures of the
// whole set (reliability, effective weights) take only learners who were asked
// all of it.
type Items struct {
	items   []Item
	worth   float64 // of all items
	tallies []tally
	totals  map[int64]int // how many learners who were asked everything have this total, in quanta of the share
	scores  map[int64]int // the same of all learners
}

// tally is what is gathered of one item.
type tally struct {
	cells     map[cell]int
	whole     moments // mark and total in marks, of learners who were asked everything
	options   []picked
	verdicts  map[quiz.Verdict]int
	certainty [4]struct{ n, right int }
	seconds   map[int]int
}

// cell is what one learner has of an item, in quanta: the fraction, the share
// earned of everything else (or alone), and the share earned of everything.
type cell struct{ fraction, rest, total int64 }

// picked is what is gathered of one option.
type picked struct {
	n     int
	rests int     // of those who picked it, how many have a rest
	rest  float64 // their rests, summed
}

// alone stands for the rest of a learner who was asked nothing else.
const alone = -1

// quantum makes sums that differ by rounding alone one and the same.
const quantum = 1e-12

func quanta(share float64) int64 { return int64(math.Round(share / quantum)) }
func ofQuanta(q int64) float64   { return float64(q) * quantum }

// NewItems begins to gather tries of these items.
func NewItems(items []Item) *Items {
	s := &Items{items: items, tallies: make([]tally, len(items)), totals: map[int64]int{}, scores: map[int64]int{}}
	for i, item := range items {
		s.worth += item.Worth
		s.tallies[i] = tally{
			cells: map[cell]int{}, options: make([]picked, len(item.Options)),
			verdicts: map[quiz.Verdict]int{}, seconds: map[int]int{},
		}
	}
	return s
}

// Add counts one learner by all their tries, at most one an item.
func (s *Items) Add(tries []Try) {
	if len(tries) == 0 {
		return
	}
	var points, worth float64
	for _, t := range tries {
		points += t.Fraction * s.items[t.Item].Worth
		worth += s.items[t.Item].Worth
	}
	total := quanta(points / worth)
	s.scores[total]++
	whole := len(tries) == len(s.items)
	if whole {
		s.totals[total]++
	}
	for i := range tries {
		t := &tries[i]
		w := s.items[t.Item].Worth
		rest := int64(alone)
		if len(tries) > 1 {
			rest = quanta((points - t.Fraction*w) / (worth - w))
		}
		tally := &s.tallies[t.Item]
		tally.add(t, rest, total)
		if whole {
			tally.whole.add(t.Fraction*w, points, 1)
		}
	}
}

func (a *tally) add(t *Try, rest, total int64) {
	a.cells[cell{quanta(t.Fraction), rest, total}]++
	for _, p := range t.Picks {
		o := &a.options[p]
		o.n++
		if rest != alone {
			o.rests++
			o.rest += ofQuanta(rest)
		}
	}
	verdict := t.verdict()
	a.verdicts[verdict]++
	c := &a.certainty[t.Certainty]
	c.n++
	if verdict == quiz.Right {
		c.right++
	}
	if t.Seconds > 0 && t.Seconds < longest {
		a.seconds[int(math.Round(t.Seconds))]++
	}
}

func (t *Try) verdict() quiz.Verdict {
	switch {
	case t.LeftOut:
		return quiz.LeftOut
	case t.DontKnow:
		return quiz.Unknown
	case t.Fraction >= 1:
		return quiz.Right
	case t.Fraction > 0:
		return quiz.Partial
	}
	return quiz.Wrong
}

// sorted lists the shares that were counted, ascending.
func sorted(counts map[int64]int) []value {
	var out []value
	for _, q := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, value{ofQuanta(q), float64(counts[q])})
	}
	return out
}

// median is the middle of whole numbers that were counted; nil where there are none.
func median(counts map[int]int) *float64 {
	n := 0
	for _, k := range counts {
		n += k
	}
	if n == 0 {
		return nil
	}
	var low, high, seen int
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		before := seen
		seen += counts[v]
		if before <= (n-1)/2 && (n-1)/2 < seen {
			low = v
		}
		if before <= n/2 && n/2 < seen {
			high = v
			break
		}
	}
	return known(float64(low+high) / 2)
}

// along lists the cells in the order of a part of them, so that sums over them
// come out alike each time.
func (a *tally) along(part func(cell) int64) []cell {
	return slices.SortedFunc(maps.Keys(a.cells), func(p, q cell) int {
		return cmp.Or(cmp.Compare(part(p), part(q)), cmp.Compare(p.fraction, q.fraction), cmp.Compare(p.rest, q.rest), cmp.Compare(p.total, q.total))
	})
}
