package storetest

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

func (f *fixture) setDraft(owner uuid.UUID, set string) store.SetDraft {
	f.t.Helper()
	d := store.SetDraft{ID: newID(), Owner: owner, Set: set, Title: "A title", Version: 1, Created: day, Changed: day, Files: []store.File{
		{Name: "img/ü.png", Data: []byte("\x00\xff")}, {Name: "set.yaml", Data: []byte("title: µ\n")},
	}}
	must(f.t, f.CreateSetDraft(ctx, d))
	return d
}

var setDraftTests = map[string]func(*testing.T, *fixture){
	"come back as they were": func(t *testing.T, f *fixture) {
		a, b := f.account("anna", store.Instructor), f.account("berta", store.Instructor)
		first, other, second := f.setDraft(a.ID, "one"), f.setDraft(b.ID, "two"), f.setDraft(a.ID, "one")
		f.reopen()
		got, err := f.SetDraft(ctx, first.ID)
		must(t, err)
		equal(t, "the draft", got, first)
		list, err := f.SetDrafts(ctx, a.ID)
		must(t, err)
		first.Files, other.Files, second.Files = nil, nil, nil
		equal(t, "the drafts of an owner", list, []store.SetDraft{second, first})
		list, err = f.SetDrafts(ctx, uuid.Nil)
		must(t, err)
		equal(t, "all drafts", list, []store.SetDraft{second, other, first})
		must(t, f.DeleteSetDraft(ctx, first.ID))
		must(t, f.DeleteSetDraft(ctx, first.ID))
		_, err = f.SetDraft(ctx, first.ID)
		wants(t, "a deleted draft", err, store.ErrNotFound)
		wants(t, "saving it", f.SaveSetDraft(ctx, first), store.ErrNotFound)
	},
	"are saved by one of many": func(t *testing.T, f *fixture) {
		d := f.setDraft(f.account("anna", store.Instructor).ID, "one")
		var saved atomic.Int32
		together(8, func(i int) {
			next := d
			next.Changed = day.Add(time.Hour)
			next.Files = []store.File{{Name: "set.yaml", Data: []byte{byte(i)}}, {Name: "new.md", Data: []byte{byte(i)}}}
			if err := f.SaveSetDraft(ctx, next); err == nil {
				saved.Add(1)
			} else {
				wants(t, "a second saving", err, store.ErrChanged)
			}
		})
		got, err := f.SetDraft(ctx, d.ID)
		must(t, err)
		equal(t, "how many saved it, and its version", []int{int(saved.Load()), got.Version, len(got.Files)}, []int{1, 2, 2})
		if string(got.Files[0].Data) != string(got.Files[1].Data) {
			t.Error("two savings were mixed")
		}
	},
}

var publicationTests = map[string]func(*testing.T, *fixture){
	"are listed newest first": func(t *testing.T, f *fixture) {
		a, b := f.account("anna", store.Instructor), f.account("berta", store.Instructor)
		hash := f.revision("kratom")
		newest := map[string]uuid.UUID{}
		publish := func(set, revision string, owner store.Account) (store.Publication, error) {
			p := store.Publication{ID: newID(), Set: set, Revision: revision, Owner: owner.ID, By: owner.Name, At: day, Note: "why µ", Unlisted: revision == "", Follows: newest[set]}
			err := f.Publish(ctx, p)
			if err == nil {
				newest[set] = p.ID
			}
			p.Follows = uuid.Nil // it is not kept
			return p, err
		}
		first, err := publish("kratom", hash, a)
		must(t, err)
		gone, err := publish("kratom", "", a)
		must(t, err)
		again, err := publish("kratom", hash, a)
		must(t, err)
		other, err := publish("a", hash, b)
		must(t, err)
		_, err = publish("kratom", hash, b)
		wants(t, "another's set", err, store.ErrTaken)
		_, err = publish("kratom", hashOf("none"), a)
		wants(t, "an unknown revision", err, store.ErrNotFound)
		f.reopen()
		list, err := f.Publications(ctx, "kratom")
		must(t, err)
		equal(t, "the publications", list, []store.Publication{again, gone, first})
		list, err = f.Published(ctx)
		must(t, err)
		equal(t, "what is published", list, []store.Publication{other, again})
	},
	"follow what they were made from": func(t *testing.T, f *fixture) {
		a, hash := f.account("anna", store.Instructor), f.revision("kratom")
		first := store.Publication{ID: newID(), Set: "kratom", Revision: hash, Owner: a.ID, At: day}
		must(t, f.Publish(ctx, first))
		gone := store.Publication{ID: newID(), Set: "kratom", Owner: a.ID, At: day, Follows: first.ID}
		must(t, f.Publish(ctx, gone))
		listed := store.Publication{ID: newID(), Set: "kratom", Revision: hash, Owner: a.ID, At: day, Follows: first.ID}
		wants(t, "one that follows another than the newest", f.Publish(ctx, listed), store.ErrChanged)
		listed.Follows = uuid.Nil
		wants(t, "a first one after others", f.Publish(ctx, listed), store.ErrChanged)
		gone.Follows = uuid.Nil
		list, err := f.Publications(ctx, "kratom")
		must(t, err)
		equal(t, "the publications", list, []store.Publication{gone, first})
	},
	"are in the order in which they were made, whatever the clock says": func(t *testing.T, f *fixture) {
		a, hash := f.account("anna", store.Instructor), f.revision("kratom")
		ahead := uuid.Max
		ahead[15] = 0xfe
		for _, p := range []store.Publication{{ID: ahead, Revision: hash}, {ID: newID(), Follows: ahead}} {
			p.Set, p.Owner = "kratom", a.ID
			must(t, f.Publish(ctx, p))
		}
		list, err := f.Published(ctx)
		must(t, err)
		if len(list) != 1 || list[0].Revision != "" {
			t.Errorf("the set was withdrawn, and is published: %+v", list)
		}
	},
}
