//go:build unix

package postgres

import (
	"fmt"
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

// partition makes of the empty tables session and answer others of the same
// columns, keys, references and indexes, in parts by the time in their ids: up
// to now, one for each of the next minutes, and the rest.
const partition = `DO $$
DECLARE
	big CONSTANT regclass[] := ARRAY['session', 'answer'];
	again text[];
	statement text;
	name text;
	low text;
	high text;
BEGIN
	again := ARRAY(
		SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
		FROM pg_constraint WHERE contype IN ('p', 'f') AND (conrelid = ANY (big) OR confrelid = ANY (big))
		ORDER BY contype DESC -- keys before what refers to them
	) || ARRAY(SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = ANY (big) AND NOT indisprimary);
	CREATE TABLE session_parts (LIKE session INCLUDING DEFAULTS) PARTITION BY RANGE (id);
	CREATE TABLE answer_parts (LIKE answer INCLUDING DEFAULTS) PARTITION BY RANGE (session);
	DROP TABLE session, answer CASCADE;
	ALTER TABLE session_parts RENAME TO session;
	ALTER TABLE answer_parts RENAME TO answer;
	FOREACH statement IN ARRAY again LOOP
		EXECUTE statement;
	END LOOP;
	FOREACH name IN ARRAY ARRAY['session', 'answer'] LOOP
		low := 'MINVALUE';
		FOR part IN 0..10 LOOP
			high := quote_literal(rpad(lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint + part * 60000), 12, '0'), 32, '0')::uuid);
			IF part = 10 THEN
				high := 'MAXVALUE';
			END IF;
			EXECUTE format('CREATE TABLE %s_%s PARTITION OF %s FOR VALUES FROM (%s) TO (%s)', name, part, name, low, high);
			low := high;
		END LOOP;
	END LOOP;
END $$`

func TestContract(t *testing.T) {
	server := pgtest.Start(t, pgtest.Quick...)
	for what, c := range map[string]struct {
		Options
		prepare string
	}{
		"as usual":                            {},
		"in parts and by a single connection": {Options{Connections: 1}, partition},
	} {
		t.Run(what, func(t *testing.T) {
			address := server.Create()
			open(t, address, c.Options).Close()
			if c.prepare != "" {
				server.Exec(name(address), c.prepare)
			}
			storetest.Run(t, func(*testing.T) storetest.Open {
				server.Exec(name(address), empty)
				return func(t *testing.T) store.Store { return open(t, address, c.Options) }
			})
		})
	}
}

// TestCopyOfParts sees that a copy takes tables in parts as the tables they are.
func TestCopyOfParts(t *testing.T) {
	server := pgtest.Start(t, pgtest.Quick...)
	var tables [2]string
	for i, prepare := range []string{"SELECT 1", partition} {
		address := server.Create()
		open(t, address, Options{}).Close()
		server.Exec(name(address), prepare)
		x, err := OpenTransfer(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		list, err := x.Tables(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		tables[i] = fmt.Sprint(list)
	}
	if tables[0] != tables[1] {
		t.Errorf("in parts, the tables are\n%s\nnot\n%s", tables[1], tables[0])
	}
}
