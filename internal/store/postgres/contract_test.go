//go:build unix

package postgres

import (
	"testing"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/store"
	"verbatim/internal/store/storetest"
)

// empty takes everything out of a database but its tables: making them anew for
// each test would take most of the time.
const empty = `DO $$ BEGIN
	EXECUTE 'TRUNCATE ' || (SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables
		WHERE schemaname = 'public' AND tablename NOT IN ('goose_db_version', 'verbatim_schema'));
END $$`

func TestContract(t *testing.T) {
	server := pgtest.Start(t, pgtest.Quick...)
	for what, o := range map[string]Options{"as usual": {}, "with a single connection": {Connections: 1}} {
		t.Run(what, func(t *testing.T) {
			address := server.Create()
			open(t, address, o).Close()
			storetest.Run(t, func(t *testing.T) storetest.Open {
				server.Exec(name(address), empty)
				return func(t *testing.T) store.Store { return open(t, address, o) }
			})
		})
	}
}
