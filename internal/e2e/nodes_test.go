//go:build unix

package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"verbatim/internal/e2e/pgtest"
)

// startNode starts the program as one of several on a database.
func startNode(t testing.TB, address string) *program {
	t.Helper()
	return start(t, t.TempDir(), "--database", address)
}

// Two programs share a database. A learner's requests go to them in turn, and
// the whole walk is one: no stickiness is needed.
func TestTwoNodes(t *testing.T) {
	address := pgtest.Start(t, pgtest.Quick...).Create()
	nodes := []*program{startNode(t, address), startNode(t, address)}
	l := newLearner(t, nodes[0])
	turn := 0
	other := func() *learner {
		turn++
		l.base = nodes[turn%2].URL
		return l
	}
	at := other().send(other().get(kratom).form(t))
	walk := at.session(t)
	_, m := at.place(t)
	for n := 1; n <= m; n++ {
		at = other().get(fmt.Sprintf("%s/questions/%d", walk, n))
		f := at.form(t).pick(n)
		feedback := other().send(f)
		if kept := other().get(feedback.URL.Path).chosen(); kept != f.chosen() {
			t.Errorf("question %d was answered %q and is kept as %q", n, f.chosen(), kept)
		}
	}
	want := fmt.Sprintf(" of %d right.", m)
	first, second := other().get(walk+"/results").text(), other().get(walk+"/results").text()
	if first != second || !strings.Contains(first, want) {
		t.Errorf("the results differ, or do not say %q:\n%s\n%s", want, first, second)
	}
	// What is deleted on one node is gone on the other.
	other().send(other().get(walk + "/delete").form(t))
	for range 2 {
		if p := other().ask(walk + "/results"); p.Status != http.StatusNotFound {
			t.Errorf("the deleted session answers %d", p.Status)
		}
	}
}
