package play

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// Figures that were being computed when the grades changed are shown to nobody
// who asks after that.
func TestFiguresBegunBeforeARegrade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, of := newClassResults(), Scope{Revision: "r"}
		release := make(chan struct{})
		before, after := &Results{At: time.Now()}, &Results{At: time.Now()}
		first := make(chan *Results, 1)
		go func() {
			r, _ := c.get(t.Context(), of, time.Now, func(context.Context) (*Results, error) { <-release; return before, nil })
			first <- r
		}()
		synctest.Wait()
		c.forget()
		second := make(chan *Results, 1)
		ask := func() {
			r, _ := c.get(t.Context(), of, time.Now, func(context.Context) (*Results, error) { return after, nil })
			second <- r
		}
		go ask()
		synctest.Wait()
		close(release)
		if got := <-first; got != before {
			t.Errorf("who asked before is given %p, want %p", got, before)
		}
		if got := <-second; got != after {
			t.Error("who asks while they are computed is given the old figures")
		}
		if ask(); <-second != after {
			t.Error("who asks after that is given the old figures")
		}
	})
}
