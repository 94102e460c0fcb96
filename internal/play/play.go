// Package play is what people do: learners begin a session, answer and look
// back; those who teach bring sets in, publish them, assign them and see how a
// class did. It owns the clock and chance, and decides who may see what; the
// rules are quiz's and the keeping is the store's.
package play

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Errors that come through from the store.
var (
	// ErrNotFound says that there is no such thing, or none of this learner's.
	ErrNotFound = store.ErrNotFound
	// ErrUnavailable says that the database cannot do it now. Asking again is safe.
	ErrUnavailable = store.ErrUnavailable
)

// Refused says that a request cannot be carried out as it was made: the key of
// a message in the catalogue.
type Refused struct{ Message string }

func (r *Refused) Error() string { return "refused: " + r.Message }

// Parse reads a set from the files that a revision keeps.
type Parse func(set string, files []store.File) (*quiz.Set, error)

// Options adjusts a Play; the zero value is right for most.
type Options struct {
	Now    func() time.Time // nil: the machine's clock
	Random io.Reader        // nil: the system's source of secrets
	Log    *slog.Logger     // nil: slog.Default
	// Cache is how many logins are held in memory, at some 300 bytes each.
	// 0 means 20,000.
	Cache int
	// Recheck is how long a login is believed from memory: another server on the
	// same database may have ended it. 0 means a minute.
	Recheck time.Duration
	// Parse reads the revisions that sessions are pinned to and that are no
	// longer served. Without it such sessions cannot be walked.
	Parse Parse
}

const (
	defaultCache   = 20_000
	defaultRecheck = time.Minute
)

// Play serves the current revision of each set, and the sessions of all.
type Play struct {
	store   store.Store
	now     func() time.Time
	log     *slog.Logger
	formKey []byte

	library   atomic.Pointer[library]
	shelf     shelf
	revisions *revisions
	assigned  *assignments
	logins    *logins
	decks     *decks
	stats     stats
	staff     *Staff
	class     *classResults

	chance sync.Mutex
	random io.Reader
	lastID uint64 // the newest id's milliseconds and counter
}

// New makes a Play of the revisions to be served, which it keeps in the store
// first. No two may be of the same set.
func New(ctx context.Context, st store.Store, sets []*Revision, o Options) (*Play, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Cache <= 0 {
		o.Cache = defaultCache
	}
	if o.Recheck <= 0 {
		o.Recheck = defaultRecheck
	}
	formKey, err := st.Secret(ctx, "form")
	if err != nil {
		return nil, fmt.Errorf("the key of the forms cannot be read: %w", err)
	}
	p := &Play{
		store:     st,
		now:       o.Now,
		log:       o.Log,
		formKey:   formKey,
		revisions: newRevisions(st, o.Parse),
		assigned:  newAssignments(st),
		logins:    newLogins(o.Cache, o.Recheck),
		class:     newClassResults(),
		decks:     newDecks(o.Recheck),
		random:    o.Random,
	}
	p.staff = &Staff{Play: p, hashes: newHashes(), attempts: newAttempts()}
	if err := p.Publish(ctx, sets); err != nil {
		return nil, err
	}
	return p, p.Reload(ctx)
}

// Rest forgets what is in memory of learners who have not been here since it was
// last called, and says how many sessions that were. All of it is read again
// when they come back.
func (p *Play) Rest() (sessions int) {
	p.logins.rest()
	p.decks.rest()
	if st, ok := p.store.(store.Rested); ok {
		sessions = st.Rest()
	}
	return sessions
}

// FormKey is the installation's key for the tokens of its forms, 32 bytes.
func (p *Play) FormKey() []byte { return p.formKey }

// draw fills b by chance.
func (p *Play) draw(b []byte) error {
	p.chance.Lock()
	defer p.chance.Unlock()
	if _, err := io.ReadFull(p.random, b); err != nil {
		return fmt.Errorf("the source of chance fails: %w", err)
	}
	return nil
}

func (p *Play) drawSeed() (uint64, error) {
	var b [8]byte
	err := p.draw(b[:])
	return binary.LittleEndian.Uint64(b[:]), err
}

// newID makes a uuid of version 7 by the clock and chance of the options. Each
// is above the one before, even where the clock stands still or goes back: the
// 12 bits after the milliseconds count.
func (p *Play) newID() (uuid.UUID, error) {
	var id uuid.UUID
	if err := p.draw(id[8:]); err != nil {
		return uuid.Nil, err
	}
	p.chance.Lock()
	p.lastID = max(p.lastID+1, uint64(p.now().UnixMilli())<<12)
	stamp := p.lastID
	p.chance.Unlock()
	binary.BigEndian.PutUint64(id[:8], stamp>>12<<16|7<<12|stamp&0xfff)
	id[8] = id[8]&0x3f | 0x80 // the variant of RFC 9562
	return id, nil
}
