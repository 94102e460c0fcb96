//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/store"
)

// TestPublishAtOnce has two instructors publish a set of the same name on two
// nodes at once: it is one's, and the other is told.
func TestPublishAtOnce(t *testing.T) {
	address := pgtest.Start(t, pgtest.Quick...).Create()
	h := newHouse(t, address)
	nodes := []*Store{h.Store, open(t, address, Options{})}
	var owners []uuid.UUID
	for i := range nodes {
		ticket := store.Ticket{ID: newID()}
		h.must(h.PutTicket(t.Context(), ticket))
		a := store.Account{ID: newID(), Name: fmt.Sprint("account ", i), Role: store.Instructor}
		h.must(h.Redeem(t.Context(), ticket.ID, a))
		owners = append(owners, a.ID)
	}
	for round := range 20 {
		set := fmt.Sprint("set-", round)
		var wg sync.WaitGroup
		errs := make([]error, len(nodes))
		for i, node := range nodes {
			wg.Go(func() {
				revision := fmt.Sprintf("%060d%02d%02d", 0, round, i)
				if errs[i] = node.PutRevision(t.Context(), store.Revision{Hash: revision, Set: set}); errs[i] == nil {
					errs[i] = node.Publish(t.Context(), store.Publication{ID: newID(), Set: set, Revision: revision, Owner: owners[i], At: time.Now()})
				}
			})
		}
		wg.Wait()
		if taken := errors.Is(errs[0], store.ErrTaken); taken == errors.Is(errs[1], store.ErrTaken) || errors.Join(errs...) == nil {
			t.Errorf("%s: the two were told %v", set, errs)
		}
	}
}
