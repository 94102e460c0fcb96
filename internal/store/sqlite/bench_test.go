package sqlite

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// bench is a database with sessions to answer.
type bench struct {
	*Store
	learner  uuid.UUID
	sessions []quiz.Session
}

// newBench fills a database with sessions of items questions.
func newBench(b testing.TB, o Options, sessions, items int) *bench {
	b.Helper()
	ctx := context.Background()
	st := open(b, b.TempDir(), o)
	login := store.Login{ID: newID(), Learner: newID(), Created: time.Now(), Seen: time.Now()}
	must(b, st.CreateLogin(ctx, login))
	must(b, st.PutRevision(ctx, store.Revision{Hash: hash, Set: "kratom"}))
	out := &bench{Store: st, learner: login.Learner, sessions: make([]quiz.Session, sessions)}
	numbers := make([]int, items)
	for i := range numbers {
		numbers[i] = i
	}
	work(256, sessions, func(i int) {
		s, err := st.CreateSession(ctx, quiz.Session{
			ID: newID(), Learner: login.Learner, Set: "kratom", Revision: hash, Mode: quiz.Practice,
			Seed: uint64(i), Items: numbers, Started: time.Now(),
		}, fmt.Sprint(i))
		must(b, err)
		out.sessions[i] = s
	})
	return out
}

// work runs f for 0..n-1, in so many goroutines.
func work(goroutines, n int, f func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(goroutines, n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}

func must(t testing.TB, err error) {
	if err != nil {
		t.Helper()
		t.Error(err)
	}
}

func answer(session uuid.UUID, n int) quiz.Answer {
	return quiz.Answer{Session: session, N: n, Response: "2", Fraction: 1, Worth: 1, At: time.Now()}
}

// BenchmarkCommitAnswer commits answers durably, by so many callers at once.
func BenchmarkCommitAnswer(b *testing.B) {
	for _, callers := range []int{1, 64, 256} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			const each = 16
			d := newBench(b, Options{}, b.N/each+1, each)
			b.ResetTimer()
			start := time.Now()
			work(callers, b.N, func(i int) {
				if _, err := d.CommitAnswer(b.Context(), answer(d.sessions[i/each].ID, i%each+1)); err != nil {
					b.Error(err)
				}
			})
			b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "answers/s")
		})
	}
}

// BenchmarkWalk reads a session and its 15 answers.
func BenchmarkWalk(b *testing.B) {
	for name, o := range map[string]Options{"cached": {}, "uncached": {HotSessions: -1}} {
		b.Run(name, func(b *testing.B) {
			d := newBench(b, o, 100, 15)
			work(64, 100*15, func(i int) {
				_, err := d.CommitAnswer(b.Context(), answer(d.sessions[i%100].ID, i/100+1))
				must(b, err)
			})
			b.ResetTimer()
			b.ReportAllocs()
			for i := range b.N {
				if _, answers, err := d.Walk(b.Context(), d.sessions[i%100].ID); err != nil || len(answers) != 15 {
					b.Fatal(len(answers), err)
				}
			}
		})
	}
}

// BenchmarkLatest finds the newest session of each set, as the library shows it.
func BenchmarkLatest(b *testing.B) {
	d := newBench(b, Options{}, 20, 15)
	work(64, 20*15, func(i int) {
		_, err := d.CommitAnswer(b.Context(), answer(d.sessions[i%20].ID, i/20+1))
		must(b, err)
	})
	b.ResetTimer()
	b.ReportAllocs()
	for range b.N {
		if latest, err := d.Latest(b.Context(), d.learner); err != nil || len(latest) != 1 {
			b.Fatal(latest, err)
		}
	}
}

// BenchmarkOpen opens a database that is up to date, and closes it.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	must(b, open(b, dir, Options{}).Close())
	b.ResetTimer()
	for range b.N {
		st, err := Open(b.Context(), dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		must(b, st.Close())
	}
}
