package web

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
)

func TestLimitPerSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(Config{})
		login, session := uuid.New(), uuid.NewString()
		count := func(login uuid.UUID, session string) (n int) {
			for l.session(login, session) && n < 1000 {
				n++
			}
			return n
		}
		if got := count(login, session); got != defaultAnswers {
			t.Errorf("at once: %d requests were allowed, want %d", got, defaultAnswers)
		}
		if !l.session(uuid.New(), session) {
			t.Error("another login used up the limit of the session")
		}
		if !l.session(login, uuid.NewString()) {
			t.Error("another session of the same login is limited too")
		}
		time.Sleep(time.Second)
		if got := count(login, session); got != defaultAnswers {
			t.Errorf("after a second: %d requests were allowed, want %d", got, defaultAnswers)
		}
	})
}

func TestLimitPerAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(Config{StartsPerSecond: 7})
		count := func(addr string) (n int) {
			for l.address(netip.MustParseAddr(addr)) && n < 5000 {
				n++
			}
			return n
		}
		if got := count("198.51.100.9"); got != startsBurst {
			t.Errorf("a classroom: %d starts at once, want %d", got, startsBurst)
		}
		time.Sleep(time.Second)
		if got := count("198.51.100.9"); got != 7 {
			t.Errorf("a second later: %d starts, want 7", got)
		}
		if got := count("127.0.0.1"); got != 5000 {
			t.Errorf("the own machine was stopped after %d starts", got)
		}
		count("2001:db8:1:2::1")
		if got := count("2001:db8:1:2:ffff::2"); got != 0 {
			t.Errorf("another address of the same IPv6 subscriber has %d starts of its own", got)
		}
		if got := count("2001:db8:1:3::1"); got != startsBurst {
			t.Errorf("another IPv6 subscriber has %d starts, want %d", got, startsBurst)
		}
	})
}

func TestLimiterIsBounded(t *testing.T) {
	l := newLimiter[int](1, 1)
	for key := range 5 * generation {
		l.allow(key)
	}
	if held := len(l.young) + len(l.old); held > 2*generation {
		t.Errorf("%d keys are held, at most %d should be", held, 2*generation)
	}
	if last := 5*generation - 1; l.allow(last) {
		t.Error("a key that was just seen has been forgotten")
	}
}
