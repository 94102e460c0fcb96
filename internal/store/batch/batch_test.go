package batch

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"verbatim/internal/store"
)

var errBad = errors.New("this one cannot be made")

// kept notes the transactions that a writer makes of numbers. Those below 0
// cannot be made.
type kept struct {
	mu     sync.Mutex
	sizes  []int
	all    []int
	before func() // each transaction; may be nil
}

func (k *kept) commit(changes []int) (alone bool, err error) {
	if k.before != nil {
		k.before()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if slices.ContainsFunc(changes, func(n int) bool { return n < 0 }) {
		return true, errBad
	}
	k.sizes = append(k.sizes, len(changes))
	k.all = append(k.all, changes...)
	return false, nil
}

// held is a writer whose first transaction, of the number 0, lasts until
// release is called.
func held(k *kept) (w *Queue[int], release func()) {
	gate := make(chan struct{})
	k.before = func() { <-gate }
	w = New(k.commit)
	go w.Do(context.Background(), 0)
	synctest.Wait()
	return w, func() { close(gate) }
}

func TestWhatWaitsSharesATransaction(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k kept
		w, release := held(&k)
		defer w.Close()
		const callers = 20
		errs := make(chan error, callers)
		for n := range callers {
			go func() { errs <- w.Do(t.Context(), n+1) }()
		}
		synctest.Wait()
		var s store.Stats
		if w.AddTo(&s); s.Waiting != callers {
			t.Errorf("%d changes are said to wait, want %d", s.Waiting, callers)
		}
		release()
		for range callers {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if !slices.Equal(k.sizes, []int{1, callers}) {
			t.Errorf("the transactions carried %v changes", k.sizes)
		}
		s = store.Stats{}
		if w.AddTo(&s); s.Waiting != 0 || s.Changes != callers+1 || s.Commits[0] != 1 {
			t.Errorf("counted was %+v", s)
		}
	})
}

func TestAFailureIsNobodyElses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k kept
		w, release := held(&k)
		defer w.Close()
		errs := map[int]chan error{1: make(chan error, 1), -2: make(chan error, 1), 3: make(chan error, 1)}
		for n, err := range errs {
			go func() { err <- w.Do(t.Context(), n) }()
		}
		synctest.Wait()
		release()
		for n, err := range errs {
			if got := <-err; errors.Is(got, errBad) != (n < 0) || n > 0 && got != nil {
				t.Errorf("change %d: %v", n, got)
			}
		}
		if slices.Sort(k.all); !slices.Equal(k.all, []int{0, 1, 3}) {
			t.Errorf("%v were made", k.all)
		}
	})
}

// A failure of the transaction itself is everybody's, and tried once.
func TestACommitThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tries, gate := 0, make(chan struct{})
		full := errors.New("the disk is full")
		w := New(func([]int) (bool, error) { <-gate; tries++; return false, full })
		defer w.Close()
		errs := make(chan error, 3)
		for n := range 3 {
			go func() { errs <- w.Do(t.Context(), n) }()
			synctest.Wait() // the first is under way
		}
		close(gate)
		for range 3 {
			if err := <-errs; !errors.Is(err, full) {
				t.Errorf("a caller was told %v", err)
			}
		}
		if tries != 2 {
			t.Errorf("there were %d transactions, want that of the first and that of the rest", tries)
		}
	})
}

func TestWhoHasLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k kept
		w, release := held(&k)
		defer w.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := w.Do(ctx, 1); !errors.Is(err, context.DeadlineExceeded) { // while the first is under way
			t.Errorf("whose time was over was told %v", err)
		}
		stays := make(chan error, 1)
		go func() { stays <- w.Do(t.Context(), 2) }()
		synctest.Wait()
		release()
		if err := <-stays; err != nil {
			t.Error(err)
		}
		if err := w.Do(ctx, 3); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who came too late was told %v", err)
		}
		if !slices.Equal(k.all, []int{0, 2}) {
			t.Errorf("%v were made", k.all)
		}
	})
}

func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k kept
		w, release := held(&k)
		waits := make(chan error, 1)
		go func() { waits <- w.Do(t.Context(), 1) }()
		synctest.Wait()
		ended := make(chan struct{})
		go func() { w.Close(); close(ended) }()
		synctest.Wait()
		if err := w.Do(t.Context(), 2); !errors.Is(err, ErrClosed) {
			t.Errorf("after it was closed: %v", err)
		}
		release()
		<-ended
		if err := <-waits; err != nil {
			t.Errorf("what had been asked for before: %v", err)
		}
		if !slices.Equal(k.all, []int{0, 1}) {
			t.Errorf("%v were made", k.all)
		}
	})
}

func TestBetween(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k kept
		w, release := held(&k)
		called := make(chan int, 1)
		w.Between(func() { called <- len(k.all) })
		synctest.Wait()
		if len(called) > 0 {
			t.Error("it was called during a transaction")
		}
		release()
		if made := <-called; made != 1 {
			t.Errorf("it was called after %d changes, want 1", made)
		}
		w.Close()
		w.Between(func() { t.Error("it was called after the end") })
		synctest.Wait()
	})
}

// TestOneProcessor sees that the writer lets who is ready join, where it would
// otherwise be the next to run after each of them.
func TestOneProcessor(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var k kept
	w := New(k.commit)
	defer w.Close()
	const callers = 100
	var all sync.WaitGroup
	for n := range callers {
		all.Go(func() {
			if err := w.Do(t.Context(), n); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(k.sizes) > callers/10 {
		t.Errorf("%d callers took %d transactions", callers, len(k.sizes))
	}
}
