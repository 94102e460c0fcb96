package faults

import (
	"math/rand/v2"
	"testing"
	"time"

	"verbatim/internal/faults/tally"
)

func TestMain(m *testing.M) { Main(m) }

// learners is how many answer at once.
const learners = 8

// Experiment 1: the program is killed under load, again and again.
func TestFault01Kill(t *testing.T) {
	h := Folder(t.TempDir())
	p := Start(t, h)
	c := NewCrowd(t, p, learners, 0, nil)
	rounds := tally.Rounds(4, 50)
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
	c.Ledger.Settle(t, h).Report(t, 1, tally.Times("kill -9 under load", rounds))
}

// Experiment 11: the program is asked to stop under load. Nobody is told of a
// failure, and whoever comes too late answers after the next start.
func TestFault11Terminate(t *testing.T) {
	h := Folder(t.TempDir())
	p := Start(t, h)
	c := NewCrowd(t, p, learners, 0, nil)
	rounds := tally.Rounds(4, 50)
	for range rounds {
		c.Await(learners)
		time.Sleep(rand.N(50 * time.Millisecond))
		if code := p.Stop(t); code != 0 {
			t.Fatalf("the program left with code %d: %s", code, p.Log())
		}
		p = Start(t, h)
		c.Move(p)
	}
	c.Await(learners)
	c.Leave()
	p.Stop(t)
	found := c.Ledger.Settle(t, h)
	if found.Untold > 0 {
		t.Errorf("%d answers were kept and not acknowledged: requests under way were cut off", found.Untold)
	}
	found.Report(t, 11, tally.Times("SIGTERM under load", rounds))
}
