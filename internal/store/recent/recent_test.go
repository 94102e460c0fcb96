package recent

import (
	"slices"
	"testing"
)

func TestRestForgetsWhatNobodyAskedFor(t *testing.T) {
	var gone []string
	m := New(10, func(key string, _ int) { gone = append(gone, key) })
	m.Add("asked for", 1)
	m.Add("looked at", 2)
	m.Add("removed", 3)
	m.Remove("removed")
	if n := m.Rest(); n != 0 || m.Len() != 2 {
		t.Fatalf("%d forgotten, %d left: what has just come is in use", n, m.Len())
	}
	if n, ok := m.Get("asked for"); n != 1 || !ok {
		t.Fatalf("%d, %t", n, ok)
	}
	if n, ok := m.Peek("looked at"); n != 2 || !ok {
		t.Fatalf("%d, %t", n, ok)
	}
	m.Add("new", 4)
	if n := m.Rest(); n != 1 {
		t.Errorf("%d forgotten, not the one that was only looked at", n)
	}
	if want := []string{"removed", "looked at"}; !slices.Equal(gone, want) {
		t.Errorf("%q are gone, not %q", gone, want)
	}
	if n := m.Rest(); n != 2 || m.Len() != 0 {
		t.Errorf("%d forgotten, %d left after a turn in which nobody asked", n, m.Len())
	}
}

func TestMapIsBounded(t *testing.T) {
	m := New[int, int](3, nil)
	for i := range 5 {
		m.Add(i, i)
		m.Get(0)
	}
	if _, ok := m.Get(0); !ok || m.Len() != 3 {
		t.Errorf("%d are held, and the one in use %t", m.Len(), ok)
	}
	m.Add(0, 7)
	if n, _ := m.Peek(0); n != 7 || m.Len() != 3 {
		t.Errorf("%d: the new value is not in place of the old one", n)
	}
	m.RemoveOldest()
	if m.Purge(); m.Len() != 0 {
		t.Error("something is left")
	}
}
