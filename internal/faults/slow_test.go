package faults

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"verbatim/internal/faults/tally"
)

// How many clients misbehave in experiment 10.
const (
	stalled = 200 // ask for long pages and read none of them
	dribble = 500 // send a header a byte at a time
)

// Experiment 10: clients that stall and clients that dribble do not slow down
// the others. Noise only makes one look slower, so that the best of three
// comparisons counts.
func TestFault10SlowClients(t *testing.T) {
	h := Folder(t.TempDir())
	p := Start(t, h)
	ledger := NewLedger()
	crowd := make([]*Learner, 2*learners)
	for i := range crowd {
		crowd[i] = NewLearner(func() string { return p.URL }, ledger)
	}
	length := time.Duration(tally.Rounds(2, 20)) * time.Second // in which the slow ones are cut off, too
	const settling = 2 * time.Second                           // until all buffers are full
	const noise = 10 * time.Millisecond                        // a p99 below it is the scheduler's
	var said string
	for range 3 {
		base := stepsOf(t, crowd, length)
		ctx, end := context.WithCancel(t.Context())
		slow := beSlow(ctx, p)
		slow.await(t, stalled+dribble)
		time.Sleep(settling)
		beside := stepsOf(t, crowd, length)
		end()
		slow.Wait()
		said = fmt.Sprintf("p99 of a step %v without, %v beside; %d were cut off", base.Round(time.Millisecond/10), beside.Round(time.Millisecond/10), slow.cut.Load())
		if beside < 2*max(base, noise) {
			p.Stop(t)
			found := ledger.Settle(t, h)
			found.Notes = append(found.Notes, said)
			found.Report(t, 10, fmt.Sprintf("%d stalled readers, %d slow senders", stalled, dribble))
			return
		}
	}
	t.Error("others are slowed down to twice the time and more: " + said)
}

// stepsOf lets learners answer for a time, each at the pace of a quick reader,
// and gives the 99th percentile of how long a step took.
func stepsOf(t *testing.T, crowd []*Learner, length time.Duration) time.Duration {
	t.Helper()
	const pause = 25 * time.Millisecond // a session may answer 50 times a second
	var mu sync.Mutex
	var took []time.Duration
	var all sync.WaitGroup
	end := time.Now().Add(length)
	for _, l := range crowd {
		all.Go(func() {
			for time.Now().Before(end) {
				began := time.Now()
				if err := l.Step(t.Context()); err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				took = append(took, time.Since(began))
				mu.Unlock()
				time.Sleep(pause)
			}
		})
	}
	all.Wait()
	slices.Sort(took)
	return took[len(took)*99/100]
}

// slowOnes are clients that misbehave until their context ends; one that is cut
// off comes again.
type slowOnes struct {
	sync.WaitGroup
	there atomic.Int32
	cut   atomic.Int32
}

func beSlow(ctx context.Context, p *Program) *slowOnes {
	s := &slowOnes{}
	addr := strings.TrimPrefix(p.URL, "http://")
	for i := range stalled + dribble {
		misbehave := s.dribble
		if i < stalled {
			misbehave = s.stall
		}
		s.Go(func() {
			for ctx.Err() == nil {
				conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
				if err != nil {
					time.Sleep(10 * time.Millisecond)
					continue
				}
				stop := context.AfterFunc(ctx, func() { conn.Close() })
				s.there.Add(1)
				misbehave(ctx, conn)
				s.there.Add(-1)
				stop()
				conn.Close()
				if ctx.Err() == nil {
					s.cut.Add(1)
				}
			}
		})
	}
	return s
}

// stall asks for more than any buffer holds and reads none of it.
func (s *slowOnes) stall(ctx context.Context, conn net.Conn) {
	const pages = 200
	_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	s.drip(ctx, conn, strings.Repeat("GET /sets/kratom/reading HTTP/1.1\r\nHost: localhost\r\n\r\n", pages))
}

// dribble sends a header that never ends.
func (s *slowOnes) dribble(ctx context.Context, conn net.Conn) {
	s.drip(ctx, conn, "GET / HTTP/1.1\r\nX-Slow: ")
}

// drip sends a byte a second after the beginning, until it is cut off.
func (s *slowOnes) drip(ctx context.Context, conn net.Conn, beginning string) {
	for _, err := conn.Write([]byte(beginning)); err == nil; _, err = conn.Write([]byte("a")) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
	}
}

// await waits until so many are there.
func (s *slowOnes) await(t *testing.T, n int32) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); s.there.Load() < n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("only %d of %d slow clients are there", s.there.Load(), n)
		}
	}
}
