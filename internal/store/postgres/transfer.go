package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"

	"verbatim/internal/store"
)

// Transfer is a store.Transfer of a database.
type Transfer struct {
	conn *pgx.Conn
	tx   pgx.Tx
}

var _ store.Transfer = (*Transfer)(nil)

// OpenTransfer connects to the database at an address to copy it. Its tables
// are made or brought up to date. No server may be using it.
func OpenTransfer(ctx context.Context, address string) (*Transfer, error) {
	config, err := parse(address, Options{})
	if err != nil {
		return nil, err
	}
	shown := describe(config.ConnConfig)
	config.ConnConfig.RuntimeParams["application_name"] += " copy" // tells it from servers
	if _, err := migrate(ctx, config.ConnConfig); err != nil {
		return nil, explain(shown, err)
	}
	conn, err := pgx.ConnectConfig(ctx, config.ConnConfig)
	if err != nil {
		return nil, explain(shown, err)
	}
	t := &Transfer{conn: conn}
	var servers int
	err = conn.QueryRow(ctx, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'verbatim'").Scan(&servers)
	if err == nil && servers > 0 {
		return nil, errors.Join(fmt.Errorf("the database %s is in use by another Verbatim (%d connections): stop that one first", shown, servers), t.Close())
	}
	if err == nil {
		err = t.begin(ctx)
	}
	if err != nil {
		return nil, errors.Join(explain(shown, err), t.Close())
	}
	return t, nil
}

func (t *Transfer) begin(ctx context.Context) (err error) {
	t.tx, err = t.conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead})
	return err
}

// Tables lists all tables but those of the migrations, and none of the parts
// that an administrator may have made of them.
func (t *Transfer) Tables(ctx context.Context) ([]store.Table, error) {
	keys, err := foreignKeys(ctx, t.tx)
	if err != nil {
		return nil, err
	}
	of := map[[2]string]string{}
	for _, k := range keys {
		of[[2]string{k.child, k.column}] = k.parent
	}
	var tables []store.Table
	_, _, err = run(ctx, t.tx, `
		SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name NOT IN ('goose_db_version', 'verbatim_schema')
			AND NOT (SELECT relispartition FROM pg_class WHERE oid = quote_ident(table_name)::regclass)
		ORDER BY table_name::text, column_name::text COLLATE "C"`, func(r row) {
		name, column := r.text(0), r.text(1)
		if len(tables) == 0 || tables[len(tables)-1].Name != name {
			tables = append(tables, store.Table{Name: name})
		}
		last := &tables[len(tables)-1]
		last.Columns = append(last.Columns, store.Column{Name: column, Type: r.text(2), Of: of[[2]string{name, column}]})
	})
	if err != nil {
		return nil, err
	}
	return store.InOrder(tables)
}

// Count gives the number of a table's rows.
func (t *Transfer) Count(ctx context.Context, table store.Table) (n int64, err error) {
	err = t.tx.QueryRow(ctx, "SELECT count(*) FROM "+quoted(table.Name)).Scan(&n)
	return n, err
}

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

func names(table store.Table) (all []string) {
	for _, c := range table.Columns {
		all = append(all, c.Name)
	}
	return all
}

// Read gives the rows of a table as the server sends them: it gathers none.
func (t *Transfer) Read(ctx context.Context, table store.Table) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		var list []string
		for _, name := range names(table) {
			list = append(list, quoted(name))
		}
		rows, err := t.tx.Query(ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+quoted(table.Name))
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		values := make([]any, len(table.Columns))
		for rows.Next() {
			for i, c := range table.Columns {
				if values[i], err = plain(rows.RawValues(), i, c.Type); err != nil {
					yield(nil, err)
					return
				}
			}
			if !yield(values, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// plain is a value as a Transfer tells it.
func plain(r row, col int, kind string) (any, error) {
	if r.null(col) {
		return nil, nil
	}
	switch kind {
	case "uuid", "bytea", "text":
		return r[col], nil
	case "smallint", "integer", "bigint":
		return r.int(col), nil
	case "double precision":
		return r.float(col), nil
	case "boolean":
		if r.bool(col) {
			return int64(1), nil
		}
		return int64(0), nil
	}
	return nil, fmt.Errorf("a column has the type %s, which the embedded database has no counterpart for", kind)
}

// typed is the reverse of plain.
func typed(value any, kind string) (any, error) {
	switch v := value.(type) {
	case nil, float64:
		return v, nil
	case int64:
		if kind == "boolean" {
			return v != 0, nil
		}
		return v, nil
	case []byte:
		switch kind {
		case "uuid":
			if len(v) != 16 {
				return nil, fmt.Errorf("an id has %d bytes", len(v))
			}
			return [16]byte(v), nil
		case "text":
			return string(v), nil
		}
		return v, nil
	}
	return nil, fmt.Errorf("a value has the type %T", value)
}

// statementRows is how many rows one statement copies: the server keeps a note
// of each until it has looked for the row that it refers to.
const statementRows = 100_000

// Write adds rows to a table. Where rows refer to others of the same table, any
// of which may come later, all are copied by one statement.
func (t *Transfer) Write(ctx context.Context, table store.Table, rows iter.Seq2[[]any, error]) error {
	limit := statementRows
	for _, c := range table.Columns {
		if c.Of == table.Name {
			limit = 0
		}
	}
	next, stop := iter.Pull2(rows)
	defer stop()
	in := &incoming{table: table, next: next, values: make([]any, len(table.Columns))}
	for !in.done {
		in.left, in.bounded = limit, limit > 0
		if _, err := t.tx.CopyFrom(ctx, pgx.Identifier{table.Name}, names(table), in); err != nil {
			return err
		}
	}
	return nil
}

// incoming is a pgx.CopyFromSource.
type incoming struct {
	table   store.Table
	next    func() ([]any, error, bool)
	left    int // rows of this statement
	bounded bool
	done    bool
	values  []any
	err     error
}

// Next goes to the next row of this statement.
func (in *incoming) Next() bool {
	if in.bounded && in.left == 0 {
		return false
	}
	in.left--
	row, err, more := in.next()
	if in.err = err; !more || err != nil {
		in.done = true
		return false
	}
	for i, c := range in.table.Columns {
		if in.values[i], in.err = typed(row[i], c.Type); in.err != nil {
			in.done = true
			return false
		}
	}
	return true
}

// Values gives the row.
func (in *incoming) Values() ([]any, error) { return in.values, nil }

// Err gives what has ended the rows too early.
func (in *incoming) Err() error { return in.err }

// Commit makes what was written durable.
func (t *Transfer) Commit(ctx context.Context) error {
	if err := t.tx.Commit(ctx); err != nil {
		return err
	}
	return t.begin(ctx)
}

// Close undoes what was not committed.
func (t *Transfer) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	return t.conn.Close(ctx)
}
