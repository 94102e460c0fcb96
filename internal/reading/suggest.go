package reading

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// A Suggestion is a passage that may be about a text.
type Suggestion struct {
	Passage int     // its place in Document.Passages
	Score   float64 // BM25's, above 0; comes to mean something only beside others
}

// Suggest gives at most n passages that share words with a text, the best
// first, ranked by Okapi BM25. Case, typography and punctuation are no matter.
func (d *Document) Suggest(words string, n int) []Suggestion {
	return d.rank().best(terms(words), n)
}

// index holds, for BM25, how often each term stands in each passage.
type index struct {
	postings map[string][]posting
	lengths  []int
	mean     float64
}

type posting struct{ passage, count int }

// The usual constants: how soon repeats stop to count, and how much a long
// passage is held against it.
const (
	saturation = 1.2
	lengthness = 0.75
)

func newIndex(ps []Passage) *index {
	x := &index{postings: map[string][]posting{}, lengths: make([]int, len(ps))}
	total := 0
	for i := range ps {
		ts := terms(ps[i].Text)
		x.lengths[i] = len(ts)
		total += len(ts)
		for _, t := range ts {
			list := x.postings[t]
			if k := len(list); k > 0 && list[k-1].passage == i {
				list[k-1].count++
			} else {
				x.postings[t] = append(list, posting{i, 1})
			}
		}
	}
	x.mean = float64(total) / float64(max(len(ps), 1))
	return x
}

func (x *index) best(query []string, n int) []Suggestion {
	scores := map[int]float64{}
	for _, t := range query {
		list := x.postings[t]
		idf := math.Log(1 + (float64(len(x.lengths)-len(list))+0.5)/(float64(len(list))+0.5))
		for _, p := range list {
			tf := float64(p.count)
			norm := 1 - lengthness + lengthness*float64(x.lengths[p.passage])/x.mean
			scores[p.passage] += idf * tf * (saturation + 1) / (tf + saturation*norm)
		}
	}
	out := make([]Suggestion, 0, len(scores))
	for p, s := range scores {
		out = append(out, Suggestion{p, s})
	}
	slices.SortFunc(out, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Passage, b.Passage))
	})
	return out[:min(max(n, 0), len(out))]
}

// terms gives the words of a text as an index keeps them.
func terms(s string) []string {
	return strings.FieldsFunc(strings.ToLower(Fold(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
}
