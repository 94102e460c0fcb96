package web

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/time/rate"
)

// limit says by what a route's requests are counted.
type limit int

const (
	unlimited limit = iota
	byAddress       // the client's address, for what makes new rows without a login
	bySession       // the learner's session
)

// Defaults. A classroom shares one address, and a lecture starts all at once:
// the burst lets several hundred begin together.
const (
	defaultAnswers = 50  // a second
	defaultStarts  = 10  // a second
	startsBurst    = 600 // at once
	guesses        = 1   // codes that nothing has, a second
	guessesBurst   = 60  // at once: a class that copies a code from the board
	wrongTokens    = 10  // tokens that nothing has, a second
	wrongBurst     = 600 // at once
)

// limits hold back who asks too often.
type limits struct {
	answers *limiter[sessionKey]
	starts  *limiter[netip.Addr]
	guesses *limiter[netip.Addr]
	tokens  *limiter[netip.Addr]
}

// sessionKey counts a session for each login apart: the address of a session
// is no secret, so others could use up its limit.
type sessionKey struct {
	login, session uuid.UUID
}

func newLimits(cfg Config) limits {
	answers, starts := cfg.AnswersPerSecond, cfg.StartsPerSecond
	if answers <= 0 {
		answers = defaultAnswers
	}
	if starts <= 0 {
		starts = defaultStarts
	}
	return limits{
		answers: newLimiter[sessionKey](answers, answers),
		starts:  newLimiter[netip.Addr](starts, max(startsBurst, starts)),
		guesses: newLimiter[netip.Addr](guesses, guessesBurst),
		tokens:  newLimiter[netip.Addr](wrongTokens, wrongBurst),
	}
}

// session says whether one more request of a session is allowed. It waits for
// its turn where that comes soon, so that a fast client is slowed down rather
// than refused.
func (l limits) session(ctx context.Context, login, session uuid.UUID) bool {
	return l.answers.wait(ctx, sessionKey{login, session})
}

// rest forgets those who have not asked for long.
func (l limits) rest() {
	l.answers.rest()
	l.starts.rest()
	l.guesses.rest()
	l.tokens.rest()
}

// address says whether one more start from an address is allowed now. The own
// machine has no ceiling.
func (l limits) address(addr netip.Addr) bool {
	return addr.IsLoopback() || l.starts.bucket(subscriber(addr)).Allow()
}

// mayGuess says whether an address may still name codes: one that has named
// too many that nothing has may not, whatever it names.
func (l limits) mayGuess(addr netip.Addr) bool {
	return l.guesses.bucket(subscriber(addr)).Tokens() >= 1
}

// guessed counts a code that nothing has, and says whether it was still allowed.
func (l limits) guessed(addr netip.Addr) bool { return l.guesses.bucket(subscriber(addr)).Allow() }

// refused counts a token that nothing has, and says whether it was still
// allowed. It is apart from the starts: a program with an old token stands
// behind the same address as a class.
func (l limits) refused(addr netip.Addr) bool {
	return addr.IsLoopback() || l.tokens.bucket(subscriber(addr)).Allow()
}

// subscriber is what an address is counted as: one subscriber has a whole /64.
func subscriber(addr netip.Addr) netip.Addr {
	if addr.Is6() {
		if prefix, err := addr.Prefix(64); err == nil {
			return prefix.Addr()
		}
	}
	return addr
}

// generation bounds the memory of a limiter: it holds at most two generations
// of this many keys, about 5 MB.
const generation = 16 << 10

// limiter is a token bucket for each of many keys. Keys that have not been
// seen for a generation are forgotten, which fills their bucket again.
type limiter[K comparable] struct {
	perSecond rate.Limit
	burst     int

	mu         sync.Mutex
	young, old map[K]*rate.Limiter
}

func newLimiter[K comparable](perSecond, burst int) *limiter[K] {
	return &limiter[K]{perSecond: rate.Limit(perSecond), burst: burst, young: map[K]*rate.Limiter{}}
}

// patience is the longest that a request waits for its turn. It bounds the
// requests of one session that wait at a time to its rate.
const patience = time.Second

// wait takes a token of the key's bucket, at the latest within patience.
func (l *limiter[K]) wait(ctx context.Context, key K) bool {
	turn := l.bucket(key).Reserve()
	delay := turn.Delay()
	if delay == 0 {
		return turn.OK()
	}
	if delay > patience {
		turn.Cancel()
		return false
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		turn.Cancel()
		return false
	}
}

// rest forgets the keys that have not been seen since it was called before the
// last time. Within a minute every bucket is full again.
func (l *limiter[K]) rest() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.old, l.young = l.young, map[K]*rate.Limiter{}
}

func (l *limiter[K]) bucket(key K) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket, ok := l.young[key]
	if !ok {
		if bucket, ok = l.old[key]; !ok {
			bucket = rate.NewLimiter(l.perSecond, l.burst)
		}
		if len(l.young) >= generation {
			l.old, l.young = l.young, map[K]*rate.Limiter{}
		}
		l.young[key] = bucket
	}
	return bucket
}
