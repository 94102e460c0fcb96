package play

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"verbatim/internal/store"
)

// shelf is what the library is put together of: the sets of the server's
// folder, and those that instructors have published. Where both have one of the
// same name, the folder's is served.
type shelf struct {
	mu        sync.Mutex // held while the library is put together
	folder    []*Revision
	published []*Revision
	unlisted  map[string]bool // of those, by the set's id
}

// arrange makes the library anew. The shelf is locked.
func (p *Play) arrange() error {
	all := slices.Clone(p.shelf.folder)
	unlisted := map[string]bool{}
	for _, r := range p.shelf.published {
		if !p.shelf.inFolder(r.Set.ID) {
			all = append(all, r)
			unlisted[r.Set.ID] = p.shelf.unlisted[r.Set.ID]
		}
	}
	next, err := newLibrary(all, unlisted)
	if err == nil {
		p.library.Store(next)
	}
	return err
}

func (s *shelf) inFolder(set string) bool {
	return slices.ContainsFunc(s.folder, func(r *Revision) bool { return r.Set.ID == set })
}

// InFolder says whether the server's folder has a set of that name.
func (p *Play) InFolder(set string) bool {
	p.shelf.mu.Lock()
	defer p.shelf.mu.Unlock()
	return p.shelf.inFolder(set)
}

// Reload serves what is published now, by whichever server it was.
func (p *Play) Reload(ctx context.Context) error {
	p.shelf.mu.Lock()
	defer p.shelf.mu.Unlock()
	newest, err := p.store.Published(ctx)
	if err != nil {
		return fmt.Errorf("what is published cannot be read: %w", err)
	}
	var next []*Revision
	unlisted := map[string]bool{}
	for _, pub := range newest {
		if pub.Revision == "" {
			continue // withdrawn
		}
		r, err := p.revision(ctx, pub.Revision)
		switch {
		case errors.Is(err, store.ErrUnavailable):
			return err
		case err != nil:
			p.log.ErrorContext(ctx, "a published set cannot be served", "set", pub.Set, "revision", pub.Revision, "error", err)
			continue
		}
		next = append(next, r)
		unlisted[pub.Set] = pub.Unlisted
	}
	p.shelf.published, p.shelf.unlisted = next, unlisted
	return p.arrange()
}
