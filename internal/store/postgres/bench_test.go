//go:build unix

package postgres

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// bench is a database with sessions to answer, on a server with PostgreSQL's
// usual settings.
type bench struct {
	*Store
	server   *pgtest.Server
	learner  uuid.UUID
	sessions []quiz.Session
}

// newBench fills a database with sessions of items questions.
func newBench(b testing.TB, server *pgtest.Server, sessions, items int) *bench {
	b.Helper()
	ctx := context.Background()
	st := open(b, server.Create(), Options{})
	login := store.Login{ID: newID(), Learner: newID(), Created: time.Now(), Seen: time.Now()}
	must(b, st.CreateLogin(ctx, login))
	must(b, st.PutRevision(ctx, store.Revision{Hash: hash, Set: "kratom"}))
	out := &bench{Store: st, server: server, learner: login.Learner, sessions: make([]quiz.Session, sessions)}
	numbers := make([]int, items)
	for i := range numbers {
		numbers[i] = i
	}
	// Not by CreateSession, which lets one learner begin one after the other.
	ids := make([][16]byte, sessions)
	for i := range out.sessions {
		ids[i] = newID()
		out.sessions[i] = quiz.Session{ID: ids[i], Learner: login.Learner, Set: "kratom", Revision: hash, Mode: quiz.Practice, Items: numbers}
	}
	must(b, st.query(ctx, "fill", `
		INSERT INTO session (id, learner, set_id, revision, mode, scored, seed, asked, items, started)
		SELECT i, $2, 'kratom', decode($3, 'hex'), 'practice', true, 1, '', $4, 0 FROM unnest($1::uuid[]) i`, nil,
		ids, login.Learner, hash, fmt.Sprint("[", items, "]")))
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

// measure runs f and reports what each of n operations took of the processors,
// here and in the server, and how many there were a second.
func (d *bench) measure(b *testing.B, what string, f func()) {
	here, there, start := ownCPU(), d.server.CPU(), time.Now()
	b.ResetTimer()
	f()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), what+"/s")
	b.ReportMetric(float64((ownCPU()-here).Microseconds())/float64(b.N), "client-µs/op")
	b.ReportMetric(float64((d.server.CPU()-there).Microseconds())/float64(b.N), "server-µs/op")
}

// ownCPU is the CPU time of this process so far.
func ownCPU() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r) // fails for wrong arguments alone
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkCommitAnswer commits answers durably, by so many callers at once.
func BenchmarkCommitAnswer(b *testing.B) {
	server := pgtest.Start(b)
	for _, callers := range []int{1, 64, 256} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			const each = 16
			d := newBench(b, server, b.N/each+1, each)
			before := d.number("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint")
			d.measure(b, "answers", func() {
				work(callers, b.N, func(i int) {
					if _, err := d.CommitAnswer(b.Context(), answer(d.sessions[i/each].ID, i%each+1, "2")); err != nil {
						b.Error(err)
					}
				})
			})
			b.ReportMetric(float64(d.number("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint")-before)/float64(b.N), "log-B/op")
			b.ReportMetric(float64(d.number("SELECT pg_total_relation_size('answer')"))/float64(b.N), "disk-B/op")
			b.ReportMetric(float64(d.number("SELECT pg_total_relation_size('session')"))/float64(len(d.sessions)), "disk-B/session")
		})
	}
}

// number asks for one number.
func (d *bench) number(sql string) (n int64) {
	_ = d.query(context.Background(), "ask", sql, func(r row) { n = r.int(0) })
	return n
}

// BenchmarkWalk reads a session and its 15 answers, which no node keeps in
// memory.
func BenchmarkWalk(b *testing.B) {
	server := pgtest.Start(b)
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			d := newBench(b, server, 100, 15)
			work(64, 100*15, func(i int) {
				_, err := d.CommitAnswer(b.Context(), answer(d.sessions[i%100].ID, i/100+1, "2"))
				must(b, err)
			})
			b.ReportAllocs()
			d.measure(b, "walks", func() {
				work(callers, b.N, func(i int) {
					if _, answers, err := d.Walk(b.Context(), d.sessions[i%100].ID); err != nil || len(answers) != 15 {
						b.Error(len(answers), err)
					}
				})
			})
		})
	}
}

// BenchmarkLatest finds the newest session of each set, as the library shows it.
func BenchmarkLatest(b *testing.B) {
	server := pgtest.Start(b)
	b.Run("20", func(b *testing.B) {
		d := newBench(b, server, 20, 15)
		work(64, 20*15, func(i int) {
			_, err := d.CommitAnswer(b.Context(), answer(d.sessions[i%20].ID, i/20+1, "2"))
			must(b, err)
		})
		b.ReportAllocs()
		d.measure(b, "lists", func() {
			for range b.N {
				if latest, err := d.Latest(b.Context(), d.learner); err != nil || len(latest) != 1 {
					b.Fatal(latest, err)
				}
			}
		})
	})
}
