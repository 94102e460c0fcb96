package play

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"verbatim/internal/store"
)

// Publication is one change of what is served of a set.
type Publication = store.Publication

// maxNote is how long a note on a publication may be, in bytes.
const maxNote = 500

// Release publishes a draft as the next revision of its set, listed or not as
// the set was: sessions that begin from now on have it, those under way stay on
// theirs. version is the draft's that was looked at. ErrNotFound, ErrChanged,
// *Refused where it has errors, or another set has its name.
func (s *Staff) Release(ctx context.Context, who Who, id uuid.UUID, version int, note string) (*Revision, error) {
	d, err := s.releasable(ctx, who, id, version)
	if err != nil {
		return nil, err
	}
	unlisted, err := s.WasUnlisted(ctx, d.Set)
	if err != nil {
		return nil, err
	}
	return s.release(ctx, who, d, unlisted, note)
}

// ReleaseAs publishes a draft as Release does, listed or not as it is told to.
func (s *Staff) ReleaseAs(ctx context.Context, who Who, id uuid.UUID, version int, unlisted bool, note string) (*Revision, error) {
	d, err := s.releasable(ctx, who, id, version)
	if err != nil {
		return nil, err
	}
	return s.release(ctx, who, d, unlisted, note)
}

// releasable gives a draft that somebody may publish as it was looked at.
func (s *Staff) releasable(ctx context.Context, who Who, id uuid.UUID, version int) (Draft, error) {
	d, err := s.editable(ctx, who, id)
	if err == nil && d.Version != version {
		err = ErrChanged
	}
	return d, err
}

// WasUnlisted says whether a set was unlisted when it was last published.
func (s *Staff) WasUnlisted(ctx context.Context, set string) (bool, error) {
	all, err := s.store.Publications(ctx, set)
	return err == nil && len(all) > 0 && all[0].Unlisted, err
}

func (s *Staff) release(ctx context.Context, who Who, d Draft, unlisted bool, note string) (*Revision, error) {
	if s.InFolder(d.Set) {
		return nil, &Refused{"refused.set-in-folder"}
	}
	looked := Look(d)
	if !looked.Sound() {
		return nil, &Refused{"refused.set-broken"}
	}
	r := NewRevision(looked.Set, looked.Set.Files)
	if err := s.keep(ctx, r); err != nil {
		return nil, err
	}
	err := unlessOvertaken(func() error {
		before, err := s.store.Publications(ctx, d.Set)
		if err != nil {
			return err
		}
		p := Publication{Set: d.Set, Revision: r.Hash, Owner: d.Owner, Note: note, Unlisted: unlisted}
		if len(before) > 0 {
			last := before[0]
			if last.Revision == p.Revision && last.Owner == p.Owner && last.Unlisted == p.Unlisted {
				return nil // a second press of the button
			}
			p.Follows = last.ID
		}
		return s.publish(ctx, who, p, "set-published")
	})
	return r, err
}

// publish keeps a publication and serves it.
func (s *Staff) publish(ctx context.Context, who Who, p Publication, action string) error {
	var err error
	if p.ID, err = s.newID(); err != nil {
		return err
	}
	p.By, p.At, p.Note = who.Name, s.now(), cut(cleanName(p.Note), maxNote)
	err = s.store.Publish(ctx, p)
	if errors.Is(err, store.ErrTaken) {
		err = &Refused{"refused.set-taken"}
	}
	if err != nil {
		return err
	}
	if err := s.Reload(ctx); err != nil {
		return err
	}
	return s.Record(ctx, who, action, p.Set, p.Note)
}

// Published lists the newest publication of each set that somebody may see.
func (s *Staff) Published(ctx context.Context, who Who) ([]Publication, error) {
	all, err := s.store.Published(ctx)
	var seen []Publication
	for _, p := range all {
		if maySee(who, p.Owner) {
			seen = append(seen, p)
		}
	}
	return seen, err
}

// Others gives the sets that belong to accounts whose work somebody may not
// see, by name. What the server's folder has belongs to nobody.
func (s *Staff) Others(ctx context.Context, who Who) (map[string]bool, error) {
	all, err := s.store.Published(ctx)
	others := map[string]bool{}
	for _, p := range all {
		if !maySee(who, p.Owner) && !s.InFolder(p.Set) {
			others[p.Set] = true
		}
	}
	return others, err
}

// History lists what was served of a set, newest first. ErrNotFound where
// nothing was, or somebody may not see it.
func (s *Staff) History(ctx context.Context, who Who, set string) ([]Publication, error) {
	all, err := s.store.Publications(ctx, set)
	if err == nil && (len(all) == 0 || !maySee(who, all[0].Owner)) {
		return nil, ErrNotFound
	}
	return all, err
}

// owned gives the history of a set that somebody may change. ErrNotFound.
func (s *Staff) owned(ctx context.Context, who Who, set string) ([]Publication, error) {
	all, err := s.History(ctx, who, set)
	if err == nil && !MayEdit(who, all[0].Owner) {
		return nil, ErrNotFound
	}
	return all, err
}

// follow publishes what next makes of the history of a set that somebody may
// change; an empty action changes nothing. What is published meanwhile counts:
// next is then asked again, so that nothing is carried on from before it.
func (s *Staff) follow(ctx context.Context, who Who, set string, next func([]Publication) (p Publication, action string, err error)) error {
	return unlessOvertaken(func() error {
		all, err := s.owned(ctx, who, set)
		if err != nil {
			return err
		}
		p, action, err := next(all)
		if err != nil || action == "" {
			return err
		}
		p.Set, p.Owner, p.Follows = set, all[0].Owner, all[0].ID
		return s.publish(ctx, who, p, action)
	})
}

// RollBack serves an earlier revision of a set again; one that is served stays as
// it is. ErrNotFound.
func (s *Staff) RollBack(ctx context.Context, who Who, set, revision, note string) error {
	return s.follow(ctx, who, set, func(all []Publication) (Publication, string, error) {
		if revision == "" || !slices.ContainsFunc(all, func(p Publication) bool { return p.Revision == revision }) {
			return Publication{}, "", ErrNotFound
		}
		if all[0].Revision == revision {
			return Publication{}, "", nil
		}
		return Publication{Revision: revision, Note: note, Unlisted: all[0].Unlisted}, "set-rolled-back", nil
	})
}

// List shows a set in the library again, or hides it: learners then find it
// through an assignment alone. Sessions under way go on. ErrNotFound, also where
// the set is withdrawn.
func (s *Staff) List(ctx context.Context, who Who, set string, unlisted bool) error {
	return s.follow(ctx, who, set, func(all []Publication) (Publication, string, error) {
		switch {
		case all[0].Revision == "":
			return Publication{}, "", ErrNotFound
		case all[0].Unlisted == unlisted:
			return Publication{}, "", nil
		}
		action := "set-listed"
		if unlisted {
			action = "set-unlisted"
		}
		return Publication{Revision: all[0].Revision, Unlisted: unlisted}, action, nil
	})
}

// Withdraw serves a set no more; sessions under way go on. One that is withdrawn
// stays so. ErrNotFound.
func (s *Staff) Withdraw(ctx context.Context, who Who, set, note string) error {
	return s.follow(ctx, who, set, func(all []Publication) (Publication, string, error) {
		if all[0].Revision == "" {
			return Publication{}, "", nil
		}
		return Publication{Note: note, Unlisted: all[0].Unlisted}, "set-withdrawn", nil
	})
}

// EditSet makes a draft of what was last published of a set. ErrNotFound.
func (s *Staff) EditSet(ctx context.Context, who Who, set string) (Draft, error) {
	all, err := s.owned(ctx, who, set)
	if err != nil {
		return Draft{}, err
	}
	for _, p := range all {
		if p.Revision == "" {
			continue
		}
		kept, err := s.store.Revision(ctx, p.Revision)
		if err != nil {
			return Draft{}, err
		}
		return s.NewDraft(ctx, who, set, kept.Files)
	}
	return Draft{}, ErrNotFound
}
