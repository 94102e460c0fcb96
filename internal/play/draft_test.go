package play

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"verbatim/internal/format"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

const pondReading = `# Ponds

Ducks sleep with one eye open. Frogs breathe through their skin under water.

## Plants

Water lilies float on long stalks.
`

const pondSet = `title: "Ponds"
language: en
reading: reading.md
topics:
  animals: Animals
questions:
  - id: ducks
    topic: animals
    evidence: background
    stem: "How do ducks sleep?"
    options:
      - text: "With one eye open"
        correct: true
      - text: "Standing on one leg"
        because: "That is said of herons."
    explanation: "They keep one eye open."
    quote: "Ducks sleep with one eye open."
`

func pondFiles(set string) []store.File {
	return []store.File{{Name: "set.yaml", Data: []byte(set)}, {Name: "reading.md", Data: []byte(pondReading)}}
}

// realHouse is a house whose stored revisions are read as those of a server.
func realHouse(t *testing.T) *house {
	h := newHouse(t)
	parse := func(set string, files []store.File) (*quiz.Set, error) {
		s, _, err := format.Parse(set, files)
		return s, err
	}
	p, err := New(t.Context(), h.store, nil, Options{Now: h.clock.now, Parse: parse})
	h.must(err)
	h.Play = p
	return h
}

// colleague makes an account of a role.
func (h *house) colleague(name string, role Role) Who {
	h.t.Helper()
	code, err := h.Staff().Invite(h.t.Context(), Terminal, name, role)
	h.must(err)
	who, _, err := h.Staff().Redeem(h.t.Context(), code, "", strong, "")
	h.must(err)
	return who
}

func refusedAs(t *testing.T, what string, err error, key string) {
	t.Helper()
	if r, ok := errors.AsType[*Refused](err); !ok || r.Message != key {
		t.Errorf("%s: the error is %v, want refused as %s", what, err, key)
	}
}

func TestPublishRollBackWithdraw(t *testing.T) {
	h := realHouse(t)
	ctx, s := t.Context(), h.Staff()
	anna := h.colleague("anna", Instructor)
	d, err := s.NewDraft(ctx, anna, "ponds", pondFiles(strings.Replace(pondSet, "quote: \"Ducks", "quote: \"Geese", 1)))
	h.must(err)
	_, err = s.Release(ctx, anna, d.ID, d.Version, "")
	refusedAs(t, "a set with an error", err, "refused.set-broken")

	d.Files = pondFiles(pondSet)
	d, err = s.Save(ctx, anna, d)
	h.must(err)
	first, err := s.Release(ctx, anna, d.ID, d.Version, "the first one")
	h.must(err)
	begun, err := h.Start(ctx, h.learner, Start{Set: "ponds"})
	h.must(err)

	d.Files = pondFiles(strings.ReplaceAll(pondSet, "How do ducks sleep?", "How do ducks rest?"))
	d, err = s.Save(ctx, anna, d)
	h.must(err)
	second, err := s.Release(ctx, anna, d.ID, d.Version, "better words")
	h.must(err)
	current := func() string {
		r, err := h.Current("ponds")
		if err != nil {
			return err.Error()
		}
		return r.Hash
	}
	equal(t, "what is served", current(), second.Hash)
	w, err := h.Walk(ctx, h.learner, begun.ID)
	h.must(err)
	equal(t, "what a session under way has", w.Revision.Hash, first.Hash)

	h.must(s.RollBack(ctx, anna, "ponds", first.Hash, "back"))
	equal(t, "after rolling back", current(), first.Hash)
	h.must(s.Withdraw(ctx, anna, "ponds", ""))
	equal(t, "after withdrawing", current(), ErrNotFound.Error())
	_, err = h.Walk(ctx, h.learner, begun.ID)
	h.must(err)
	history, err := s.History(ctx, anna, "ponds")
	h.must(err)
	var notes []string
	for _, p := range history {
		notes = append(notes, p.Note)
	}
	equal(t, "the notes", strings.Join(notes, "|"), "|back|better words|the first one")

	again, err := s.EditSet(ctx, anna, "ponds")
	h.must(err)
	equal(t, "the draft of a withdrawn set", Look(again).Set.Questions[0].Stem, "How do ducks sleep?")
}

// Trust 12: nobody but its owner, admins and assistants sees a draft, and
// assistants change nothing.
func TestTrust12DraftsAreOnesOwn(t *testing.T) {
	h := realHouse(t)
	ctx, s := t.Context(), h.Staff()
	anna, berta := h.colleague("anna", Instructor), h.colleague("berta", Instructor)
	helper, admin := h.colleague("carla", Assistant), h.colleague("dora", Admin)
	d, err := s.NewDraft(ctx, anna, "ponds", pondFiles(pondSet))
	h.must(err)
	for _, c := range []struct {
		who       Who
		see, edit error
	}{{anna, nil, nil}, {berta, ErrNotFound, ErrNotFound}, {helper, nil, ErrNotFound}, {admin, nil, nil}} {
		_, err := s.Draft(ctx, c.who, d.ID)
		wants(t, "reading by "+c.who.Name, err, c.see)
		list, err := s.Drafts(ctx, c.who)
		h.must(err)
		equal(t, "how many "+c.who.Name+" sees listed", len(list) == 1, c.see == nil)
		saved, err := s.Save(ctx, c.who, d)
		wants(t, "saving by "+c.who.Name, err, c.edit)
		if err == nil {
			d = saved
		}
		if c.edit != nil {
			_, err = s.Release(ctx, c.who, d.ID, d.Version, "")
			wants(t, "publishing by "+c.who.Name, err, c.edit)
			wants(t, "deleting by "+c.who.Name, s.DeleteDraft(ctx, c.who, d.ID), c.edit)
		}
	}
	_, err = s.Release(ctx, anna, d.ID, d.Version, "")
	h.must(err)
	theirs, err := s.NewDraft(ctx, berta, "ponds", pondFiles(pondSet))
	h.must(err)
	_, err = s.Release(ctx, berta, theirs.ID, theirs.Version, "")
	refusedAs(t, "a name that another has", err, "refused.set-taken")
	wants(t, "rolling another's set back", s.Withdraw(ctx, berta, "ponds", ""), ErrNotFound)
	wants(t, "withdrawing by an assistant", s.Withdraw(ctx, helper, "ponds", ""), ErrNotFound)
}

func TestFolderStandsBeforePublished(t *testing.T) {
	h := realHouse(t)
	ctx, s := t.Context(), h.Staff()
	anna := h.colleague("anna", Instructor)
	d, err := s.NewDraft(ctx, anna, "tides", pondFiles(pondSet))
	h.must(err)
	_, err = s.Release(ctx, anna, d.ID, d.Version, "")
	h.must(err)
	folder := tides("of the folder")
	h.must(h.Publish(ctx, []*Revision{NewRevision(folder, folder.Files)}))
	r, err := h.Current("tides")
	h.must(err)
	equal(t, "what is served", r.Set.Title, "Tides of the folder")
	_, err = s.Release(ctx, anna, d.ID, d.Version, "")
	refusedAs(t, "a set that the folder has", err, "refused.set-in-folder")
	h.must(h.Publish(ctx, nil))
	r, err = h.Current("tides")
	h.must(err)
	equal(t, "what is served without the folder", r.Set.Title, "Ponds")
}

func TestTwoTabsDoNotOverwrite(t *testing.T) {
	h := realHouse(t)
	ctx, s := t.Context(), h.Staff()
	anna := h.colleague("anna", Instructor)
	d, err := s.NewDraft(ctx, anna, "ponds", pondFiles(pondSet))
	h.must(err)
	_, err = s.Save(ctx, anna, d)
	h.must(err)
	_, err = s.Save(ctx, anna, d)
	wants(t, "the second tab", err, ErrChanged)
	_, err = s.Release(ctx, anna, d.ID, d.Version, "")
	wants(t, "publishing what was seen before", err, ErrChanged)
}

const pondGIFT = `::frogs::How do frogs breathe under water?{=Through their skin ~Through gills ~Not at all}

::ducks::How do ducks sleep?{=With one eye open ~Upside down}
`

func TestQuestionsAreReviewedAndBroughtIn(t *testing.T) {
	h := realHouse(t)
	ctx, s := t.Context(), h.Staff()
	anna := h.colleague("anna", Instructor)
	files, err := Receive(ctx, append(pondFiles(pondSet), store.File{Name: "more.gift", Data: []byte(pondGIFT)}))
	h.must(err)
	d, err := s.NewDraft(ctx, anna, "ponds", files)
	h.must(err)
	equal(t, "questions before the review", len(Look(d).Set.Questions), 1)
	r, err := s.Review(ctx, d)
	h.must(err)
	equal(t, "what it is", fmt.Sprint(r.File, len(r.Rows), r.Rows[0].Exists, r.Rows[1].Exists), "more.gift2 false true")

	d, err = s.BringIn(ctx, anna, d.ID, d.Version, map[string]string{"frogs": Include, "ducks": Include})
	h.must(err)
	var ids []string
	for _, q := range Look(d).Set.Questions {
		ids = append(ids, q.ID)
	}
	equal(t, "the questions", strings.Join(ids, " "), "ducks frogs ducks-2")
	_, err = s.Review(ctx, d)
	wants(t, "what waits afterwards", err, ErrNotFound)

	// The likeliest passage is accepted with one change of the text.
	suggested := Suggest(Look(d).Set)
	equal(t, "questions with suggestions", len(suggested), 2)
	best := suggested[0].Passages[0]
	equal(t, "the suggestion for "+suggested[0].Question.ID, best.Words, "Frogs breathe through their skin under water.")
	before, _ := FileOf(d, "set.yaml")
	d, err = s.Accept(ctx, anna, d.ID, d.Version, suggested[0].Question.ID, best.N)
	h.must(err)
	after, _ := FileOf(d, "set.yaml")
	line := "    quote: \"Frogs breathe through their skin under water.\"\n"
	if strings.Replace(string(after), line, "", 1) != string(before) {
		t.Errorf("the text is changed otherwise:\n%s", after)
	}
	set := Look(d).Set
	equal(t, "the quote", set.Questions[set.Index("frogs")].Quote, best.Words)
}

func TestReviewLeavesOutAndReplaces(t *testing.T) {
	h := realHouse(t)
	ctx, s := t.Context(), h.Staff()
	anna := h.colleague("anna", Instructor)
	files, err := Receive(ctx, append(pondFiles(pondSet), store.File{Name: "more.gift", Data: []byte(pondGIFT)}))
	h.must(err)
	d, err := s.NewDraft(ctx, anna, "ponds", files)
	h.must(err)
	d, err = s.BringIn(ctx, anna, d.ID, d.Version, map[string]string{"ducks": Replace, "frogs": LeaveOut})
	h.must(err)
	set := Look(d).Set
	equal(t, "the questions", len(set.Questions), 1)
	text, _ := FileOf(d, "set.yaml")
	if !strings.Contains(string(text), "Upside down") {
		t.Errorf("the question is not replaced:\n%s", text)
	}
}

func TestReceiveRefuses(t *testing.T) {
	for _, f := range []store.File{
		{Name: "picture.bmp", Data: []byte("BM")},
		{Name: "broken.zip", Data: []byte("PK\x03\x04 and nothing more")},
		{Name: "empty.txt"},
	} {
		if _, err := Receive(t.Context(), []store.File{f}); err == nil {
			t.Errorf("%s is taken", f.Name)
		} else if u, ok := errors.AsType[*Unreadable](err); !ok || u.Name != f.Name {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	h := realHouse(t)
	anna := h.colleague("anna", Instructor)
	for _, c := range []struct {
		set, key string
		files    []store.File
	}{
		{"Two words", "refused.set-name", nil},
		{"../up", "refused.set-name", nil},
		{"ponds", "refused.file-name", []store.File{{Name: "../up"}}},
		{"ponds", "refused.file-twice", []store.File{{Name: "a"}, {Name: "a"}}},
		{"ponds", "refused.draft-large", []store.File{{Name: "a", Data: make([]byte, MaxDraft+1)}}},
	} {
		_, err := h.Staff().NewDraft(t.Context(), anna, c.set, c.files)
		refusedAs(t, c.key, err, c.key)
	}
	if _, err := h.Staff().Draft(t.Context(), anna, uuid.New()); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

// A character that nobody sees is a warning of the checker, and a database may
// refuse it: lists show a draft without it.
func TestDraftOfAnOddTitle(t *testing.T) {
	h := newHouse(t)
	d, err := h.Staff().NewDraft(t.Context(), h.colleague("anna", Instructor), "ponds", pondFiles(strings.Replace(pondSet, `"Ponds"`, `"Po\0nds\x1b"`, 1)))
	h.must(err)
	equal(t, "the title", d.Title, "Po nds")
}

// Many small archives are not unpacked one beside the other: 24 MiB of them
// hold many gigabytes.
func TestTrust35ArchivesTogetherHaveABound(t *testing.T) {
	archive := func(names ...string) store.File {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range append(names, "set.yaml") {
			w, err := z.Create(name)
			if err == nil && len(names) == 1 && name != "set.yaml" {
				_, err = w.Write(make([]byte, MaxDraft*2/3))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return store.File{Name: names[0] + ".zip", Data: b.Bytes()}
	}
	var many [2][]string
	for i := range maxDraftFiles {
		many[i%2] = append(many[i%2], fmt.Sprintf("%d.png", i))
	}
	for what, c := range map[string]struct {
		sent    []store.File
		refused bool
	}{
		"one":               {[]store.File{archive("a.png")}, false},
		"the same twice":    {[]store.File{archive("a.png"), archive("a.png")}, false},
		"two":               {[]store.File{archive("a.png"), archive("b.png")}, true},
		"half of the names": {[]store.File{archive(many[0]...)}, false},
		"too many names":    {[]store.File{archive(many[0]...), archive(many[1]...)}, true},
	} {
		_, err := Receive(t.Context(), c.sent)
		_, refused := errors.AsType[*Refused](err)
		if refused != c.refused || !refused && err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A button that is pressed twice, or by two at once, makes one line in the history.
func TestPublishingTwiceIsOnce(t *testing.T) {
	h := realHouse(t)
	s, ctx := h.Staff(), t.Context()
	anna := h.colleague("anna", Instructor)
	d, err := s.NewDraft(ctx, anna, "pond", pondFiles(pondSet))
	h.must(err)
	all := func(press func() error) {
		t.Helper()
		var pressed sync.WaitGroup
		for range 8 {
			pressed.Go(func() {
				if err := press(); err != nil {
					t.Error(err)
				}
			})
		}
		pressed.Wait()
	}
	lines := func(want int) {
		t.Helper()
		history, err := s.History(ctx, anna, "pond")
		h.must(err)
		equal(t, "the lines of the history", len(history), want)
	}
	rev, err := s.Release(ctx, anna, d.ID, d.Version, "first")
	h.must(err)
	all(func() error { _, err := s.Release(ctx, anna, d.ID, d.Version, "first"); return err })
	lines(1)
	all(func() error { return s.Withdraw(ctx, anna, "pond", "over") })
	lines(2)
	all(func() error { return s.RollBack(ctx, anna, "pond", rev.Hash, "back") })
	lines(3)
	all(func() error { _, err := s.ReleaseAs(ctx, anna, d.ID, d.Version, true, "hidden"); return err })
	lines(4)
}
