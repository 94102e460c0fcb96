package store

import (
	"math/bits"
	"sync/atomic"
)

// Measured is a store that counts its own work, for those who watch the server.
type Measured interface {
	Stats() Stats
}

// Stats is the work of a store since it was opened.
type Stats struct {
	Commits [batchSizes]uint64 // transactions, by how many changes each carried; see Batches
	Changes uint64             // in all of them
	Waiting int                // changes that wait for a transaction now
	Hits    uint64             // sessions found in memory
	Misses  uint64             // sessions read from the database
}

// batchSizes is the number of classes of transactions: of 1 change, 2, 3 to 4,
// 5 to 8 and so on; the last has no upper bound.
const batchSizes = 12

// Batches counts transactions by size. The zero value is ready.
type Batches struct {
	commits [batchSizes]atomic.Uint64
	changes atomic.Uint64
}

// Note counts a transaction of so many changes, at least 1.
func (b *Batches) Note(changes int) {
	b.commits[min(bits.Len(uint(changes-1)), batchSizes-1)].Add(1)
	b.changes.Add(uint64(changes))
}

// AddTo enters what has been counted.
func (b *Batches) AddTo(s *Stats) {
	for i := range b.commits {
		s.Commits[i] += b.commits[i].Load()
	}
	s.Changes += b.changes.Load()
}

// Rested is a store that keeps in memory what was asked for lately.
type Rested interface {
	// Rest forgets what nobody has asked for since it was last called, and says
	// how many sessions that were. They are read again where somebody asks.
	Rest() int
}
