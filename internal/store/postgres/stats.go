package postgres

import "verbatim/internal/store"

var _ store.Measured = (*Store)(nil)

// Stats is the work of this node since it was started. It holds no sessions in
// memory, so there are none to be found there.
func (s *Store) Stats() store.Stats {
	var stats store.Stats
	s.write.AddTo(&stats)
	return stats
}
