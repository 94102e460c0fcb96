package play

import (
	"context"
	"sync"
	"testing"

	"verbatim/internal/store"
)

// meanwhile does something after the history of a set was read, once.
type meanwhile struct {
	store.Store
	once sync.Once
	do   func()
}

func (m *meanwhile) Publications(ctx context.Context, set string) ([]store.Publication, error) {
	all, err := m.Store.Publications(ctx, set)
	m.once.Do(m.do)
	return all, err
}

// A set that is published for the first time by two presses of the button is
// published once.
func TestFirstPublicationCountsOnce(t *testing.T) {
	h := realHouse(t)
	ctx := t.Context()
	anna := h.colleague("anna", Instructor)
	d, err := h.Staff().NewDraft(ctx, anna, "ponds", pondFiles(pondSet))
	h.must(err)
	press := func() {
		_, err := h.Staff().ReleaseAs(ctx, anna, d.ID, d.Version, false, "")
		h.must(err)
	}
	whole := h.Play.store
	h.Play.store = &meanwhile{Store: whole, do: func() {
		h.Play.store = whole
		press()
	}}
	press()
	all, err := h.Staff().History(ctx, anna, "ponds")
	h.must(err)
	equal(t, "how often it was published", len(all), 1)
}

// Listing a set carries on which revision is served of it, and withdrawing
// whether it is listed. Neither brings back what somebody else has changed in
// that moment.
func TestWhatIsPublishedMeanwhileCounts(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile, act   func(*Staff, context.Context, Who) error
		want             error
		served, unlisted bool
	}{
		"withdrawn while it is hidden": {
			func(s *Staff, ctx context.Context, who Who) error { return s.Withdraw(ctx, who, "ponds", "") },
			func(s *Staff, ctx context.Context, who Who) error { return s.List(ctx, who, "ponds", true) }, ErrNotFound, false, false,
		},
		"hidden while it is withdrawn": {
			func(s *Staff, ctx context.Context, who Who) error { return s.List(ctx, who, "ponds", true) },
			func(s *Staff, ctx context.Context, who Who) error { return s.Withdraw(ctx, who, "ponds", "") }, nil, false, true,
		},
	} {
		h := realHouse(t)
		ctx := t.Context()
		anna := h.colleague("anna", Instructor)
		d, err := h.Staff().NewDraft(ctx, anna, "ponds", pondFiles(pondSet))
		h.must(err)
		_, err = h.Staff().Release(ctx, anna, d.ID, d.Version, "")
		h.must(err)
		whole := h.Play.store
		h.Play.store = &meanwhile{Store: whole, do: func() {
			h.Play.store = whole
			h.must(c.meanwhile(h.Staff(), ctx, anna))
		}}
		wants(t, name, c.act(h.Staff(), ctx, anna), c.want)
		all, err := h.Staff().History(ctx, anna, "ponds")
		h.must(err)
		if served := all[0].Revision != ""; served != c.served || all[0].Unlisted != c.unlisted {
			t.Errorf("%s: served %v, unlisted %v", name, served, all[0].Unlisted)
		}
	}
}
