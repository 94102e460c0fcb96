package sqlite

import (
	"sync"
	"testing"
	"time"
)

// A store that rests is written to and read from meanwhile. How much memory
// that gives back is for make bench to say.
func TestRestWhileOthersWork(t *testing.T) {
	h := newHouse(t, Options{Readers: 2})
	var sessions, resting sync.WaitGroup
	over := make(chan struct{})
	rested := 0
	resting.Go(func() {
		for {
			select {
			case <-over:
				return
			case <-time.After(time.Millisecond):
				rested += h.Rest()
			}
		}
	})
	for range 8 {
		s := h.session()
		sessions.Go(func() {
			for n := range 3 {
				if err := h.answer(s.ID, n+1, "1"); err != nil {
					t.Error(err)
				}
				time.Sleep(5 * time.Millisecond) // so that it is forgotten now and then
				if _, answers, err := h.Walk(t.Context(), s.ID); err != nil || len(answers) != n+1 {
					t.Errorf("%d answers are read after %d, %v", len(answers), n+1, err)
				}
			}
		})
	}
	sessions.Wait()
	close(over)
	resting.Wait()
	if rested == 0 {
		t.Error("nothing was forgotten meanwhile")
	}
	check(t, h.Store)
}
