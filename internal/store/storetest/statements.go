package storetest

import (
	"context"
	"testing"

	"verbatim/internal/store"
)

// statements is how many different statements a call may take, beside those
// that begin and end its transaction. Each is a round trip or a commit's share
// of one, and every learner pays for it.
var statements = map[string]int{
	"Secret":             1,
	"CreateLogin":        2,
	"Login":              1,
	"TouchLogin":         1,
	"EndLogin":           1,
	"PutRevision":        2,
	"Revision":           1,
	"Walk":               1,
	"CommitAnswer":       1,
	"CommitAnswer again": 2,
	"CommitTry":          1,
	"GiveHint":           1,
	"Tried":              1,
	"Sessions":           1,
	"Latest":             2,
	"Walks":              1,
	"Delete":             1,
	"Ping":               1,
	"CreateSession":      2,
}

// Statements holds the calls of a store that keeps nothing in memory to their
// numbers of statements. take gives how many different ones the store has run
// since it was asked last.
func Statements(t *testing.T, open Open, take func(store.Store) int) {
	f := &fixture{t: t, open: open}
	f.Store = open(t)
	learner := f.learner()
	s := f.session(learner, "kratom")
	_, err := f.Secret(ctx, "form") // the first call makes it
	must(t, err)
	all := calls(f, learner, s)
	all["CommitAnswer again"] = func(ctx context.Context) error {
		must(t, all["CommitAnswer"](ctx))
		take(f.Store)
		return all["CommitAnswer"](ctx)
	}
	for name, most := range statements {
		must(t, f.DeleteSession(ctx, s.ID)) // with its answers
		s, err = f.CreateSession(ctx, s, "")
		must(t, err)
		take(f.Store)
		call, ok := all[name]
		if !ok {
			t.Fatalf("there is no call %s", name)
		}
		if err := call(ctx); err != nil && name != "Login" { // which asks for one that is not there yet
			t.Fatalf("%s: %v", name, err)
		}
		if n := take(f.Store); n < 1 || n > most {
			t.Errorf("%s takes %d statements, want 1 to %d", name, n, most)
		}
	}
}
