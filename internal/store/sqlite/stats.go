package sqlite

import "verbatim/internal/store"

var _ store.Measured = (*Store)(nil)

// Stats is the work of the store since it was opened.
func (s *Store) Stats() store.Stats {
	var stats store.Stats
	s.write.AddTo(&stats)
	s.hot.mu.Lock()
	stats.Hits, stats.Misses = s.hot.hits, s.hot.misses
	s.hot.mu.Unlock()
	return stats
}
