//go:build unix

package postgres

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/store"
	"verbatim/internal/store/storetest"
)

// spy takes down the statements that a store runs.
type spy struct {
	mu  sync.Mutex
	ran map[string][]any // with the arguments of the last time
}

func (s *spy) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	if q.SQL != "begin" && q.SQL != "commit" {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.ran[q.SQL] = q.Args
	}
	return ctx
}

func (s *spy) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// take gives what has been run since it was asked last.
func (s *spy) take() map[string][]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	ran := s.ran
	s.ran = map[string][]any{}
	return ran
}

// openSpied opens a store under the eyes of a spy.
func openSpied(t *testing.T, address string) (*Store, *spy) {
	t.Helper()
	config, err := parse(address, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &spy{ran: map[string][]any{}}
	config.ConnConfig.Tracer = s
	st, err := openConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	s.take()
	return st, s
}

func TestStatements(t *testing.T) {
	address := pgtest.Start(t, pgtest.Quick...).Create()
	var eyes *spy
	open := func(t *testing.T) store.Store {
		st, s := openSpied(t, address)
		eyes = s
		return st
	}
	storetest.Statements(t, open, func(store.Store) int { return len(eyes.take()) })
}

// TestPlans holds each statement of a learner's requests to its indexes: with
// ten million answers none may read a table from end to end.
func TestPlans(t *testing.T) {
	server := pgtest.Start(t, pgtest.Quick...)
	address := server.Create()
	st, eyes := openSpied(t, address)
	h := &house{Store: st, t: t, learner: newID()}
	ctx := t.Context()
	h.must(st.CreateLogin(ctx, store.Login{ID: newID(), Learner: h.learner}))
	h.must(st.PutRevision(ctx, store.Revision{Hash: hash, Set: "kratom"}))
	s := h.session()
	h.must(h.answer(s.ID, 1, "a"))
	h.must(h.answer(s.ID, 1, "a"))
	_, _, err := st.Walk(ctx, s.ID)
	h.must(err)
	_, err = st.Sessions(ctx, h.learner, s.ID, 10)
	h.must(err)
	_, err = st.Latest(ctx, h.learner)
	h.must(err)
	_, _ = st.Login(ctx, s.ID)
	_, err = st.Revision(ctx, hash)
	h.must(err)
	h.must(st.TouchLogin(ctx, s.ID, s.Started))
	h.must(st.EndLogin(ctx, s.ID))
	_, err = st.Participant(ctx, s.ID, h.learner)
	if !errors.Is(err, store.ErrNotFound) {
		t.Fatal(err)
	}
	_, err = st.Attempts(ctx, s.ID, h.learner)
	h.must(err)
	h.must(st.DeleteSession(ctx, s.ID))

	explained := 0
	for q, args := range eyes.take() {
		explained++
		// On tables without rows an index seldom pays; the planner is to say
		// whether there is one.
		plan := ""
		h.must(pgx.BeginFunc(ctx, st.pool, func(in pgx.Tx) error {
			if _, err := in.Exec(ctx, "SET LOCAL enable_seqscan = off"); err != nil {
				return err
			}
			rows, err := in.Query(ctx, "EXPLAIN "+q, append([]any{pgx.QueryExecModeDescribeExec}, args...)...)
			if err != nil {
				return err
			}
			lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
			plan = strings.Join(lines, "\n")
			return err
		}))
		if strings.Contains(plan, "Seq Scan") {
			t.Errorf("%s\n%s", q, plan)
		}
	}
	if explained < 15 {
		t.Errorf("only %d statements were explained", explained)
	}
}
