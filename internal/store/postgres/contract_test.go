//go:build unix

package postgres

import (
	"testing"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/store"
	"verbatim/internal/store/storetest"
)

func TestContract(t *testing.T) {
	server := pgtest.Start(t, pgtest.Quick...)
	for name, o := range map[string]Options{"as usual": {}, "with a single connection": {Connections: 1}} {
		t.Run(name, func(t *testing.T) {
			storetest.Run(t, func(t *testing.T) storetest.Open {
				address := server.Create()
				return func(t *testing.T) store.Store { return open(t, address, o) }
			})
		})
	}
}
