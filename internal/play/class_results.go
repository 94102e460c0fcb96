package play

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/singleflight"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Taken is a revision of a set and how often a session was begun with it.
type Taken = store.Taken

// Participant is a learner who has joined an assignment.
type Participant = store.Participant

// Person is a row of a roster.
type Person = store.Person

// Taken lists the revisions of a set that sessions were begun with, and the
// one that is served now, the newest first. ErrNotFound where the set has never
// been served.
func (p *Play) Taken(ctx context.Context, set string) ([]Taken, error) {
	all, err := p.store.Taken(ctx, set)
	if err != nil {
		return nil, err
	}
	now, _ := p.library.Load().served(set) // it may be served no longer
	all = slices.DeleteFunc(all, func(t Taken) bool { return t.Sessions == 0 && (now == nil || t.Hash != now.Hash) })
	if len(all) == 0 {
		return nil, ErrNotFound
	}
	return all, nil
}

// Pick chooses a revision of those taken by the beginning of its hash; by
// nothing, the one served now, or the newest. ErrNotFound.
func (p *Play) Pick(ctx context.Context, set, prefix string, taken []Taken) (*Revision, error) {
	if now, err := p.library.Load().served(set); prefix == "" && err == nil {
		return now, nil
	}
	for _, t := range taken {
		if strings.HasPrefix(t.Hash, prefix) {
			return p.Revision(ctx, set, t.Hash)
		}
	}
	return nil, ErrNotFound
}

// Results gives the figures of a scope, whose sessions are all of the revision.
// They are at most freshFor old: a dashboard that many look at costs what one
// look costs.
func (p *Play) Results(ctx context.Context, of Scope, rev *Revision) (*Results, error) {
	return p.class.get(ctx, of, p.now, func(ctx context.Context) (*Results, error) {
		return ComputeResults(ctx, p.store, of, rev, p.now())
	})
}

// EachWalk reads what figures are computed from, for exports.
func (p *Play) EachWalk(ctx context.Context, of Scope, f func(quiz.Session, []quiz.Answer) error) error {
	return p.store.EachWalk(ctx, of, f)
}

// Regraded reads what stands of regrades of a session, for exports.
func (p *Play) Regraded(ctx context.Context, session uuid.UUID) ([]store.Regraded, error) {
	return p.store.Regraded(ctx, session)
}

const (
	freshFor    = 5 * time.Second
	keptResults = 16
	// computeFor is how long figures may take: some ten million answers.
	computeFor = time.Minute
)

// classResults keeps figures for a moment.
type classResults struct {
	runs singleflight.Group
	one  chan struct{} // holds a token while figures are computed, one class at a time

	mu     sync.Mutex
	kept   map[Scope]*Results
	forgot int // how often: what was begun before the last time is old when it is done
}

func newClassResults() *classResults {
	return &classResults{one: make(chan struct{}, 1), kept: map[Scope]*Results{}}
}

func (c *classResults) get(ctx context.Context, of Scope, now func() time.Time, compute func(context.Context) (*Results, error)) (*Results, error) {
	c.mu.Lock()
	r, forgot := c.kept[of], c.forgot
	c.mu.Unlock()
	if r != nil {
		if age := now().Sub(r.At); age >= 0 && age < freshFor {
			return r, nil
		}
	}
	done := c.runs.DoChan(fmt.Sprint(of.Revision, of.Assignment, forgot), func() (any, error) {
		// Others wait for it too, so it does not end with the first one's request.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), computeFor)
		defer cancel()
		select {
		case c.one <- struct{}{}:
			defer func() { <-c.one }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		r, err := unharmed("the figures of a class cannot be computed", func() (*Results, error) { return compute(ctx) })
		if err == nil {
			c.keep(of, r, now(), forgot)
		}
		return r, err
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case got := <-done:
		if got.Err != nil {
			return nil, got.Err
		}
		return got.Val.(*Results), nil
	}
}

// keep keeps figures, unless all were forgotten since they were begun. It
// forgets what is no longer fresh, so that memory holds few classes.
func (c *classResults) keep(of Scope, r *Results, now time.Time, forgot int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if forgot != c.forgot {
		return
	}
	for scope, old := range c.kept {
		if len(c.kept) >= keptResults || now.Sub(old.At) >= freshFor {
			delete(c.kept, scope)
		}
	}
	c.kept[of] = r
}

// forget drops all figures: grades have changed.
func (c *classResults) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forgot++
	clear(c.kept)
}
