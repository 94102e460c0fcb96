//go:build unix

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"verbatim/internal/e2e/pgtest"
	"verbatim/internal/store"
	"verbatim/internal/store/postgres"
	"verbatim/internal/store/sqlite"
)

// copyRun runs verbatim copy and gives its exit code and what it printed.
func copyRun(t *testing.T, from, to string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run([]string{"copy", "--from", from, "--to", to}, &env{t.Context(), strings.NewReader(""), &out, &errs})
	return code, out.String(), errs.String()
}

// TestCopy takes a database with rows in every table there is, whoever added
// it, to PostgreSQL and back.
func TestCopy(t *testing.T) {
	server := pgtest.Start(t, pgtest.Quick...)
	first, second, middle := "sqlite://"+t.TempDir(), "sqlite://"+filepath.Join(t.TempDir(), "new"), server.Create()
	tables := fill(t, strings.TrimPrefix(first, "sqlite://"))

	var said []string
	for _, way := range [][2]string{{first, middle}, {middle, second}} {
		code, stdout, stderr := copyRun(t, way[0], way[1])
		if code != 0 || stderr != "" {
			t.Fatalf("copy from %s to %s: exit code %d\n%s%s", way[0], way[1], code, stdout, stderr)
		}
		said = append(said, stdout)
	}
	if said[0] != said[1] {
		t.Errorf("there and back differ:\n%s\n%s", said[0], said[1])
	}
	for _, table := range tables {
		if !regexp.MustCompile(`(?m)^` + table + ` +2 +[0-9a-f]{16}$`).MatchString(said[0]) {
			t.Errorf("the table %s is not copied with its two rows:\n%s", table, said[0])
		}
	}
	if want := fmt.Sprintf("%d rows of %d tables copied; each table is the same on both sides.\n", 2*len(tables), len(tables)); !strings.HasSuffix(said[0], want) {
		t.Errorf("it does not end with %q:\n%s", want, said[0])
	}

	// What holds something is not written to, and what is not there not read.
	for _, to := range []string{first, middle} {
		from := second
		if code, stdout, stderr := copyRun(t, from, to); code != 1 || stdout != "" || !strings.Contains(stderr, "nothing is copied, because --to names a database that holds something") {
			t.Errorf("copy onto %s: exit code %d\n%s%s", to, code, stdout, stderr)
		}
	}
	for _, c := range []struct{ from, to, says string }{
		{"sqlite://" + filepath.Join(t.TempDir(), "none"), middle, "there is no database in the data folder"},
		{"mysql://x/y", middle, "--from does not name a database"},
		{first, first, "are the same database"},
	} {
		if code, stdout, stderr := copyRun(t, c.from, c.to); code == 0 || stdout != "" || !strings.Contains(stderr, c.says) {
			t.Errorf("copy from %s to %s: exit code %d\n%s%s", c.from, c.to, code, stdout, stderr)
		}
	}
}

// TestCopyStopsServers sees that a database that serves is not copied.
func TestCopyStopsServers(t *testing.T) {
	address := pgtest.Start(t, pgtest.Quick...).Create()
	st, err := postgres.Open(t.Context(), address, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := st.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	served, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer served.Close()
	for _, way := range [][2]string{{address, "sqlite://" + t.TempDir()}, {"sqlite://" + dir, address}} {
		if code, _, stderr := copyRun(t, way[0], way[1]); code != 1 || !strings.Contains(stderr, "is in use by another Verbatim") {
			t.Errorf("copy from %s: exit code %d, %s", way[0], code, stderr)
		}
	}
}

// TestCopyComparesWhatItWrote damages a row between writing and comparing.
func TestCopyComparesWhatItWrote(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	fill(t, from)
	source, err := sqlite.OpenTransfer(t.Context(), from, false)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	target, err := sqlite.OpenTransfer(t.Context(), to, true)
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	_, err = store.Copy(t.Context(), source, damaging{target}, func(string, string, int64, int64) {})
	if err == nil || !strings.Contains(err.Error(), "the table answer: it differs from what was copied: 2 rows of sum ") {
		t.Errorf("the damaged copy: %v", err)
	}
}

// damaging turns a right answer into a wrong one.
type damaging struct{ *sqlite.Transfer }

func (d damaging) Write(ctx context.Context, t store.Table, rows iter.Seq2[[]any, error]) error {
	return d.Transfer.Write(ctx, t, func(yield func([]any, error) bool) {
		for row, err := range rows {
			if i := slices.IndexFunc(t.Columns, func(c store.Column) bool { return c.Name == "fraction" }); t.Name == "answer" && i >= 0 {
				row[i] = row[i].(float64) / 2
			}
			if !yield(row, err) {
				return
			}
		}
	})
}

// fill puts two rows in every table of a new database and gives the tables'
// names. Each row refers to one of its own number; the first of a table that
// refers to itself, to the second.
func fill(t *testing.T, dir string) (tables []string) {
	t.Helper()
	ctx := t.Context()
	x, err := sqlite.OpenTransfer(ctx, dir, true)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	all, err := x.Tables(ctx)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string][2][]byte{} // of tables whose key others refer to
	for _, table := range all {
		keys[table.Name] = [2][]byte{random(), random()}
	}
	for _, table := range all {
		tables = append(tables, table.Name)
		var rows [2][]any
		for i := range rows {
			for _, c := range table.Columns {
				rows[i] = append(rows[i], value(table, c, i, keys))
			}
		}
		err := x.Write(ctx, table, func(yield func([]any, error) bool) {
			_ = yield(rows[0], nil) && yield(rows[1], nil)
		})
		if err != nil {
			t.Fatalf("the table %s cannot be filled: %v", table.Name, err)
		}
	}
	if err := x.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	return tables
}

// value makes up a value of row 0 or 1 for a column.
func value(table store.Table, c store.Column, i int, keys map[string][2][]byte) any {
	switch {
	case c.Of == table.Name:
		return [2]any{keys[table.Name][1], nil}[i]
	case c.Of != "":
		return keys[c.Of][i]
	case c.Type == "BLOB" && (c.Name == "id" || c.Name == "hash"):
		return keys[table.Name][i]
	case c.Type == "BLOB":
		return random()
	case c.Type == "INTEGER":
		return int64(i)
	case c.Type == "REAL":
		return 1 / float64(3+i)
	}
	return []byte(fmt.Sprintf("%d µ \" ' 🙂 %x", i, random()))
}

func random() []byte {
	b := make([]byte, 16)
	rand.Read(b)
	return b
}
