//go:build unix

package faults

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/faults/tally"
	"verbatim/internal/store/postgres"
)

// Database is a house with a PostgreSQL database.
func Database(address string) House {
	return House{
		Flags:   []string{"--database", address},
		Examine: func(ctx context.Context) (Examination, error) { return postgres.Examine(ctx, address) },
	}
}

// overloaded says that a response told the learner to try again later.
func overloaded(u *Unexpected) bool { return u.Status == http.StatusServiceUnavailable }

// Experiment 1 on PostgreSQL: the program is killed under load, again and again.
func TestFault01KillOnPostgres(t *testing.T) {
	h := Database(pgtest.Start(t).Create())
	p := Start(t, h)
	c := NewCrowd(t, p, learners, 0, nil)
	rounds := tally.Rounds(3, 50)
	for range rounds {
		c.Await(learners)
		time.Sleep(rand.N(100 * time.Millisecond))
		p.Kill()
		p = Start(t, h)
		c.Move(p)
	}
	c.Await(learners)
	p.Kill()
	c.Leave()
	c.Ledger.Settle(t, h).Report(t, 1, tally.Times("kill -9 under load, on PostgreSQL", rounds))
}

// heals is how long the program may take to serve again once its database does.
const heals = time.Second

// Experiment 5: PostgreSQL is shut down at once under load, and comes back. The
// program goes on: it needs no restart.
func TestFault05DatabaseRestarts(t *testing.T) {
	server := pgtest.Start(t)
	h := Database(server.Create())
	p := Start(t, h)
	c := NewCrowd(t, p, learners, 0, overloaded)
	rounds := tally.Rounds(3, 20)
	var slowest time.Duration
	for range rounds {
		c.Await(learners)
		time.Sleep(rand.N(100 * time.Millisecond))
		server.Kill()
		time.Sleep(rand.N(1500 * time.Millisecond)) // shorter or longer than the program waits
		server.Up()
		back := time.Now()
		c.Await(1)
		slowest = max(slowest, time.Since(back))
	}
	c.Await(learners)
	c.Leave()
	p.Stop(t)
	found := c.Ledger.Settle(t, h)
	found.Notes = append(found.Notes, fmt.Sprintf("answers were taken at most %v after the database", slowest.Round(time.Millisecond)))
	found.Report(t, 5, tally.Times("PostgreSQL restarts at once under load", rounds))
	if slowest > heals {
		t.Errorf("the program took %v to serve again, not %v", slowest, heals)
	}
}

// Experiment 6: PostgreSQL stops answering while its connections stay. Every
// request is told so within its deadline, and none is left behind.
func TestFault06DatabaseFreezes(t *testing.T) {
	const (
		deadline = 5 * time.Second // of a learner's request
		clients  = 64
	)
	frozen := time.Duration(tally.Rounds(7, 30)) * time.Second
	server := pgtest.Start(t)
	h := Database(server.Create())
	p := Start(t, h)
	c := NewCrowd(t, p, learners, 0, overloaded)
	c.Await(learners)

	var mu sync.Mutex
	var slowest time.Duration
	told := map[int]int{}
	server.Freeze(func() {
		end := time.Now().Add(frozen)
		var wg sync.WaitGroup
		for range clients { // beside the learners, who begin sessions
			wg.Go(func() {
				l := NewLearner(func() string { return p.URL }, NewLedger())
				for time.Now().Before(end) {
					began := time.Now()
					status, _, body, err := l.do(context.Background(), http.MethodGet, "/healthz", nil)
					took := time.Since(began)
					mu.Lock()
					slowest = max(slowest, took)
					told[status]++
					mu.Unlock()
					if err != nil || status != http.StatusServiceUnavailable || strings.Contains(body, "postgres") {
						t.Errorf("while the database is frozen, the program says: %d %s %v", status, body, err)
						return
					}
					time.Sleep(50 * time.Millisecond)
				}
			})
		}
		wg.Wait()
	})
	back := time.Now()
	c.Await(1)
	healed := time.Since(back)
	c.Await(learners)
	c.Leave()
	p.Stop(t)
	found := c.Ledger.Settle(t, h)
	found.Notes = append(found.Notes,
		fmt.Sprintf("%d requests were told 503, after %v at most", told[http.StatusServiceUnavailable], slowest.Round(time.Millisecond)),
		fmt.Sprintf("answers were taken again after %v", healed.Round(time.Millisecond)))
	found.Report(t, 6, fmt.Sprintf("PostgreSQL frozen (SIGSTOP) for %v", frozen))
	if told[http.StatusServiceUnavailable] == 0 || slowest > deadline+2*time.Second {
		t.Errorf("%d requests were told of the frozen database, one after %v", told[http.StatusServiceUnavailable], slowest)
	}
	if healed > 2*heals {
		t.Errorf("the program took %v to serve again", healed)
	}
}
