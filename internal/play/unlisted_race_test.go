package play

import (
	"errors"
	"testing"

	"verbatim/internal/quiz"
)

// A set that is published unlisted is never served to a learner who asks for it
// in that very moment: whether it is listed and what is served are looked up in
// one and the same library.
func TestUnlistedSetsAreNotServedWhileTheyArePublished(t *testing.T) {
	exam := &Revision{Set: &quiz.Set{ID: "exam"}, Hash: "exam"}
	before, err := newLibrary(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	after, err := newLibrary([]*Revision{exam}, map[string]bool{"exam": true})
	if err != nil {
		t.Fatal(err)
	}
	p := &Play{}
	p.library.Store(before)
	published := make(chan struct{})
	go func() {
		defer close(published)
		for range 2_000_000 {
			p.library.Store(after)
			p.library.Store(before)
		}
	}()
	for {
		select {
		case <-published:
			return
		default:
		}
		if r, err := p.Current("exam"); !errors.Is(err, ErrNotFound) {
			t.Errorf("it is served: %v, %v", r, err)
			<-published
			return
		}
	}
}
