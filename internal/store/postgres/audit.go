package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"verbatim/internal/store"
)

// Integrity gives the rows that refer to nothing. Damaged pages show when they
// are read, as an error, where the server has checksums.
func (d database) Integrity(ctx context.Context) ([]string, error) {
	keys, err := foreignKeys(ctx, d.pool)
	if err != nil {
		return nil, unavailable(ctx, "read the catalogue", err)
	}
	var found []string
	for _, k := range keys {
		err := d.query(ctx, "check the database", fmt.Sprintf(`
			SELECT count(*) FROM %[1]s c WHERE c.%[2]s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %[3]s p WHERE p.%[4]s = c.%[2]s)`,
			k.child, k.column, k.parent, k.key), func(r row) {
			if n := r.int(0); n > 0 {
				found = append(found, fmt.Sprintf("%d rows of the table %s refer to rows of %s that are not there", n, k.child, k.parent))
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// foreignKey says that a column of a table refers to the key of another.
type foreignKey struct{ child, column, parent, key string }

// foreignKeys reads them from the database's catalogue.
func foreignKeys(ctx context.Context, q querier) (keys []foreignKey, err error) {
	_, _, err = run(ctx, q, `
		SELECT c.conrelid::regclass::text, ca.attname, c.confrelid::regclass::text, pa.attname
		FROM pg_constraint c
		JOIN pg_attribute ca ON ca.attrelid = c.conrelid AND ca.attnum = c.conkey[1]
		JOIN pg_attribute pa ON pa.attrelid = c.confrelid AND pa.attnum = c.confkey[1]
		WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace AND c.conparentid = 0 -- of whole tables
		ORDER BY c.conname`, func(r row) {
		keys = append(keys, foreignKey{r.text(0), r.text(1), r.text(2), r.text(3)})
	})
	return keys, err
}

// Walks gives sessions in the order of their ids.
func (d database) Walks(ctx context.Context, after uuid.UUID, limit int) ([]store.Walk, error) {
	var walks []store.Walk
	var broken error
	err := d.query(ctx, "read all sessions", `
		SELECT `+sessionColumns+`, `+answerColumns+`
		FROM session s LEFT JOIN answer a ON a.session = s.id
		WHERE s.id IN (SELECT id FROM session WHERE id > $1 ORDER BY id LIMIT $2) ORDER BY s.id, a.n`, func(r row) {
		id := r.uuid(0)
		if n := len(walks); n == 0 || walks[n-1].Session.ID != id {
			session, err := scanSession(r)
			if err != nil {
				broken = fmt.Errorf("session %s: %w", id, err)
			}
			walks = append(walks, store.Walk{Session: session})
		}
		if w := &walks[len(walks)-1]; !r.null(afterSession) {
			w.Answers = append(w.Answers, scanAnswer(r, id, afterSession))
		}
	}, [16]byte(after), max(0, limit))
	if err == nil && broken != nil {
		err = unavailable(ctx, "read all sessions", broken)
	}
	return walks, err
}

// Examination is a store.Audit of a database that nodes may be using. It
// changes nothing.
type Examination struct{ database }

// Examine opens the database at an address for reading alone; a replica will
// do. Its tables must be as this program knows them. Each error is one line for
// the person who runs the server.
func Examine(ctx context.Context, address string) (*Examination, error) {
	list, err := Migrations(ctx, address)
	if err != nil {
		return nil, err
	}
	config, err := parse(address, Options{Connections: 1})
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if m.Applied.IsZero() {
			return nil, fmt.Errorf("the tables of %s are those of an older Verbatim: run `verbatim migrate up`, or start the server once", describe(config.ConnConfig))
		}
	}
	config.ConnConfig.ValidateConnect = nil
	config.ConnConfig.RuntimeParams["default_transaction_read_only"] = "on"
	pool, err := pgxpool.NewWithConfig(context.WithoutCancel(ctx), config)
	if err != nil {
		return nil, explain(describe(config.ConnConfig), err)
	}
	return &Examination{database{pool}}, nil
}

// Close ends the examination.
func (x *Examination) Close() error {
	x.pool.Close()
	return nil
}
