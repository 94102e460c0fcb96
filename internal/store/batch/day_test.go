package batch

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// crowd is a school whose learners answer by chance, at a rate that does not
// change, and what serves them: nodes of two cores beside one database.
type crowd struct {
	name   string
	rate   int // answers a second, over all nodes
	nodes  int
	commit time.Duration // of one transaction, the way to the database and back included
}

const (
	coresOfNode = 2
	stepCPU     = time.Second / 4400     // of a question, its answer and its feedback, as README.md has it
	rowTime     = 13 * time.Microsecond  // what an answer adds to its transaction
	simulated   = 10 * time.Second       // of the crowd
	patience    = 500 * time.Millisecond // the most that an answer of a hundred may wait
)

// The busiest hour of a day on which ten million learners give fifteen answers
// each has a tenth of them: 4,200 a second. These are the queues that serve, in
// simulated time; `go test ./internal/store/batch -run TenMillion -v` prints the table.
func TestTenMillionLearnersInADay(t *testing.T) {
	var table strings.Builder
	fmt.Fprintf(&table, "\n| %-31s | answers/s | nodes | commit ms | p50 ms | p99 ms | commits/s | answers a commit |\n|---|---|---|---|---|---|---|---|\n", "")
	for _, c := range []crowd{
		{"the busiest hour", 4200, 4, 5 * time.Millisecond},
		{"the same, with half the nodes", 4200, 2, 5 * time.Millisecond},
		{"the same, replicas far away", 4200, 4, 50 * time.Millisecond},
		{"a rush of twice as many", 8400, 4, 5 * time.Millisecond},
		{"a hundred million in a day", 42000, 40, 10 * time.Millisecond},
	} {
		waits, commits := c.simulate(t)
		p50, p99 := waits[len(waits)/2], waits[len(waits)*99/100]
		fmt.Fprintf(&table, "| %-31s | %d | %d | %d | %.1f | %.1f | %.0f | %.0f |\n", c.name, c.rate, c.nodes, c.commit.Milliseconds(),
			milliseconds(p50), milliseconds(p99), float64(commits)/simulated.Seconds(), float64(len(waits))/float64(commits))
		if want := c.rate * int(simulated.Seconds()); len(waits) < want*95/100 || len(waits) > want*105/100 {
			t.Errorf("%s: %d answers, of about %d", c.name, len(waits), want)
		}
		if p99 > patience {
			t.Errorf("%s: of a hundred answers one waits %v", c.name, p99)
		}
	}
	t.Log(table.String())
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }

// simulate gives how long each answer waited, in order of length, and how many
// transactions there were.
func (c crowd) simulate(t *testing.T) (waits []time.Duration, commits int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		queues, cores := make([]*Queue[int], c.nodes), make([]chan struct{}, c.nodes)
		for i := range queues {
			cores[i] = make(chan struct{}, coresOfNode)
			queues[i] = New(func(answers []int) (bool, error) {
				time.Sleep(c.commit + time.Duration(len(answers))*rowTime)
				mu.Lock()
				defer mu.Unlock()
				commits++
				return false, nil
			})
		}
		var answering sync.WaitGroup
		chance := rand.New(rand.NewPCG(1, uint64(c.rate)))
		for end := time.Now().Add(simulated); time.Now().Before(end); {
			time.Sleep(time.Duration(chance.ExpFloat64() / float64(c.rate) * float64(time.Second)))
			node, came := chance.IntN(c.nodes), time.Now()
			answering.Go(func() {
				cores[node] <- struct{}{}
				time.Sleep(stepCPU)
				<-cores[node]
				err := queues[node].Do(t.Context(), 1)
				mu.Lock()
				defer mu.Unlock()
				if waits = append(waits, time.Since(came)); err != nil {
					t.Error(err)
				}
			})
		}
		answering.Wait()
		for _, q := range queues {
			q.Close()
		}
	})
	slices.Sort(waits)
	return waits, commits
}
