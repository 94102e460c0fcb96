package web

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
)

// A second click within five seconds gets the login of the first; what is older
// than ten is forgotten, even where nobody starts any more.
func TestStartsAreRememberedForADoubleClick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s recentStarts
		start := func(token string) uuid.UUID {
			made, err := s.login(token, func() (newLogin, error) { return newLogin{learner: uuid.New()}, nil })
			if err != nil {
				t.Fatal(err)
			}
			return made.learner
		}
		for wait := range 10 { // wherever in a turn it falls
			token := fmt.Sprint("page ", wait)
			first := start(token)
			for range 4 {
				time.Sleep(doubleClick/4 - time.Millisecond)
				start("another page")
				if second := start(token); second != first {
					t.Fatalf("%s: the second click made another learner", token)
				}
			}
			time.Sleep(2 * doubleClick)
			if late := start(token); late == first {
				t.Errorf("%s: a click much later is taken for the second", token)
			}
			time.Sleep(time.Duration(wait) * time.Second / 2)
		}
		for i := range 3 * mostStarts {
			start(fmt.Sprint("lecture ", i))
		}
		if all := len(s.young) + len(s.old); all > 2*mostStarts {
			t.Errorf("%d are remembered at once", all)
		}
		time.Sleep(2 * doubleClick)
		if s.rest(); len(s.young)+len(s.old) > 0 {
			t.Errorf("%d and %d are remembered though nobody starts", len(s.young), len(s.old))
		}
	})
}

func TestStartThatFailsIsNotRemembered(t *testing.T) {
	var s recentStarts
	failed := errors.New("the disk is full")
	if _, err := s.login("page", func() (newLogin, error) { return newLogin{}, failed }); !errors.Is(err, failed) {
		t.Fatalf("it says %v", err)
	}
	if _, err := s.login("page", func() (newLogin, error) { return newLogin{}, nil }); err != nil {
		t.Errorf("a click after that fails too: %v", err)
	}
}
