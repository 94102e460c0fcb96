package postgres

import "verbatim/internal/store"

var _ store.Measured = (*Store)(nil)

// Stats is the work of this node since it was started. It holds no sessions in
// memory, so there are none to be found there.
func (s *Store) Stats() store.Stats {
	var stats store.Stats
	s.write.batches.AddTo(&stats)
	s.write.mu.Lock()
	stats.Waiting = len(s.write.next.answers)
	s.write.mu.Unlock()
	return stats
}
