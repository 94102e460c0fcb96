package play

import (
	"slices"
	"testing"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

func TestRevisionHash(t *testing.T) {
	file := func(name, data string) store.File { return store.File{Name: name, Data: []byte(data)} }
	set := &quiz.Set{ID: "s"}
	first := NewRevision(set, []store.File{file("a", "1"), file("b", "2")})
	equal(t, "the hash of the same files in another order", NewRevision(set, []store.File{file("b", "2"), file("a", "1")}).Hash, first.Hash)
	equal(t, "its length", len(first.Hash), 64)
	seen := map[string]string{first.Hash: "the first"}
	for what, r := range map[string]*Revision{
		"another set":          NewRevision(&quiz.Set{ID: "t"}, first.Files),
		"another content":      NewRevision(set, []store.File{file("a", "1"), file("b", "3")}),
		"another name":         NewRevision(set, []store.File{file("a", "1"), file("c", "2")}),
		"a file less":          NewRevision(set, []store.File{file("a", "1")}),
		"no file":              NewRevision(set, nil),
		"contents in one file": NewRevision(set, []store.File{file("a", "1b2")}),
		"the border moved":     NewRevision(set, []store.File{file("a1", ""), file("b", "2")}),
	} {
		if other, taken := seen[r.Hash]; taken {
			t.Errorf("%s and %s have one hash", what, other)
		}
		seen[r.Hash] = what
	}
	files := []store.File{file("b", "2"), file("a", "1")}
	NewRevision(set, files)
	equal(t, "the caller's first file", files[0].Name, "b")
}

func TestRevisionFind(t *testing.T) {
	set := tides("first edition")
	r := NewRevision(set, set.Files)
	m, ok := r.Find(set.Questions[1].Citation)
	equal(t, "found", ok, true)
	equal(t, "the words", m.Text, "The sun raises them too")
	equal(t, "the passage", m.First, 1)
	m, ok = r.Find(quiz.Citation{Quote: "Winds play a part"}) // an option's
	equal(t, "found", ok, true)
	equal(t, "the passage", m.First, 2)
	_, ok = r.Find(quiz.Citation{})
	equal(t, "nothing found", ok, false)
	_, ok = r.Find(quiz.Citation{Quote: "The sun"}) // no citation of the set
	equal(t, "another found", ok, false)

	set.Reading = nil
	_, ok = NewRevision(set, set.Files).Find(set.Questions[1].Citation)
	equal(t, "found without a reading", ok, false)
}

func TestLibrary(t *testing.T) {
	h := newHouse(t)
	revision := func(id, title string) *Revision { return NewRevision(&quiz.Set{ID: id, Title: title}, nil) }
	p, err := New(t.Context(), h.store, []*Revision{revision("b", "Zebras"), revision("a", "Zebras"), revision("c", "Ants")}, Options{})
	h.must(err)
	var ids []string
	for _, r := range p.Library() {
		ids = append(ids, r.Set.ID)
	}
	if want := []string{"c", "a", "b"}; !slices.Equal(ids, want) {
		t.Errorf("the library is %v, want %v", ids, want)
	}
	_, err = p.Current("d")
	wants(t, "an unknown set", err, ErrNotFound)
	if _, err := New(t.Context(), h.store, []*Revision{revision("a", "One"), revision("a", "Two")}, Options{}); err == nil {
		t.Error("two sets of one name are served")
	}
	equal(t, "the length of the key of the forms", len(p.FormKey()), 32)
	equal(t, "the key of another Play on the same store", string(h.FormKey()), string(p.FormKey()))
}

func TestMarks(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	w := h.walk(s)
	check := func(want ...PassageStatus) {
		t.Helper()
		if got := w.Marks(); !slices.EqualFunc(got, want, func(a, b PassageStatus) bool {
			return a.Verdict == b.Verdict && slices.Equal(a.Questions, b.Questions)
		}) {
			t.Errorf("the marks are %v, want %v", got, want)
		}
	}
	none := PassageStatus{Verdict: quiz.NotAsked}
	check(none, none, none, none, none)
	w = h.answer(s, 2, pick(w, 2, 0))
	check(none, PassageStatus{quiz.Partial, []int{2}}, none, none, none)
	w = h.answer(s, 4, pick(w, 4, 0))
	check(PassageStatus{quiz.Right, []int{4}}, PassageStatus{quiz.Partial, []int{2}}, none, none, none)
	w = h.answer(s, 1, quiz.Form{"answer": {"dont-know"}}) // the same passage as 4
	w = h.answer(s, 3, pick(w, 3, 2))
	check(PassageStatus{quiz.Unknown, []int{1, 4}}, PassageStatus{quiz.Partial, []int{2}}, none, PassageStatus{quiz.Wrong, []int{3}}, none)
	w.Revision.Set.Reading = nil
	check()
}
