// Package storetest holds every store to one contract. A store's own tests
// call Run; what passes may serve learners.
package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"verbatim/internal/quiz"
	"verbatim/internal/store"
)

// Open opens one database. It may be called again after the store that it gave
// has been closed; what was kept is there again.
type Open func(t *testing.T) store.Store

// Run holds a kind of store to the contract. create makes an empty database.
func Run(t *testing.T, create func(t *testing.T) Open) {
	groups := []struct {
		name  string
		tests map[string]func(*testing.T, *fixture)
	}{
		{"secrets", secretTests},
		{"logins", loginTests},
		{"revisions", revisionTests},
		{"sessions", sessionTests},
		{"lists", listTests},
		{"answers", answerTests},
		{"open tests", openTestTests},
		{"recall", recallTests},
		{"tries", tryTests},
		{"reports", reportTests},
		{"regrades", regradeTests},
		{"deletion", deletionTests},
		{"assignments", assignmentTests},
		{"accounts", accountTests},
		{"tickets", ticketTests},
		{"tokens", tokenTests},
		{"audit", auditTests},
		{"retention", retentionTests},
		{"results", resultTests},
		{"log", logTests},
		{"drafts of sets", setDraftTests},
		{"publications", publicationTests},
		{"faults", faultTests},
		{"model", modelTests},
	}
	for _, g := range groups {
		for name, test := range g.tests {
			t.Run(g.name+"/"+name, func(t *testing.T) {
				f := &fixture{t: t, open: create(t)}
				f.Store = f.open(t)
				t.Cleanup(func() { f.Store.Close() })
				test(t, f)
			})
		}
	}
}

// fixture is a store under test with a learner's usual surroundings.
type fixture struct {
	store.Store
	t    *testing.T
	open Open
}

// day is when everything happens, to the microsecond that stores keep.
var day = time.Date(2026, 3, 1, 9, 30, 0, 123456000, time.UTC)

var ctx = context.Background()

// reopen closes the store and opens its database again.
func (f *fixture) reopen() {
	f.t.Helper()
	must(f.t, f.Close())
	f.Store = f.open(f.t)
}

// learner makes a learner with a login.
func (f *fixture) learner() uuid.UUID {
	f.t.Helper()
	l := newLogin()
	must(f.t, f.CreateLogin(ctx, l))
	return l.Learner
}

func newLogin() store.Login {
	return store.Login{ID: newID(), Learner: newID(), Hash: sha256.Sum256([]byte("secret")), Created: day, Seen: day}
}

// revision keeps a revision of a set and gives its hash.
func (f *fixture) revision(set string) string {
	f.t.Helper()
	h := hashOf(set)
	must(f.t, f.PutRevision(ctx, store.Revision{Hash: h, Set: set, Files: []store.File{{Name: "set.yaml", Data: []byte(set)}}, Published: day}))
	return h
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// session begins a practice session of three questions at a minute of its own.
func (f *fixture) session(learner uuid.UUID, set string) quiz.Session {
	f.t.Helper()
	s := newSession(learner, set, f.revision(set))
	kept, err := f.CreateSession(ctx, s, "")
	must(f.t, err)
	return kept
}

var minutes struct {
	sync.Mutex
	n int
}

// newSession is a session that has not been kept. Each starts a minute after
// the one before, so that no two are taken for a double click.
func newSession(learner uuid.UUID, set, revision string) quiz.Session {
	minutes.Lock()
	defer minutes.Unlock()
	minutes.n++
	return quiz.Session{
		ID:        newID(),
		Learner:   learner,
		Set:       set,
		Revision:  revision,
		Mode:      quiz.Practice,
		Certainty: quiz.CertaintyOptional,
		Seed:      1<<63 + uint64(minutes.n), // does not fit a signed number
		Items:     []int{4, 0, 7},
		Started:   day.Add(time.Duration(minutes.n) * time.Minute),
	}
}

// retry begins a retry of a session.
func (f *fixture) retry(of quiz.Session) quiz.Session {
	f.t.Helper()
	s := newSession(of.Learner, of.Set, of.Revision)
	s.Mode, s.Parent = quiz.Retry, of.ID
	kept, err := f.CreateSession(ctx, s, "")
	must(f.t, err)
	return kept
}

func newAnswer(session uuid.UUID, n int) quiz.Answer {
	return quiz.Answer{Session: session, N: n, Response: quiz.Response(fmt.Sprint(n)), Certainty: quiz.Certainty(n % 4), Fraction: 1.0 / 3, Worth: 2.5, At: day.Add(time.Duration(n) * time.Second)}
}

// answer commits an answer and checks that it was kept as it was.
func (f *fixture) answer(a quiz.Answer) {
	f.t.Helper()
	kept, err := f.CommitAnswer(ctx, a)
	must(f.t, err)
	equal(f.t, "the kept answer", kept, a)
}

// walk gives a session that must be there.
func (f *fixture) walk(id uuid.UUID) (quiz.Session, []quiz.Answer) {
	f.t.Helper()
	s, answers, err := f.Walk(ctx, id)
	must(f.t, err)
	return s, answers
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func must(t rapid.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t rapid.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: the error is %v, want %v", what, err, want)
	}
}

func equal(t rapid.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

// together runs f n times at once and waits for all.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			f(i)
		})
	}
	close(start)
	wg.Wait()
}
