package play

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/sync/singleflight"

	"verbatim/internal/store"
)

// library holds the revisions that new sessions begin with.
type library struct {
	byTitle  []*Revision
	listed   []*Revision // of them, those that learners find without an assignment
	bySet    map[string]*Revision
	byHash   map[string]*Revision
	unlisted map[string]bool // by the set's id
}

// newLibrary puts sets together; unlisted says which are not for everybody.
func newLibrary(sets []*Revision, unlisted map[string]bool) (*library, error) {
	l := &library{byTitle: slices.Clone(sets), bySet: map[string]*Revision{}, byHash: map[string]*Revision{}, unlisted: unlisted}
	for _, r := range sets {
		if l.bySet[r.Set.ID] != nil {
			return nil, fmt.Errorf("two sets are called %s: rename one of them", r.Set.ID)
		}
		l.bySet[r.Set.ID], l.byHash[r.Hash] = r, r
	}
	slices.SortFunc(l.byTitle, func(a, b *Revision) int {
		return cmp.Or(cmp.Compare(a.Set.Title, b.Set.Title), cmp.Compare(a.Set.ID, b.Set.ID))
	})
	for _, r := range l.byTitle {
		if !unlisted[r.Set.ID] {
			l.listed = append(l.listed, r)
		}
	}
	return l, nil
}

// Publish serves these revisions, those of the server's folder, in place of
// those that it was given before, and keeps them in the store first. No two may
// be of the same set. Sessions stay pinned to the revision that they began
// with. When it fails, what was served goes on being.
func (p *Play) Publish(ctx context.Context, sets []*Revision) error {
	if _, err := newLibrary(sets, nil); err != nil {
		return err
	}
	for _, r := range sets {
		if err := p.keep(ctx, r); err != nil {
			return fmt.Errorf("the set %s cannot be published: %w", r.Set.ID, err)
		}
	}
	p.shelf.mu.Lock()
	defer p.shelf.mu.Unlock()
	p.shelf.folder = sets
	return p.arrange()
}

func (p *Play) keep(ctx context.Context, r *Revision) error {
	return p.store.PutRevision(ctx, store.Revision{Hash: r.Hash, Set: r.Set.ID, Files: r.Files, Published: p.now()})
}

// Library lists the current revisions of the sets that learners find by
// themselves, by title. The slice is for reading only.
func (p *Play) Library() []*Revision { return p.library.Load().listed }

// Current gives the revision that a set is served in now to learners who come
// without an assignment. ErrNotFound, also where the set is unlisted.
func (p *Play) Current(set string) (*Revision, error) {
	l := p.library.Load() // once, for it may be replaced between two looks
	if l.unlisted[set] {
		return nil, ErrNotFound
	}
	return l.served(set)
}

// Unlisted says whether learners find a set through an assignment alone.
func (p *Play) Unlisted(set string) bool { return p.library.Load().unlisted[set] }

// served gives the revision that a set is served in, listed or not, or ErrNotFound.
func (l *library) served(set string) (*Revision, error) {
	if r := l.bySet[set]; r != nil {
		return r, nil
	}
	return nil, ErrNotFound
}

// Library lists the current revisions of all sets by title, the unlisted among
// them. The slice is for reading only.
func (s *Staff) Library() []*Revision { return s.library.Load().byTitle }

// Current gives the revision that a set is served in now, listed or not, or ErrNotFound.
func (s *Staff) Current(set string) (*Revision, error) { return s.library.Load().served(set) }

// Revision gives the revision of a set that has this hash, served or not, or
// ErrNotFound.
func (p *Play) Revision(ctx context.Context, set, hash string) (*Revision, error) {
	if !hashForm.MatchString(hash) {
		return nil, ErrNotFound
	}
	r, err := p.revision(ctx, hash)
	if err != nil {
		return nil, err
	}
	if r.Set.ID != set {
		return nil, ErrNotFound
	}
	return r, nil
}

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// revision gives the revision that a session is pinned to, served or not.
func (p *Play) revision(ctx context.Context, hash string) (*Revision, error) {
	if r := p.library.Load().byHash[hash]; r != nil {
		return r, nil
	}
	return p.revisions.get(ctx, hash)
}

// pastRevisions is how many revisions that are no longer served are held
// parsed. Sessions outlive a revision by days, so few are in use at once.
const pastRevisions = 16

const loadTimeout = 5 * time.Second

// revisions parses past revisions from the store, the most recent ones once.
type revisions struct {
	store store.Store
	parse Parse

	loads  singleflight.Group
	mu     sync.Mutex
	parsed *simplelru.LRU[string, *Revision]
}

func newRevisions(st store.Store, parse Parse) *revisions {
	parsed, _ := simplelru.NewLRU[string, *Revision](pastRevisions, nil) // fails for a size below 1 alone
	return &revisions{store: st, parse: parse, parsed: parsed}
}

func (rs *revisions) get(ctx context.Context, hash string) (*Revision, error) {
	rs.mu.Lock()
	r, ok := rs.parsed.Get(hash)
	rs.mu.Unlock()
	if ok {
		return r, nil
	}
	loaded, err, _ := rs.loads.Do(hash, func() (any, error) {
		// Others wait for it too, so it does not end with the first one's request.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadTimeout)
		defer cancel()
		return rs.load(ctx, hash)
	})
	if err != nil {
		return nil, err
	}
	return loaded.(*Revision), nil
}

func (rs *revisions) load(ctx context.Context, hash string) (*Revision, error) {
	kept, err := rs.store.Revision(ctx, hash)
	if err != nil {
		return nil, err
	}
	if rs.parse == nil {
		return nil, errors.New("a past revision cannot be read without Options.Parse")
	}
	set, err := rs.parse(kept.Set, kept.Files)
	if err != nil {
		return nil, fmt.Errorf("revision %s of the set %s cannot be read: %w", hash, kept.Set, err)
	}
	r := NewRevision(set, kept.Files)
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.parsed.Add(hash, r)
	return r, nil
}
