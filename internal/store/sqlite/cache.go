package sqlite

import (
	"slices"
	"sync"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store/recent"
)

// cache holds the sessions in use, least recently used out first.
//
// It says what the database says: the writer alone changes it, after COMMIT
// and before the caller is told. A reader that has fetched a session from the
// database hands it in through a fill, which the writer voids when it changes
// that session in the meantime.
type cache struct {
	mu    sync.Mutex
	walks *recent.Map[uuid.UUID, *walk]
	fills map[uuid.UUID]*fill
	size  int // bytes, estimated
	limit int

	hits, misses uint64
	newest       latest
}

// walk is a session with its answers in order. It is never changed, only
// replaced, so that readers share it without copying.
type walk struct {
	session *quiz.Session // shared with the walks before and after
	answers []quiz.Answer
	written int // bytes of the responses and of what else hangs on the answers
}

// fill is a session on its way from the database.
type fill struct {
	readers int
	void    bool
}

// Estimates in bytes, with what the maps and the allocator add.
const (
	perSession    = 512
	perItem       = 8
	perAnswer     = 104
	perTried      = 64
	commonSession = 2048
)

func (w *walk) size() int {
	return perSession + perItem*len(w.session.Items) + perAnswer*cap(w.answers) + w.written
}

// written is what an answer takes beside its place among the answers.
func written(a *quiz.Answer) int {
	n := len(a.Response)
	if a.Tried != nil {
		n += perTried + len(a.Tried.First)
	}
	return n
}

// newCache makes a cache for so many sessions of common length.
func newCache(sessions int) *cache {
	c := &cache{fills: map[uuid.UUID]*fill{}, limit: max(0, sessions) * commonSession, newest: newLatest(sessions)}
	// The library's bound counts entries; ours counts bytes and is the lower one.
	c.walks = recent.New(c.limit/perSession+1, func(_ uuid.UUID, w *walk) { c.size -= w.size() })
	return c
}

// get gives a session, or announces a fill that end must be called for.
func (c *cache) get(id uuid.UUID) (*walk, *fill) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w, ok := c.walks.Get(id); ok {
		c.hits++
		return w, nil
	}
	c.misses++
	f := c.fills[id]
	if f == nil {
		f = &fill{}
		c.fills[id] = f
	}
	f.readers++
	return nil, f
}

// end hands in what the database said; nil where it said nothing.
func (c *cache) end(id uuid.UUID, f *fill, w *walk) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.readers--; f.readers == 0 {
		delete(c.fills, id)
	}
	if _, known := c.walks.Peek(id); w != nil && !f.void && !known {
		c.put(w)
	}
}

// answer gives one answer where it is known.
func (c *cache) answer(session uuid.UUID, n int) (quiz.Answer, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w, ok := c.walks.Get(session); ok {
		if i, ok := w.find(n); ok {
			return w.answers[i], true
		}
	}
	return quiz.Answer{}, false
}

func (w *walk) find(n int) (int, bool) {
	return slices.BinarySearchFunc(w.answers, n, func(a quiz.Answer, n int) int { return a.N - n })
}

// created notes a new session. Only the writer calls it.
func (c *cache) created(s quiz.Session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.voidFill(s.ID)
	c.put(&walk{session: &s})
	c.newest.state++
	c.newest.known.Remove(s.Learner)
}

// answered notes an answer. Only the writer calls it.
func (c *cache) answered(a quiz.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.voidFill(a.Session)
	old, ok := c.walks.Peek(a.Session)
	if !ok {
		return
	}
	i, known := old.find(a.N)
	if known {
		return
	}
	next := &walk{session: old.session, answers: old.answers, written: old.written + written(&a)}
	if i < len(old.answers) {
		next.answers = append(make([]quiz.Answer, 0, len(old.answers)*5/4+4), old.answers[:i]...)
	}
	// Where the answer is the last, which is usual, it comes into the room behind
	// the old walk's: its readers look no further than its length, and no other
	// walk grows from it.
	next.answers = append(append(next.answers, a), old.answers[i:]...)
	c.put(next)
}

// finished notes that a test was finished. Only the writer calls it.
func (c *cache) finished(s quiz.Session, answers []quiz.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.voidFill(s.ID)
	if _, known := c.walks.Peek(s.ID); known {
		next := &walk{session: &s, answers: answers}
		for i := range answers {
			next.written += written(&answers[i])
		}
		c.put(next)
	}
}

// forget drops a session whose answers have changed, to be read again. Only the
// writer calls it.
func (c *cache) forget(id uuid.UUID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.voidFill(id)
	c.walks.Remove(id)
}

// regraded drops sessions whose grades have changed, to be read again. Only the
// writer calls it.
func (c *cache) regraded(ids []uuid.UUID) {
	for _, id := range ids {
		c.forget(id)
	}
}

// deleted forgets sessions. Only the writer calls it.
func (c *cache) deleted(ids []uuid.UUID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range ids {
		c.voidFill(id)
		c.walks.Remove(id)
	}
	c.newest.state++
	c.newest.known.Purge() // whose sessions they were is not known here
}

// rest forgets what nobody has asked for since it was last called, and says how
// many sessions that were.
func (c *cache) rest() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.newest.known.Rest()
	return c.walks.Rest()
}

func (c *cache) voidFill(id uuid.UUID) {
	if f := c.fills[id]; f != nil {
		f.void = true
	}
}

// put replaces a session and makes room for it.
func (c *cache) put(w *walk) {
	if w.size() > c.limit {
		c.walks.Remove(w.session.ID)
		return
	}
	if old, ok := c.walks.Peek(w.session.ID); ok {
		c.size -= old.size()
	}
	c.walks.Add(w.session.ID, w)
	for c.size += w.size(); c.size > c.limit; {
		c.walks.RemoveOldest()
	}
}
