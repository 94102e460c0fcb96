package play

import (
	"net/netip"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Throttled says that too many attempts to sign in failed for one account, or
// from one network.
type Throttled struct{ Wait time.Duration } // until the next may be made

func (t *Throttled) Error() string { return "too many attempts to sign in: wait " + t.Wait.String() }

// How many attempts may fail at once, and how soon another is granted. An
// account allows fewer than 100 an hour (ASVS 5.0, 6.3.1); a network allows a
// seminar to mistype.
const (
	perAccount, accountAgain = 10, time.Minute
	perNetwork, networkAgain = 60, 10 * time.Second
	attemptsKept             = 32 << 10 // names and networks held in memory
)

// attempts counts the attempts that failed, by account and by network. A name
// that no account has is counted like one that an account has.
type attempts struct {
	mu     sync.Mutex
	failed *simplelru.LRU[string, *failures]
}

// failures are what leaks from a bucket: one each interval.
type failures struct {
	count float64
	at    time.Time
}

func newAttempts() attempts {
	failed, _ := simplelru.NewLRU[string, *failures](attemptsKept, nil) // fails for a size below 1 alone
	return attempts{failed: failed}
}

// begin counts an attempt as failed, so that many at once are counted too;
// settle takes that back once it has succeeded. A browser that is known has a
// count of its own, so that nobody who fails elsewhere, be it in the same network,
// keeps the owner of an account out. The error is *Throttled.
func (a *attempts) begin(name string, from netip.Addr, known string, now time.Time) (settle func(), err error) {
	account, network := "account "+name, "network "+networkOf(from)
	a.mu.Lock()
	defer a.mu.Unlock()
	byName, byNetwork := &failures{}, &failures{}
	if known == "" {
		byName, byNetwork = a.of(account, accountAgain, now), a.of(network, networkAgain, now)
	} else {
		byName = a.of("browser "+known, accountAgain, now)
	}
	wait := max(
		time.Duration((byName.count-perAccount+1)*float64(accountAgain)),
		time.Duration((byNetwork.count-perNetwork+1)*float64(networkAgain)),
	)
	if wait > 0 {
		return nil, &Throttled{wait}
	}
	byName.count++
	byNetwork.count++
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		byName.count = 0
		byNetwork.count = max(0, byNetwork.count-1)
	}, nil
}

// of gives what has failed under a key, less what was forgiven since.
func (a *attempts) of(key string, again time.Duration, now time.Time) *failures {
	f, ok := a.failed.Get(key)
	if !ok {
		f = &failures{at: now}
		a.failed.Add(key, f)
	}
	if since := now.Sub(f.at); since > 0 {
		f.count = max(0, f.count-float64(since)/float64(again))
	}
	f.at = now
	return f
}

// networkOf is the address, or the /64 that one subscriber has of IPv6.
func networkOf(addr netip.Addr) string {
	if addr.Is6() && !addr.Is4In6() {
		if prefix, err := addr.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return addr.Unmap().String()
}
