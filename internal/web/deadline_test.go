package web

import (
	"context"
	"errors"
	"testing"
	"time"
)

// It ends like context.WithDeadline, whether somebody waits for it or looks.
func TestUntilContextEnds(t *testing.T) {
	past, future := time.Now().Add(-time.Second), time.Now().Add(time.Hour)
	if err := new(untilContext).begin(past).Err(); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("past its time, looked at: %v", err)
	}
	late := new(untilContext).begin(past)
	<-late.Done()
	if err := late.Err(); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("past its time, waited for: %v", err)
	}
	for _, waits := range []bool{false, true} {
		c := new(untilContext).begin(future)
		if c.Err() != nil {
			t.Fatal("it has ended before its time")
		}
		if waits {
			go c.stop()
			<-c.Done()
		}
		c.stop()
		<-c.Done()
		if err := c.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped, waits %v: %v", waits, err)
		}
	}
	parent := new(untilContext).begin(time.Now().Add(10 * time.Millisecond))
	child, cancel := context.WithCancel(parent)
	defer cancel()
	<-child.Done()
	if at, ok := parent.Deadline(); !ok || at.After(time.Now()) {
		t.Errorf("its deadline is %v, %v", at, ok)
	}
}
