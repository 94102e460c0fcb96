package quiz

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// Shuffle is the order that one session gives to one question. The same seed
// gives the same order for ever: PCG and the shuffle are fixed by their
// definitions, not by the Go release.
type Shuffle struct {
	Seed     uint64
	Question string
	Fixed    bool // keep the order of the file
	// Turned gives few orders, by the seeds from 0 to Orders-1, in which each
	// option stands as often at each place.
	Turned bool
}

// Orders is how many orders the sessions of a set have for one question. There
// are few so that what is made of a question in one order serves many learners.
// 2, 3, 4, 6 or 8 options stand exactly as often at each place; of other numbers
// some stand at some places once more, which ones being left to chance.
const Orders = 24

// Order gives a permutation of 0..n-1: the place in the file of what stands at
// each place on the page. part tells several lists of one question apart.
func (s Shuffle) Order(part string, n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	if s.Fixed {
		return order
	}
	seed, turn := s.Seed, 0
	if s.Turned && n > 0 {
		// So many seeds in a row as there are options share an order, and each
		// turns it by one place more.
		seed, turn = s.Seed/uint64(n), int(s.Seed%uint64(n))
	}
	h := fnv.New64a()
	h.Write([]byte(s.Question))
	h.Write([]byte{0})
	h.Write([]byte(part))
	rng := rand.NewPCG(seed, h.Sum64())
	// Fisher and Yates; the modulo bias at these sizes is below 2^-50.
	for i := n - 1; i > 0; i-- {
		j := int(rng.Uint64() % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
	return slices.Concat(order[turn:], order[:turn])
}
