package sqlite

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
)

func walkOf(id uuid.UUID, answers int) *walk {
	w := &walk{session: &quiz.Session{ID: id}}
	for n := range answers {
		w.answers = append(w.answers, quiz.Answer{Session: id, N: n + 1, Response: "1"})
		w.written++
	}
	return w
}

func TestCacheIsBounded(t *testing.T) {
	const room = 100
	c := newCache(room)
	var ids []uuid.UUID
	held := func() int {
		sum := 0
		for _, id := range ids {
			if w, ok := c.walks.Peek(id); ok {
				sum += w.size()
			}
		}
		if sum != c.size {
			t.Fatalf("the cache counts %d bytes and holds %d", c.size, sum)
		}
		if sum > room*commonSession {
			t.Fatalf("the cache holds %d bytes, more than its %d", sum, room*commonSession)
		}
		return c.walks.Len()
	}
	for range 10 * room {
		id := newID()
		ids = append(ids, id)
		c.created(quiz.Session{ID: id, Items: make([]int, 15)})
		for n := range 15 {
			c.answered(quiz.Answer{Session: id, N: n + 1, Response: "1"})
		}
		held()
	}
	if n := held(); n < room/2 || n > 2*room {
		t.Errorf("%d common sessions are held, want about %d", n, room)
	}
	for range room {
		id := newID()
		ids = append(ids, id)
		_, f := c.get(uuid.Nil)
		c.end(uuid.Nil, f, walkOf(id, 300))
	}
	if n := held(); n > room/10 {
		t.Errorf("%d long sessions are held, want fewer than %d", n, room/10)
	}
	huge := walkOf(newID(), 10_000)
	c.mu.Lock()
	c.put(huge)
	c.mu.Unlock()
	if w, f := c.get(huge.session.ID); w != nil {
		t.Error("a session above the bound is held")
	} else {
		c.end(huge.session.ID, f, nil)
	}
	if len(c.fills) != 0 {
		t.Errorf("%d fills are left over", len(c.fills))
	}
	// Nobody asks for any of them any more.
	if c.rest(); held() == 0 {
		t.Error("what was in use a moment ago is gone")
	}
	if c.rest(); held() != 0 || c.size != 0 || c.newest.known.Len() != 0 {
		t.Errorf("%d sessions are held, %d bytes counted, %d learners known", held(), c.size, c.newest.known.Len())
	}
}

// TestCacheRefusesWhatIsOutdated has a session change between the moment at
// which a reader looks into the database and the one at which it hands it in.
func TestCacheRefusesWhatIsOutdated(t *testing.T) {
	id := newID()
	for what, change := range map[string]func(*cache){
		"answered": func(c *cache) { c.answered(quiz.Answer{Session: id, N: 2}) },
		"deleted":  func(c *cache) { c.deleted([]uuid.UUID{id}) },
	} {
		t.Run(what, func(t *testing.T) {
			c := newCache(10)
			_, first := c.get(id)
			change(c)
			_, second := c.get(id) // looks after the change, but shares the fill
			c.end(id, first, walkOf(id, 1))
			c.end(id, second, walkOf(id, 2))
			w, third := c.get(id)
			if w != nil {
				t.Fatal("what was read before the change is served after it")
			}
			c.end(id, third, walkOf(id, 2))
			if w, _ := c.get(id); w == nil || len(w.answers) != 2 {
				t.Errorf("what was read after the change is not served: %v", w)
			}
		})
	}
}

// Readers keep the walk that they were given while answers are added to it, at
// its end and before it.
func TestCacheKeepsWhatReadersHold(t *testing.T) {
	c := newCache(100)
	id := newID()
	c.created(quiz.Session{ID: id, Items: make([]int, 40)})
	var held []*walk
	var then [][]quiz.Answer
	for i := range 40 {
		n := i + 1
		if i%5 == 4 { // out of order
			n = 100 - i
		}
		c.answered(quiz.Answer{Session: id, N: n, Response: "12"})
		w, _ := c.get(id)
		held, then = append(held, w), append(then, slices.Clone(w.answers))
	}
	for i, w := range held {
		if len(w.answers) != i+1 || !slices.Equal(w.answers, then[i]) || w.written != 2*(i+1) {
			t.Errorf("walk %d has %d answers, %d bytes", i, len(w.answers), w.written)
		}
		for j := 1; j < len(w.answers); j++ {
			if w.answers[j-1].N >= w.answers[j].N {
				t.Fatalf("walk %d is out of order: %v", i, w.answers)
			}
		}
	}
}
