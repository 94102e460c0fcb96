package faults

import (
	"net/http"
	"slices"
	"sync"
	"testing"

	"verbatim/internal/faults/tally"
	"verbatim/internal/quiz"
)

// Experiment 8: one question is answered 20 times at once, in two ways, and
// again from an old page and by a stale form. One answer stands, and all are
// shown the same.
func TestFault08SameAnswerAtOnce(t *testing.T) {
	h := Folder(t.TempDir())
	p := Start(t, h)
	ledger := NewLedger()
	rounds := tally.Rounds(5, 50)
	one := NewLearner(func() string { return p.URL }, ledger)
	var shown []string
	for range rounds {
		if one.next > one.asked || one.asked == 0 {
			if err := one.begin(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		address := one.address()
		_, _, page, err := one.do(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		first, err := fill(page)
		if err != nil {
			t.Fatal(err)
		}
		tabs := []*sent{first, {first.token, quiz.Form{"dont-know": {"1"}}}}
		const times = 20
		got := make([]string, times)
		var all sync.WaitGroup
		for i := range times {
			all.Go(func() {
				if err := one.post(t.Context(), address, tabs[i%2]); err != nil {
					t.Error(err)
				}
				_, _, page, err := one.do(t.Context(), http.MethodGet, address+"/feedback", nil)
				if err != nil {
					t.Error(err)
				}
				got[i] = page
			})
		}
		all.Wait()
		// Back to the old page, another pick; then a form whose token is none.
		if err := one.post(t.Context(), address, tabs[1]); err != nil {
			t.Error(err)
		}
		if err := one.post(t.Context(), address, &sent{"stale", tabs[1].form}); err == nil {
			t.Error("a form with a token of nobody's is taken")
		}
		_, _, again, err := one.do(t.Context(), http.MethodGet, address+"/feedback", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range got {
			if withoutToken(page) != withoutToken(again) {
				t.Fatalf("the same answer is shown in two ways:\n%s\n%s", page, again)
			}
		}
		ledger.Either(one.session, one.next, tabs[0].form, tabs[1].form)
		shown = append(shown, again)
		one.next++
	}
	if len(slices.Compact(shown)) != rounds {
		t.Error("different questions show the same feedback")
	}
	p.Stop(t)
	ledger.Settle(t, h).Report(t, 8, tally.Times("20 submits at once, two tabs, stale forms", rounds))
}

func withoutToken(page string) string { return tokenIn.ReplaceAllString(page, "") }
