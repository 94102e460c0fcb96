package play

import (
	"context"
	"errors"
	"slices"

	"verbatim/internal/store"
)

// Sent is what became of a set that a program sent.
type Sent struct {
	Looked
	Revision *Revision // nil where the set has errors, or no question
	New      bool      // it is, or would be, another revision than the one served
}

// Send publishes files as the next revision of a set, as Release does those of
// a draft. The same files again change nothing. Where try is set, it only says
// what would become of them. unlisted is nil where that stays as it is.
// ErrNotFound where the set is another's; *Refused.
func (s *Staff) Send(ctx context.Context, who Who, set string, files []store.File, note string, unlisted *bool, try bool) (Sent, error) {
	d := Draft{Owner: who.ID, Set: set, Files: slices.Clone(files)}
	if err := tidy(&d); err != nil {
		return Sent{}, err
	}
	if s.InFolder(set) {
		return Sent{}, &Refused{"refused.set-in-folder"}
	}
	before, err := s.store.Publications(ctx, set)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Sent{}, err
	}
	var last Publication
	if len(before) > 0 {
		if last = before[0]; !MayEdit(who, last.Owner) {
			return Sent{}, ErrNotFound
		}
		d.Owner = last.Owner
	}
	sent := Sent{Looked: Look(d)}
	if !sent.Sound() {
		return sent, nil
	}
	hidden := last.Unlisted
	if unlisted != nil {
		hidden = *unlisted
	}
	sent.Revision = NewRevision(sent.Set, sent.Set.Files)
	sent.New = sent.Revision.Hash != last.Revision || hidden != last.Unlisted
	if try || !sent.New {
		return sent, nil
	}
	sent.Revision, err = s.release(ctx, who, d, hidden, note)
	return sent, err
}
