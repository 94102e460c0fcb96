package quiz

import (
	"hash/fnv"
	"math/rand/v2"
)

// Shuffle is the order that one session gives to one question. The same seed
// gives the same order for ever: PCG and the shuffle are fixed by their
// definitions, not by the Go release.
type Shuffle struct {
	Seed     uint64
	Question string
	Fixed    bool // keep the order of the file
}

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
	h := fnv.New64a()
	h.Write([]byte(s.Question))
	h.Write([]byte{0})
	h.Write([]byte(part))
	rng := rand.NewPCG(s.Seed, h.Sum64())
	// Fisher and Yates; the modulo bias at these sizes is below 2^-50.
	for i := n - 1; i > 0; i-- {
		j := int(rng.Uint64() % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
	return order
}
