package play

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// An unlisted set is there for those who teach and for who comes by an
// assignment, and for nobody else: not to be started, read or reviewed.
func TestUnlisted(t *testing.T) {
	h := realHouse(t)
	ctx, s := t.Context(), h.Staff()
	anna, berta := h.colleague("anna", Instructor), h.colleague("berta", Instructor)
	d, err := s.NewDraft(ctx, anna, "ponds", pondFiles(pondSet))
	h.must(err)
	first, err := s.ReleaseAs(ctx, anna, d.ID, d.Version, true, "for the exam")
	h.must(err)
	listed := func() bool {
		_, err := h.Current("ponds")
		inLibrary := slices.ContainsFunc(h.Library(), func(r *Revision) bool { return r.Set.ID == "ponds" })
		if inLibrary != (err == nil) || h.Unlisted("ponds") == inLibrary {
			t.Errorf("in the library: %v; served: %v", inLibrary, err)
		}
		return inLibrary
	}
	equal(t, "whether it is listed from the start", listed(), false)
	_, err = h.Start(ctx, h.learner, Start{Set: "ponds"})
	wants(t, "a start", err, ErrNotFound)
	_, err = s.Start(ctx, h.learner, Start{Set: "ponds"})
	h.must(err)
	if r, err := s.Current("ponds"); err != nil || r.Hash != first.Hash || !slices.Contains(s.Library(), r) {
		t.Errorf("those who teach do not find it: %v", err)
	}

	terms := h.terms()
	a, err := s.Assign(ctx, anna, "ponds", terms, nil)
	h.must(err)
	learner := h.newLearner()
	here, err := h.Attend(ctx, learner, a.Code)
	h.must(err)
	h.must(h.Join(ctx, learner, here, "", store.Person{}))
	session, err := h.Attempt(ctx, here)
	h.must(err)
	for n := range session.Items {
		_, err := h.Answer(ctx, learner, session.ID, n+1, quiz.Form{"answer": {"dont-know"}, "dont-know": {""}})
		h.must(err)
	}
	h.clock.move(72 * time.Hour)
	due, err := h.Due(ctx, learner)
	h.must(err)
	equal(t, "what is due of it", due["ponds"], 0)
	_, err = h.Start(ctx, learner, Start{Set: "ponds", Mode: quiz.Review})
	wants(t, "a review", err, ErrNotFound)

	_, err = s.Release(ctx, anna, d.ID, d.Version, "once more")
	h.must(err)
	equal(t, "whether the next revision is listed", listed(), false)
	wants(t, "another's set", s.List(ctx, berta, "ponds", false), ErrNotFound)
	h.must(s.List(ctx, anna, "ponds", false))
	equal(t, "whether it is listed then", listed(), true)
	h.clock.move(time.Hour)
	if due, err = h.Due(ctx, learner); err != nil || due["ponds"] != len(session.Items) {
		t.Errorf("due of the listed set are %v: %v", due, err)
	}
	h.must(s.List(ctx, anna, "ponds", false)) // again: nothing happens
	h.must(s.List(ctx, anna, "ponds", true))
	h.must(s.RollBack(ctx, anna, "ponds", first.Hash, ""))
	equal(t, "whether it is listed after rolling back", listed(), false)
	h.must(s.Withdraw(ctx, anna, "ponds", ""))
	wants(t, "listing a withdrawn set", s.List(ctx, anna, "ponds", false), ErrNotFound)
	h.must(s.RollBack(ctx, anna, "ponds", first.Hash, ""))
	equal(t, "whether it is listed when it is served again", listed(), false)

	log, err := s.Log(ctx, uuid.Nil, 100)
	h.must(err)
	var did []string
	for _, e := range log {
		if e.Action == "set-listed" || e.Action == "set-unlisted" {
			did = append(did, e.Action+" "+e.Name)
		}
	}
	equal(t, "what the log tells", strings.Join(did, ", "), "set-unlisted anna, set-listed anna")

	again, err := New(ctx, h.store, nil, Options{Now: h.clock.now, Parse: h.revisions.parse})
	h.must(err)
	if _, err := again.Current("ponds"); err == nil || !again.Unlisted("ponds") {
		t.Error("another server lists it")
	}
}
