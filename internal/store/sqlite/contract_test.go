package sqlite

import (
	"testing"

	"verbatim/internal/store"
	"verbatim/internal/store/storetest"
)

func TestContract(t *testing.T) {
	for name, o := range map[string]Options{
		"as usual":             {},
		"nothing in memory":    {HotSessions: -1},
		"little in memory":     {HotSessions: 2},
		"with a single reader": {Readers: 1, HotSessions: 1},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Run(t, func(t *testing.T) storetest.Open {
				dir := t.TempDir()
				return func(t *testing.T) store.Store { return open(t, dir, o) }
			})
		})
	}
}
