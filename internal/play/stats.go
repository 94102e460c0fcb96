package play

import "sync/atomic"

// Stats is what learners have done since the program was started.
type Stats struct {
	Sessions uint64 // begun
	Answers  uint64 // acknowledged
}

type stats struct{ sessions, answers atomic.Uint64 }

// Stats gives what learners have done since the program was started.
func (p *Play) Stats() Stats {
	return Stats{Sessions: p.stats.sessions.Load(), Answers: p.stats.answers.Load()}
}
