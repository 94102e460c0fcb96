package ordering

import "slices"

// Credit is a rule for partial credit.
type Credit string

// The rules for an order of n items. Each gives 1 to the right order alone.
const (
	// Pairs counts the n(n-1)/2 pairs of items: (in the right order − in the
	// wrong order) / all, never less than 0. It is Kendall's τ; a guess earns
	// little, and one item out of place costs little.
	Pairs Credit = "pairs"
	// Position is the share of items at their own place (Moodle's "absolute position").
	Position Credit = "position"
	// Next is the share of the n-1 neighbours that follow each other as they
	// should (Moodle's "relative to the next item, excluding last").
	Next Credit = "next"
	// Longest is (l-1)/(n-1), where l items at most stand in the right order
	// when the others are left out (Moodle's "longest ordered subset", less
	// the one item that any order has).
	Longest Credit = "longest"
)

// Enum lists the values that the native format accepts.
func (Credit) Enum() []string {
	return []string{string(Pairs), string(Position), string(Next), string(Longest)}
}

// of gives what an order of 0..n-1 earns, n ≥ 2.
func (c Credit) of(order []int) float64 {
	n := len(order)
	switch c {
	case Position:
		return share(n, func(i int) bool { return order[i] == i })
	case Next:
		return share(n-1, func(i int) bool { return order[i+1] == order[i]+1 })
	case Longest:
		return float64(longest(order)-1) / float64(n-1)
	}
	all, wrong := n*(n-1)/2, 0
	for i := range order {
		for _, later := range order[i+1:] {
			if later < order[i] {
				wrong++
			}
		}
	}
	return max(0, float64(all-2*wrong)/float64(all))
}

func share(n int, holds func(i int) bool) float64 {
	count := 0
	for i := range n {
		if holds(i) {
			count++
		}
	}
	return float64(count) / float64(n)
}

// longest is the length of the longest increasing subsequence.
func longest(order []int) int {
	var least []int // least[k] ends the increasing run of k+1 items that ends lowest
	for _, i := range order {
		k, _ := slices.BinarySearch(least, i)
		if k == len(least) {
			least = append(least, i)
		} else {
			least[k] = i
		}
	}
	return len(least)
}
