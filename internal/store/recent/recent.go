// Package recent keeps in memory what was asked for lately: within a bound, and
// no longer than somebody asks.
package recent

import "github.com/hashicorp/golang-lru/v2/simplelru"

// Map keeps values by their keys, the least recently used out first. It is not
// safe for use by several at a time.
type Map[K comparable, V any] struct {
	known *simplelru.LRU[K, *entry[V]]
	turn  uint32 // how often Rest was called
}

type entry[V any] struct {
	value V
	turn  uint32 // in which it was asked for last
}

// New makes a map of at most so many values; at least one. gone is told of each
// value that leaves, unless Add replaces it; it may be nil.
func New[K comparable, V any](most int, gone func(K, V)) *Map[K, V] {
	var evicted simplelru.EvictCallback[K, *entry[V]]
	if gone != nil {
		evicted = func(k K, e *entry[V]) { gone(k, e.value) }
	}
	known, _ := simplelru.NewLRU(max(1, most), evicted) // fails for a size below 1 alone
	return &Map[K, V]{known: known}
}

// Get gives a value, which counts as asking for it.
func (m *Map[K, V]) Get(key K) (value V, ok bool) {
	e, ok := m.known.Get(key)
	if !ok {
		return value, false
	}
	e.turn = m.turn
	return e.value, true
}

// Peek gives a value without asking for it.
func (m *Map[K, V]) Peek(key K) (value V, ok bool) {
	e, ok := m.known.Peek(key)
	if !ok {
		return value, false
	}
	return e.value, true
}

// Add keeps a value, in place of another with that key.
func (m *Map[K, V]) Add(key K, value V) { m.known.Add(key, &entry[V]{value, m.turn}) }

// Remove forgets a value.
func (m *Map[K, V]) Remove(key K) { m.known.Remove(key) }

// RemoveOldest forgets the value that was least recently asked for.
func (m *Map[K, V]) RemoveOldest() { m.known.RemoveOldest() }

// Purge forgets all of them.
func (m *Map[K, V]) Purge() { m.known.Purge() }

// Len is how many there are.
func (m *Map[K, V]) Len() int { return m.known.Len() }

// Rest forgets what nobody has asked for since it was last called, and says how
// much that was.
func (m *Map[K, V]) Rest() (forgotten int) {
	for {
		_, oldest, ok := m.known.GetOldest()
		if !ok || oldest.turn == m.turn {
			m.turn++
			return forgotten
		}
		m.known.RemoveOldest()
		forgotten++
	}
}
