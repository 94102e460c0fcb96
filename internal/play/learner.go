package play

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"sync"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/store"
	"verbatim/internal/store/recent"
)

// How long a login lasts, and how exactly its use is recorded.
const (
	idleExpiry     = 180 * 24 * time.Hour
	absoluteExpiry = 2 * 365 * 24 * time.Hour
	seenEvery      = 24 * time.Hour
)

// A cookie is the login's id and a secret: "<uuid>.<43 characters>".
const (
	secretSize  = 32
	secretChars = (secretSize*8 + 5) / 6
	uuidText    = 36
)

var secretText = base64.RawURLEncoding.Strict()

// NewLearner makes a learner and a login, and gives what the browser must
// bring back to be known again.
func (p *Play) NewLearner(ctx context.Context) (learner uuid.UUID, cookie string, err error) {
	login := store.Login{Created: p.now(), Seen: p.now()}
	if login.Learner, err = p.newID(); err != nil {
		return uuid.Nil, "", err
	}
	if login.ID, login.Hash, cookie, err = p.newSecret(); err != nil {
		return uuid.Nil, "", err
	}
	if err := p.store.CreateLogin(ctx, login); err != nil {
		return uuid.Nil, "", err
	}
	return login.Learner, cookie, nil
}

// Authenticate tells whose cookie it is. Whatever is wrong with it, the error
// is ErrNotFound.
func (p *Play) Authenticate(ctx context.Context, cookie string) (learner, login uuid.UUID, err error) {
	id, hash, ok := parseCookie(cookie)
	if !ok {
		return uuid.Nil, uuid.Nil, ErrNotFound
	}
	now := p.now()
	l, known := p.logins.get(id, now)
	if !known {
		if l, err = p.store.Login(ctx, id); err != nil {
			return uuid.Nil, uuid.Nil, err
		}
	}
	if !same(hash, l.Hash) {
		return uuid.Nil, uuid.Nil, ErrNotFound
	}
	if now.Sub(l.Seen) > idleExpiry || now.Sub(l.Created) > absoluteExpiry {
		if err := p.SignOut(ctx, id); err != nil {
			p.log.WarnContext(ctx, "an expired login could not be removed", "error", err)
		}
		return uuid.Nil, uuid.Nil, ErrNotFound
	}
	if !known && !p.logins.add(l, now) {
		return uuid.Nil, uuid.Nil, ErrNotFound // it was ended while we looked
	}
	if now.Sub(l.Seen) >= seenEvery && p.logins.due(id, now) {
		if err := p.store.TouchLogin(ctx, id, now); err != nil {
			p.log.WarnContext(ctx, "a visit could not be noted", "error", err)
		}
	}
	return l.Learner, id, nil
}

// SignOut ends a login. Unknown logins are no error.
func (p *Play) SignOut(ctx context.Context, login uuid.UUID) error {
	if err := p.store.EndLogin(ctx, login); err != nil {
		return err
	}
	p.logins.end(login)
	return nil
}

// same compares two hashes in a time that tells nothing of them.
func same(a, b [sha256.Size]byte) bool { return subtle.ConstantTimeCompare(a[:], b[:]) == 1 }

// newSecret makes an id and a secret, the secret's hash, and the text
// "<uuid>.<43 characters>" that holds both.
func (p *Play) newSecret() (id uuid.UUID, hash [sha256.Size]byte, text string, err error) {
	if id, err = p.newID(); err != nil {
		return id, hash, "", err
	}
	var secret [secretSize]byte
	if err := p.draw(secret[:]); err != nil {
		return id, hash, "", err
	}
	return id, sha256.Sum256(secret[:]), id.String() + "." + secretText.EncodeToString(secret[:]), nil
}

// parseCookie takes a cookie apart and hashes its secret.
func parseCookie(cookie string) (id uuid.UUID, hash [sha256.Size]byte, ok bool) {
	if len(cookie) != uuidText+1+secretChars || cookie[uuidText] != '.' {
		return id, hash, false
	}
	id, err := uuid.Parse(cookie[:uuidText])
	if err != nil {
		return id, hash, false
	}
	var text [secretChars]byte
	var secret [secretSize]byte
	copy(text[:], cookie[uuidText+1:])
	if _, err := secretText.Decode(secret[:], text[:]); err != nil {
		return id, hash, false
	}
	return id, sha256.Sum256(secret[:]), true
}

// logins remembers the logins in use, the least recently used out first.
type logins struct {
	mu    sync.Mutex
	known *recent.Map[uuid.UUID, *login]
	// recheck is how long one is believed.
	recheck time.Duration
}

type login struct {
	store.Login
	read  time.Time // when the store last told of it
	ended bool      // kept, so that a request that read it before cannot revive it
}

func newLogins(n int, recheck time.Duration) *logins {
	return &logins{known: recent.New[uuid.UUID, *login](n, nil), recheck: recheck}
}

// get gives a login that need not be read again.
func (ls *logins) get(id uuid.UUID, now time.Time) (store.Login, bool) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l, ok := ls.known.Get(id)
	if !ok || l.ended || now.Sub(l.read).Abs() >= ls.recheck {
		return store.Login{}, false
	}
	return l.Login, true
}

// add notes a login as the store told it; it reports false where the login has
// been ended since.
func (ls *logins) add(l store.Login, now time.Time) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if old, ok := ls.known.Peek(l.ID); ok && old.ended {
		return false
	}
	ls.known.Add(l.ID, &login{Login: l, read: now})
	return true
}

// due says, to one caller a day, that the login's use is to be recorded.
func (ls *logins) due(id uuid.UUID, now time.Time) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l, ok := ls.known.Peek(id)
	if !ok || now.Sub(l.Seen) < seenEvery {
		return false
	}
	l.Seen = now
	return true
}

// rest forgets the logins that were not used since it was last called.
func (ls *logins) rest() {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.known.Rest()
}

func (ls *logins) end(id uuid.UUID) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.known.Add(id, &login{ended: true})
}
