package postgres

import (
	"slices"
	"sync"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	memory "verbatim/internal/store/recent"
)

// recent holds the answers of the sessions in use, the least recently used out
// first, so that they are not sent again for each page.
//
// It is a hint and nothing more, since other nodes answer, regrade and delete
// too. Two facts make it one that can be checked: an answer is changed by
// regrades alone, which the session counts, and goes only with its whole session
// or, from a review, as the one that was given last. So a node that knows the
// answers 1 to k reads the session and the answers from k on; where k is still
// there and the count is the same, the others are too.
type recent struct {
	mu    sync.Mutex
	known *memory.Map[uuid.UUID, known]
	size  int // bytes, estimated
}

// known are the answers 1 to k of a session, as they stood when it counted so
// many regrades.
type known struct {
	answers  []quiz.Answer
	regraded int
}

// Estimates in bytes, with what the map and the allocator add.
const (
	recentBytes = 16 << 20
	perSession  = 256
	perAnswer   = 120
	perTried    = 64
)

func sizeOf(answers []quiz.Answer) int {
	n := perSession + perAnswer*cap(answers)
	for _, a := range answers {
		n += len(a.Response)
		if a.Tried != nil {
			n += perTried + len(a.Tried.First)
		}
	}
	return n
}

func newRecent() *recent {
	r := &recent{}
	// The library's bound counts entries; ours counts bytes and is the lower one.
	r.known = memory.New(recentBytes/perSession, func(_ uuid.UUID, k known) { r.size -= sizeOf(k.answers) })
	return r
}

// Rest forgets the answers that nobody has asked for since it was last called.
func (s *Store) Rest() int {
	s.recent.mu.Lock()
	defer s.recent.mu.Unlock()
	return s.recent.known.Rest()
}

// get gives the answers 1 to k of a session, as many as are known.
func (r *recent) get(session uuid.UUID) known {
	r.mu.Lock()
	defer r.mu.Unlock()
	k, _ := r.known.Get(session)
	return k
}

// put notes the answers of a session, which nobody changes from now on: those
// up to the first gap and, in a review, up to the first that was given later than
// the next, since it can be taken back while the next stays.
func (r *recent) put(s quiz.Session, answers []quiz.Answer) {
	session, regraded := s.ID, s.Regraded
	k := 0
	for k < len(answers) && answers[k].N == k+1 && (k == 0 || s.Mode != quiz.Review || answers[k].At.After(answers[k-1].At)) {
		k++
	}
	answers = slices.Clip(answers[:k])
	r.mu.Lock()
	defer r.mu.Unlock()
	if old, ok := r.known.Peek(session); ok && k > 0 && len(old.answers) == k && old.answers[k-1].Equal(answers[k-1]) && old.regraded == regraded {
		return
	}
	r.known.Remove(session)
	if k == 0 || sizeOf(answers) > recentBytes {
		return
	}
	r.known.Add(session, known{answers, regraded})
	for r.size += sizeOf(answers); r.size > recentBytes; {
		r.known.RemoveOldest()
	}
}
