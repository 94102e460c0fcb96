package play

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"verbatim/internal/store"
)

// What a form says of its own grade and time counts for nothing.
func TestTrust04GradesAndTimesAreTheServers(t *testing.T) {
	h := newHouse(t)
	s := h.start()
	w := h.walk(s)
	n := 1
	for w.Question(n).ID != "moon" {
		n++
	}
	form := pick(w, n, 1) // wrong
	for _, field := range []string{"fraction", "mark", "correct", "at", "seconds"} {
		form[field] = []string{"1"}
	}
	h.clock.move(7 * time.Second)
	a, _ := h.answer(s, n, form).Answer(n)
	equal(t, "what a wrong answer that calls itself right earns", a.Fraction, 0)
	equal(t, "when it was given", a.At, h.clock.now())
}

// failing is a store that keeps no draft.
type failing struct {
	store.Store
	err error
}

func (f failing) SaveSetDraft(context.Context, store.SetDraft) error { return f.err }

// An import is whole or absent: where it cannot be kept, or is of a version that
// is no more, the draft is as it was.
func TestTrust37ImportsAreWholeOrAbsent(t *testing.T) {
	h := realHouse(t)
	anna := h.colleague("anna", Instructor)
	gift := []byte("::frogs::How do frogs breathe? {=Through their skin ~Through their ears}\n\n::lilies::What floats? {=Lilies ~Stones}\n")
	files, err := Receive(t.Context(), append(pondFiles(pondSet), store.File{Name: "more.gift", Data: gift}))
	h.must(err)
	before, err := h.Staff().NewDraft(t.Context(), anna, "ponds", files)
	h.must(err)
	fates := map[string]string{"frogs": Include, "lilies": Include}
	untouched := func(what string) {
		t.Helper()
		now, err := h.Staff().Draft(t.Context(), anna, before.ID)
		h.must(err)
		equal(t, what+": its version", now.Version, before.Version)
		equal(t, what+": its questions", len(Look(now).Set.Questions), 1)
	}

	broken, err := New(t.Context(), failing{h.store, ErrUnavailable}, nil, Options{Now: h.clock.now})
	h.must(err)
	_, err = broken.Staff().BringIn(t.Context(), anna, before.ID, before.Version, fates)
	wants(t, "a store that fails", err, ErrUnavailable)
	untouched("after a failure")
	_, err = h.Staff().BringIn(t.Context(), anna, before.ID, before.Version+1, fates)
	wants(t, "another version", err, ErrChanged)
	untouched("after a change")

	after, err := h.Staff().BringIn(t.Context(), anna, before.ID, before.Version, fates)
	h.must(err)
	equal(t, "the questions once it comes in", len(Look(after).Set.Questions), 3)
}

// An account keeps a bounded number of drafts, each of a bounded size.
func TestTrust40DraftsHaveAQuota(t *testing.T) {
	h := realHouse(t)
	anna, berta := h.colleague("anna", Instructor), h.colleague("berta", Instructor)
	begin := func(who Who, files []store.File) error {
		_, err := h.Staff().NewDraft(t.Context(), who, "ponds", files)
		return err
	}
	refusedAs(t, "a file that is too large", begin(anna, []store.File{{Name: "a.png", Data: bytes.Repeat([]byte{1}, MaxDraft+1)}}), "refused.draft-large")
	var many []store.File
	for i := range maxDraftFiles + 1 {
		many = append(many, store.File{Name: fmt.Sprintf("%d.md", i)})
	}
	refusedAs(t, "too many files", begin(anna, many), "refused.draft-large")
	for range maxDrafts {
		h.must(begin(anna, nil))
	}
	refusedAs(t, "one draft more", begin(anna, nil), "refused.too-many-drafts")
	h.must(begin(berta, nil))
	drafts, err := h.Staff().Drafts(t.Context(), anna)
	h.must(err)
	h.must(h.Staff().DeleteDraft(t.Context(), anna, drafts[0].ID))
	h.must(begin(anna, nil))
}
